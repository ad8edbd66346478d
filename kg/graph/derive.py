"""What follows from several facts: identities across articles, then the rules in ``queries/rules``, run into the
derived graph.

A rule is a CONSTRUCT query over the union of all graphs. It starts from classes of facts (``dkg:Position``,
``dkg:Event``), so earlier conclusions are no premises; each conclusion names its premises. IRIs are made from the
premises' and resolved against the base, so the same facts give the same conclusions.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Quad, QueryTriples

from kg import settings
from kg.errors import KnowledgeError
from kg.graph import identity, iris
from kg.graph.namespaces import prefixes
from kg.graph.store import GraphStore


def rule_files() -> list[Path]:
    """The rules, in a fixed order."""
    return sorted((settings.data_dir("queries") / "rules").glob("*.rq"))


def derive(store: GraphStore) -> bool:
    """Brings identities and the derived graph up to date; False if no article, judgement and rule has changed."""
    identity.unify(store)
    digest = hashlib.sha256("\n".join([*store.hashes(), store.content(identity.GRAPH) or ""]).encode())
    for path in rule_files():
        digest.update(path.read_bytes())
    return store.replace_graph("derived", digest.hexdigest(), lambda: _conclusions(store))


def _conclusions(store: GraphStore) -> Iterator[Quad]:
    target = iris.graph("derived")
    for path in rule_files():
        try:
            answer = store.engine.query(path.read_text("utf-8"), prefixes=prefixes(), base_iri=settings.BASE,
                                        use_default_graph_as_union=True)
        except (SyntaxError, OSError) as error:
            raise KnowledgeError(f"the rule {path.name} cannot be run: {error}",
                                 "correct the file, or restore it from git") from error
        if not isinstance(answer, QueryTriples):
            raise KnowledgeError(f"the rule {path.name} is no CONSTRUCT query", "let it CONSTRUCT its conclusions")
        for triple in answer:
            yield Quad(triple.subject, triple.predicate, triple.object, target)
