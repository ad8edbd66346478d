"""People's decisions about facts, in a named graph of their own that no build touches; and as lines of JSON."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg import settings
from kg.graph import iris
from kg.graph.namespaces import DKG, TYPE, XSD
from kg.graph.store import GraphStore, Queryable
from kg.graph.terms import text
from kg.graph.writer import GraphWriter
from kg.model.review import DECISIONS, FIELDS, Change, Review

GRAPH = "reviews"
_FIELDS = frozenset(field for fields in FIELDS.values() for field in fields)


def node(fact: str) -> NamedNode:
    """The decision about a fact: there is one, the newest."""
    return iris.hashed("review", fact)


def listed(store: Queryable) -> list[Review]:
    """All decisions of a store, sorted by fact."""
    changes: dict[NamedNode, list[Change]] = defaultdict(list)
    for row in _rows(store, """SELECT ?r ?field ?before ?after { ?r dkg:change ?c . ?c dkg:field ?field ;
                                dkg:valueBefore ?before ; dkg:valueAfter ?after }"""):
        changes[row["r"]].append(Change(*(row[name].value for name in ("field", "before", "after"))))
    rows = _rows(store, """SELECT ?r ?fact ?verdict ?by ?why ?when { ?r a dkg:Review ; dkg:reviewed ?fact ;
                            dkg:verdict ?verdict ; dkg:judgedBy ?by ; dkg:rationale ?why ; dkg:judgedOn ?when }""")
    return sorted(Review(row["fact"].value, iris.concept_name(row["verdict"]), row["by"].value, row["why"].value,  # type: ignore[arg-type]
                         row["when"].value, tuple(sorted(changes[row["r"]]))) for row in rows)


def _rows(store: Queryable, sparql: str) -> Iterable[Any]:
    found = store.query(sparql)
    assert isinstance(found, QuerySolutions)
    return found


def save(store: GraphStore, reviews: Iterable[Review]) -> None:
    """Makes these the decisions of the store: of several about a fact the newest."""
    newest = {review.fact: review for review in sorted(reviews, key=lambda r: (r.when, r))}
    writer = GraphWriter(iris.graph(GRAPH))
    if not newest:  # no trace, so that the store is what it was before the first one
        store.update(f"DROP SILENT GRAPH {writer.graph}")
        return
    for _, review in sorted(newest.items()):
        _write(writer, review)
    content = hashlib.sha256("\n".join(sorted(map(str, writer.quads))).encode()).hexdigest()
    store.replace_graph(GRAPH, content, lambda: writer.quads)


def keep(store: GraphStore, new: Iterable[Review]) -> None:
    """Adds decisions, each in place of one about the same fact that is no newer: of two of one second the last said."""
    given = list(new)
    latest = {review.fact: review.when for review in sorted(given, key=lambda r: r.when)}
    save(store, [*(old for old in listed(store) if old.when > latest.get(old.fact, "")), *given])


def forget(store: GraphStore, facts: Iterable[str]) -> int:
    """Takes the decisions about facts back: how many there were."""
    before, gone = listed(store), set(facts)
    after = [review for review in before if review.fact not in gone]
    if len(after) < len(before):
        save(store, after)
    return len(before) - len(after)


def _write(writer: GraphWriter, review: Review) -> None:
    made, add = node(review.fact), writer.add
    add(made, TYPE, DKG["Review"])
    add(made, DKG["reviewed"], NamedNode(review.fact))
    add(made, DKG["verdict"], iris.concept("verdict", review.verdict))
    add(made, DKG["judgedBy"], text(review.by))
    add(made, DKG["rationale"], text(review.why))
    add(made, DKG["judgedOn"], Literal(review.when, datatype=XSD["dateTime"]))
    for change in review.changes:
        part = iris.thing("review", made.value.rpartition("/")[2], change.field)
        add(made, DKG["change"], part)
        add(part, TYPE, DKG["Change"])
        add(part, DKG["field"], text(change.field))
        add(part, DKG["valueBefore"], text(change.before))
        add(part, DKG["valueAfter"], text(change.after))


# --- as lines of JSON ---

def to_line(review: Review) -> str:
    """One JSON object: fact (an IRI), verdict, by, why, when, changes (field, before, after)."""
    return json.dumps({"fact": review.fact, "verdict": review.verdict, "by": review.by, "why": review.why,
                       "when": review.when, "changes": [{"field": c.field, "before": c.before, "after": c.after}
                                                        for c in review.changes]}, ensure_ascii=False)


def from_record(found: dict[str, Any]) -> Review:
    """A decision from what ``to_line`` wrote; ValueError, TypeError or KeyError for what is none."""
    fact, verdict = found["fact"], found["verdict"]
    if not fact.startswith(f"{settings.BASE}article/"):
        raise ValueError(f"{fact!r} is no fact of an article")
    if verdict not in DECISIONS:
        raise ValueError(f"no verdict about a fact: {verdict!r}")
    changes = tuple(sorted(Change(*(str(c[name]) for name in ("field", "before", "after")))
                           for c in found.get("changes", ())))
    if (verdict == "corrected") != bool(changes):
        raise ValueError("a correction, and nothing else, has changes")
    if unknown := {c.field for c in changes} - _FIELDS:
        raise ValueError(f"no field of a fact: {min(unknown)!r}")
    datetime.fromisoformat(found["when"])
    return Review(NamedNode(fact).value, verdict, str(found["by"]), str(found.get("why", "")), found["when"], changes)
