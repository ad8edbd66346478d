"""``kg query``, ``queries``, ``explain`` and ``stats``: questions to a store."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.building import Seconds, place_option, store_option
from kg.errors import QueryError

if TYPE_CHECKING:  # the commands import what they need when they run, so that `kg --help` is quick
    from kg.graph.store import GraphStore, Queryable
    from kg.query import CatalogueQuery


@contextmanager
def _opened(path: Path) -> "Iterator[GraphStore]":
    from kg.graph.store import GraphStore

    with GraphStore.open(path, read_only=True) as store:
        yield store


@contextmanager
def asked(place: Path | str, timeout: float = 30.0) -> "Iterator[Queryable]":
    """The store in a folder, or another engine, for reading."""
    if isinstance(place, Path):
        with _opened(place) as store:
            yield store
        return
    from kg.graph.remote import RemoteStore

    remote = RemoteStore(place, timeout)
    remote.check()
    yield remote


@click.command()
@click.argument("query")
@click.option("--param", "-p", "params", multiple=True, metavar="NAME=VALUE", help="A parameter; may be repeated.")
@place_option
@click.option("--format", "form", type=click.Choice(["table", "json", "csv", "tsv", "xml", "ttl", "nt"]),
              default="table", show_default=True)
@click.option("--limit", type=click.IntRange(1), help="At most so many rows.")
@click.option("--timeout", type=Seconds(0, min_open=True), default=30.0, show_default=True,
              help="Seconds that your own SPARQL, or an endpoint, may take.")
@click.option("--why", is_flag=True, help="Add the sentences behind each row.")
@click.option("--labels", is_flag=True, help="Names and ids instead of IRIs in every format, not in tables only.")
def query(query: str, params: tuple[str, ...], store: Path | str, form: str, limit: int | None, timeout: float,
          why: bool, labels: bool) -> int:
    """Ask the store a question of the catalogue, or your own SPARQL.

    QUERY is a name that `kg queries` lists, a file, or - for standard input. Entities may be given by id, IRI, label
    or other name. Your own SPARQL may use the prefixes of ontology/prefixes.ttl and sees the union of all graphs; it
    is stopped after --timeout seconds, and what would write or reach the network is refused. A file with a header
    like those of the catalogue takes parameters, too.

    With --store URL another engine answers. Its default graph must be the union of all graphs (Oxigraph:
    --union-default-graph); user, password or token come from KG_ENDPOINT_USER, KG_ENDPOINT_PASSWORD, KG_ENDPOINT_TOKEN.

    \b
    Examples:
      kg query positions-of-actor --param actor=japan --param topic=transfer
      kg query meetings-of-two -p first="Shinzo Abe" -p second=vladimir-putin
      kg query position-shifts --why
      kg query names-by-authority --format csv --labels > names.csv
      echo 'SELECT (COUNT(*) AS ?n) { ?p a dkg:Position }' | kg query -
      kg query position-shifts --store http://localhost:7878/query
    """
    from kg.cli.answers import print_result
    from kg.query import Labels, with_reasons

    with asked(store, timeout) as graph:
        result = _answer(graph, query, dict(map(_pair, params)), limit, timeout)
        if why:
            result = with_reasons(graph, result)
        if form == "table":
            print_result(result, Labels(graph))
            return 0
        click.echo((result.labelled(Labels(graph)) if labels else result).write(form), nl=False)
        if result.note:
            click.echo(f"kg: {result.note}", err=True)
    return 0


def _answer(graph: "Queryable", query: str, params: dict[str, str], limit: int | None, timeout: float):  # type: ignore[no-untyped-def]
    from kg.query import bind, catalogue, run

    if query in catalogue():
        return run(graph, catalogue()[query], params, limit=limit)
    text = _text(query, list(catalogue()))
    if (own := _own(query, text)) is not None:
        text, params = bind(graph, own, params), {}
    return run(graph, text, params, limit=limit, timeout=timeout)


def _own(name: str, text: str) -> "CatalogueQuery | None":
    """The text as a query with parameters, where it has a header."""
    from kg.query import parse_query
    from kg.query.header import parse

    if not text.startswith("# title:"):
        return None
    return parse_query(Path(name).stem, parse(name, text), text)


def _text(query: str, names: list[str]) -> str:
    try:
        data = sys.stdin.buffer.read() if query == "-" else Path(query).read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError(f"{query} is not UTF-8: {error.reason} at byte {error.start}", "save it as UTF-8") from error
    except FileNotFoundError:
        near = get_close_matches(query, names, 3, 0.5) or [n for n in names if query in n][:3]
        hint = f"did you mean {' or '.join(near)}?" if near else "kg queries lists the catalogue"
        raise QueryError(f"{query!r} is neither a query of the catalogue nor a file", hint) from None


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise QueryError(f"--param {text!r} has no name and value", "write it like --param actor=japan")
    return name.strip(), value


@click.command()
@click.argument("name", required=False)
@click.option("--tag", help="Only queries with this tag.")
@click.option("--markdown", is_flag=True, help="All of them as the reference page queries/README.md.")
def queries(name: str | None, tag: str | None, markdown: bool) -> int:
    """List the questions of the catalogue; with a NAME, its parameters, columns and SPARQL.

    \b
    Examples:
      kg queries
      kg queries --tag territory
      kg queries positions-of-actor
    """
    from kg.cli.answers import print_queries, print_query
    from kg.query import catalogue
    from kg.query.reference import markdown as reference

    found = catalogue()
    if markdown:
        click.echo(reference(found), nl=False)
    elif name is None:
        tags = {t for q in found.values() for t in q.tags}
        if tag and tag not in tags:
            raise QueryError(f"no query has the tag {tag!r}", f"choose from {', '.join(sorted(tags))}")
        print_queries(q for q in found.values() if not tag or tag in q.tags)
    elif name in found:
        print_query(found[name])
    else:
        near = get_close_matches(name, found, 3, 0.5)
        raise QueryError(f"there is no query {name!r}", f"did you mean {' or '.join(near)}?" if near else
                         "kg queries lists them")
    return 0


@click.command()
@click.argument("ident", metavar="ID")
@store_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def explain(ident: str, store: Path, form: str) -> int:
    """Say why a fact is in the graph: its sentence, article, rule, confidence, chain of attribution.

    ID is the id of a statement, position, event or relation, as the tables of `kg query` show it; or an entity's id
    or name, for what the graph knows of it.

    \b
    Examples:
      kg explain p1f0c3d2e4a5b
      kg explain shinzo-abe
      kg explain "Northern Territories" --format json
    """
    from kg.cli.answers import print_explanation
    from kg.query import explain as found

    with _opened(store) as graph:
        explanations = found(graph, ident)
    if form == "json":
        click.echo(json.dumps([asdict(e) for e in explanations], ensure_ascii=False, indent=1))
    else:
        for explanation in explanations:
            print_explanation(explanation)
    return 0


@click.command()
@store_option
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def stats(store: Path, form: str) -> int:
    """Count what is in a store: facts by kind, articles by outlet and year, the most mentioned entities.

    \b
    Examples:
      kg stats
      kg stats --store ~/kurils.store --format json
    """
    from kg.cli.answers import print_counts, print_result
    from kg.query import Labels, catalogue, run

    names = ("articles-by-outlet", "articles-by-year", "entities-most-mentioned")
    with _opened(store) as graph:
        counts, label = graph.counts(), Labels(graph)
        results = {name: run(graph, catalogue()[name], limit=20).labelled(label) for name in names}
    if form == "json":
        click.echo(json.dumps({"counts": counts, **{name: r.dicts() for name, r in results.items()}},
                              ensure_ascii=False, indent=1))
        return 0
    print_counts(counts)
    for name, result in results.items():
        click.echo()
        print_result(replace(result, note=""), label, catalogue()[name].title)
    return 0


COMMANDS = (query, queries, explain, stats)
