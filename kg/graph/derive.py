"""People's decisions about facts, identities across articles, and what follows from several facts: the rules in
``queries/rules``, run into the derived graph.

A rule is a CONSTRUCT query over the premises (``kg.graph.premises``); conclusions are no premises, and each names its
own. IRIs are made from the premises' and resolved against the base, so the same facts give the same conclusions. All is
concluded anew when something has changed: the time grows with the facts, and that is some milliseconds an article.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Quad, QueryTriples

from kg import settings
from kg.errors import KnowledgeError
from kg.graph import identity, iris, reviewing, reviews
from kg.graph.namespaces import prefixes
from kg.graph.premises import VIEW, premises
from kg.graph.store import GraphStore

#: Raised when what rules are given changes, so that stored conclusions are drawn anew.
VERSION = 2


def rule_files() -> list[Path]:
    """The rules, in a fixed order."""
    return sorted((settings.data_dir("queries") / "rules").glob("*.rq"))


def derive(store: GraphStore) -> bool:
    """Brings reviewed facts, identities and the derived graph up to date; False if nothing they follow from changed."""
    reviewing.apply(store)
    identity.unify(store)
    contents = (store.content(name) or "" for name in (identity.GRAPH, "knowledge", reviews.GRAPH))
    digest = hashlib.sha256("\n".join([f"{VERSION}", *store.hashes(), *contents]).encode())
    for path in rule_files():
        digest.update(path.read_bytes())
    return store.replace_graph("derived", digest.hexdigest(), lambda: _conclusions(store))


def _conclusions(store: GraphStore) -> Iterator[Quad]:
    target, view, names = iris.graph("derived"), premises(store.engine), {**prefixes(), "view": VIEW.iri}
    for path in rule_files():
        try:
            answer = view.query(path.read_text("utf-8"), prefixes=names, base_iri=settings.BASE)
        except (SyntaxError, OSError) as error:
            raise KnowledgeError(f"the rule {path.name} cannot be run: {error}",
                                 "correct the file, or restore it from git") from error
        if not isinstance(answer, QueryTriples):
            raise KnowledgeError(f"the rule {path.name} is no CONSTRUCT query", "let it CONSTRUCT its conclusions")
        for triple in answer:
            yield Quad(triple.subject, triple.predicate, triple.object, target)
