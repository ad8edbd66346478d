"""What the writer does: hold the store, change it in one transaction, publish; and what readers are to read."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, Store

from kg.errors import KgError, StoreError
from kg.graph.serving.spool import AnswerError, Spool

_held: list[Any] = []


def open_store(request: Mapping[str, Any], spool: Spool) -> str:  # noqa: ARG001
    """Opens ``store`` for writing, until this process ends; serving alone changes nothing in it."""
    from kg.graph.store import GraphStore  # only the writer needs all that, and a fork should be small

    try:
        _held.append(GraphStore.open(request["store"], refresh=False))
    except StoreError as error:
        raise AnswerError("failed", str(error)) from error
    return "text/plain"


def update(request: Mapping[str, Any], spool: Spool) -> str:  # noqa: ARG001
    """Runs the SPARQL update in the file ``path``, IRIs relative to ``base``: all of it or nothing."""
    text = Path(request["path"]).read_text("utf-8")
    if request["base"]:
        text = f"BASE {NamedNode(request['base'])} {text}"
    try:
        _held[0].update(text)
    except SyntaxError as error:
        raise AnswerError("syntax", " ".join(str(error).split())[:300]) from error
    except (StoreError, RuntimeError, ValueError) as error:
        raise AnswerError("failed", " ".join(str(error.__cause__ or error).split())[:300]) from error
    return "text/plain"


def judge(request: Mapping[str, Any], spool: Spool) -> str:  # noqa: ARG001
    """Keeps the judgements in the file ``path`` (``kg.graph.judgements.from_lines``), takes back those about the facts
    ``forget``, and draws what follows from the new state."""
    from kg.graph import judgements, reviews
    from kg.graph.derive import derive
    from kg.model.review import Review

    store = _held[0]
    try:
        with Path(request["path"]).open(encoding="utf-8") as lines:
            given = list(judgements.from_lines(lines, "the form"))
        reviews.keep(store, [one for one in given if isinstance(one, Review)])
        judgements.keep(store, [one for one in given if not isinstance(one, Review)])
        reviews.forget(store, request["forget"])
        derive(store)
    except KgError as error:
        raise AnswerError("failed", str(error)) from error
    return "text/plain"


def publish(request: Mapping[str, Any], spool: Spool) -> str:  # noqa: ARG001
    """Makes the store as it is now the newest generation."""
    try:
        spool.write(_held[0].publish().encode())
    except StoreError as error:
        raise AnswerError("failed", str(error)) from error
    return "text/plain"


def snapshot(request: Mapping[str, Any], spool: Spool) -> str:  # noqa: ARG001
    """Makes a copy of the generation ``source`` in the new folder ``target`` with all graphs' union as default graph.

    pyoxigraph can query the union of graphs itself, but gives a triple that is in two graphs twice, to which counts,
    joins and sums then add up. A default graph that holds each once answers as SPARQL has it.
    """
    source, target = Path(request["source"]), Path(request["target"])
    shutil.copytree(source, target, copy_function=_link, ignore=shutil.ignore_patterns("LOG*", "LOCK"))
    store = Store(str(target))
    with tempfile.NamedTemporaryFile(suffix=".nt", dir=target.parent) as triples:
        for graph in store.named_graphs():
            if isinstance(graph, NamedNode) and graph.value.endswith("/graph/inferred"):
                continue  # only a query that names it sees it (kg.graph.inferring)
            if isinstance(graph, NamedNode):
                store.dump(triples, RdfFormat.N_TRIPLES, from_graph=graph)
            else:
                triples.writelines(f"{q.triple} .\n".encode() for q in store.quads_for_pattern(None, None, None, graph))
        triples.flush()
        store.bulk_load(path=triples.name, format=RdfFormat.N_TRIPLES, lenient=True)
    store.flush()
    return "text/plain"


def _link(source: str, target: str) -> None:
    """RocksDB never changes a table once it is written: a second name is as good as a copy. All else is copied."""
    if source.endswith(".sst"):
        try:
            Path(target).hardlink_to(source)
        except OSError:  # another file system
            shutil.copy2(source, target)
    else:
        shutil.copy2(source, target)
