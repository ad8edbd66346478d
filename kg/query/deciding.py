"""What waits for a person's decision, and a decision made of what they typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg import settings
from kg.errors import QueryError
from kg.graph import iris, judgements, reviews
from kg.graph.records import records_of
from kg.graph.reviewing import extracted
from kg.graph.store import GraphStore, Queryable
from kg.model import PartialDate
from kg.model.identity import Judgement
from kg.model.review import ENTITY_FIELDS, FIELDS, REQUIRED, VOCABULARIES, Change, Decision, Review
from kg.query.explain import Explanation, explanations
from kg.query.judged import shown
from kg.query.parameters import concepts
from kg.query.results import Result
from kg.query.things import find_entity

#: Facts that extraction is less sure of than this wait for a person.
BELOW = 0.65
#: Kind of fact -> its class.
CLASSES = {"statement": "Statement", "position": "Position", "event": "Event", "relation": "Assertion"}


@dataclass(frozen=True)
class Waiting:
    """A fact that waits: why it is in the graph, and what may be corrected: fields and values of its flat record."""

    fact: Explanation
    kind: str
    article: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Queue:
    """One page of what waits, the least certain first; ``total`` counts all that waits, ``rules`` by rule."""

    items: tuple[Waiting, ...]
    total: int
    rules: tuple[tuple[str, int], ...]


def queue(store: GraphStore, *, below: float = BELOW, kind: str = "", article: str = "", rule: str = "",
          start: int = 0, size: int = 20) -> Queue:
    """The facts of a kind, an article and a rule ("" for all) that nobody has decided about."""
    classes = [CLASSES[kind]] if kind else list(CLASSES.values())
    narrowed = (f"?fact dkg:article {iris.article(article)} . " if article else "") + \
               (f"?fact dkg:rule {Literal(rule)} . " if rule else "")
    rows = Result.of(store.query(
        f"SELECT DISTINCT ?fact ?rule ?confidence {{ VALUES ?class {{ {' '.join(f'dkg:{c}' for c in classes)} }} "
        f"?fact a ?class ; dkg:confidence ?confidence ; dkg:rule ?rule . {narrowed} FILTER(?confidence < {below!r}e0) "
        "FILTER NOT EXISTS { ?fact dkg:review ?review } } ORDER BY ?confidence ?fact")).dicts()
    counted: dict[str, int] = {}
    for row in rows:
        counted[row["rule"]] = counted.get(row["rule"], 0) + 1
    chosen = [NamedNode(row["fact"]) for row in rows[start:start + size]]
    return Queue(tuple(_waiting(store, one) for one in explanations(store, chosen)), len(rows),
                 tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))))


def unsure(store: Queryable) -> list[Judgement]:
    """The pairs of which rules do not know whether they are one, and about which nobody has decided."""
    found = judgements.listed(store)
    decided = {j.judged for j in found if j.manual}
    return [j for j in found if j.verdict == "unsure" and not j.manual and j.judged not in decided]


def _waiting(store: GraphStore, one: Explanation) -> Waiting:
    article, record = _extracted(store, one.iri)
    kind = str(record["kind"])
    return Waiting(one, kind, article, tuple((field, _text(record, field)) for field in FIELDS[kind]))


def _extracted(store: GraphStore, fact: str) -> tuple[str, Mapping[str, Any]]:
    """A fact's article, and its flat record as extraction gave it; QueryError for what is no fact."""
    name = iris.article_id(NamedNode(fact.rpartition("/")[0]))
    try:
        quads = store.article_graph(name)
    except KeyError:
        raise QueryError(f"there is no article {name!r}", "`kg explain` shows facts with their articles") from None
    for record in records_of(extracted(quads)):
        if record["kind"] != "entity" and iris.fact(name, str(record["id"])).value == fact:
            return name, record
    raise QueryError(f"article {name!r} has no fact {fact.rpartition('/')[2]!r}",
                     "`kg explain` and `kg review` show the ids of facts")


def _text(record: Mapping[str, Any], field: str) -> str:
    value = record[field]
    return " ".join(value) if isinstance(value, list) else str(value or "")


def find_fact(store: GraphStore, text: str) -> str:
    """The IRI of the fact that is meant: its id, ``ARTICLE/ID`` or its IRI; also of one that was rejected."""
    text = text.strip()
    if text.startswith(f"{settings.BASE}article/"):
        _extracted(store, text)
        return text
    article, _, ident = text.rpartition("/")
    if article:
        fact = iris.fact(article, ident).value
        _extracted(store, fact)
        return fact
    rows = Result.of(store.query(f"SELECT DISTINCT ?fact {{ ?fact dcterms:identifier {Literal(ident)} ; "
                                 "dkg:evidence ?evidence }")).dicts()
    found = {row["fact"] for row in rows} | {r.fact for r in reviews.listed(store) if r.fact.endswith(f"/{ident}")}
    if len(found) != 1:
        several = f"{len(found)} articles have a fact {ident!r}: {', '.join(map(shown, sorted(found)[:5]))}"
        raise QueryError(several if found else f"{ident!r} is the id of no fact",
                         "say which: ARTICLE/ID" if found else "`kg review` and `kg explain` show ids; entities are "
                         "judged with kg same and kg different")
    return found.pop()


def decided(store: GraphStore, fact: str, verdict: Decision, by: str, why: str, when: str,
            values: Mapping[str, str] | None = None) -> Review:
    """The decision about a fact; ``values`` are what a correction gives. QueryError for what does not fit."""
    article, record = _extracted(store, fact)
    if verdict != "corrected":
        return Review(fact, verdict, by, why, when)
    kind = str(record["kind"])
    changes = []
    for field, value in sorted((values or {}).items()):
        if field not in FIELDS[kind]:
            near = get_close_matches(field, FIELDS[kind], 1)
            raise QueryError(f"a {kind} has no field {field!r} to correct",
                             f"did you mean {near[0]!r}?" if near else f"it has {', '.join(FIELDS[kind])}")
        before, after = _text(record, field), _value(store, article, field, " ".join(value.split()))
        if after != before:
            changes.append(Change(field, before, after))
    if not changes:
        raise QueryError(f"nothing of {shown(fact)} is changed", "give a field another value, or accept the fact")
    return Review(fact, verdict, by, why, when, tuple(changes))


def _value(store: Queryable, article: str, field: str, value: str) -> str:
    """The value as the flat record has it."""
    if not value:
        if field in REQUIRED:
            raise QueryError(f"a fact cannot be without {field}", "give a value, or reject the fact")
        return ""
    if field in VOCABULARIES:
        known = concepts(VOCABULARIES[field])
        for name, label in known.items():
            if value.casefold() in (name, label.casefold()):
                return name
        near = get_close_matches(value.casefold(), known, 1)
        raise QueryError(f"{field}={value!r} is not known", (f"did you mean {near[0]!r}? " if near else "")
                         + f"choose from {', '.join(known)}")
    if field == "date":
        try:
            return str(PartialDate.parse(value))
        except ValueError:
            raise QueryError(f"date={value!r} is no date", "write 2016, 2016-05 or 2016-05-06") from None
    assert field in ENTITY_FIELDS
    names = value.split() if field == "participants" else [value]
    return " ".join(_entity(store, article, name) for name in names)


def _entity(store: Queryable, article: str, text: str) -> str:
    """The id that the article alone gives the entity, or that of the tables: both outlast other decisions."""
    node = find_entity(store, text)
    rows = Result.of(store.query(
        f"SELECT ?id {{ {{ ?a dkg:entity {node} }} UNION {{ ?a dkg:mintedAs {node} }} ?a a dkg:Appearance ; "
        f"dkg:article {iris.article(article)} ; dcterms:identifier ?id }} ORDER BY ?id")).dicts()
    if rows:
        return rows[0]["id"]
    known = Result.of(store.query(f"ASK {{ GRAPH graph:knowledge {{ {node} dcterms:identifier ?id }} }}"))
    if not known.boolean:
        raise QueryError(f"{text!r} is an entity of other articles only", "name one that this article mentions, or one "
                         "of the knowledge tables")
    return iris.entity_id(node)


@dataclass(frozen=True)
class Decided:
    """A decision with what it is about in words; ``page`` is the fact, or its article where the fact is not there."""

    review: Review
    words: str
    page: str


def standing(store: GraphStore, found: Iterable[Review]) -> list[Decided]:
    """Decisions with what they are about."""
    listed = list(found)
    there = [NamedNode(r.fact) for r in listed if next(iter(store.engine.quads_for_pattern(
        NamedNode(r.fact), None, None, None)), None) is not None]
    words = {one.iri: one.words for one in explanations(store, there)}
    return [Decided(r, words[r.fact], r.fact) if r.fact in words else
            Decided(r, _words_of(store, r.fact), r.fact.rpartition("/")[0]) for r in listed]


def _words_of(store: GraphStore, fact: str) -> str:
    """A rejected fact in words, from what extraction gave."""
    try:
        _, record = _extracted(store, fact)
    except QueryError:
        return f"{shown(fact)} (not in the store)"
    match record["kind"]:
        case "statement":
            return f"{record['source_label']} ({record['cue']['text']}): {' '.join(record['content']['text'].split())}"
        case "position":
            return f"{record['holder_label']}, {record['topic']}: {record['stance']}"
        case "event":
            return f"{record['type']} ({record['status']}) of {', '.join(record['participant_labels'])}"
    return f"{record['subject_label']} {record['predicate']} {record['object_label']}"


def entities(store: Queryable, article: str) -> list[tuple[str, str]]:
    """Ids and labels of what an article mentions: what its facts may be corrected to."""
    rows = Result.of(store.query(
        f"SELECT DISTINCT ?id ?label {{ ?a a dkg:Appearance ; dkg:article {iris.article(article)} ; "
        "dcterms:identifier ?id ; dkg:label ?label } ORDER BY ?id")).dicts()
    return [(row["id"], row["label"]) for row in rows]
