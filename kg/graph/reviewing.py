"""An article's graph as people's decisions have it: what they rejected is gone, what they corrected says so.

A decided fact is written anew from its flat record, by the code that writes every fact, so that all that hangs on it
(views, plain triples, participations) changes with it. What the article gave instead is kept as N-Triples
(``dkg:setAside``, ``dkg:putIn``), so that every decision can be taken back without reading the article again.
This comes before the names across articles (``kg.graph.renaming``), which are given anew afterwards.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, parse

from kg.graph import iris, reviews
from kg.graph.mapping import AnyFact, write_one
from kg.graph.namespaces import DKG, LABEL, OA, TYPE
from kg.graph.records import records_of
from kg.graph.renaming import original
from kg.graph.store import GraphStore
from kg.graph.writer import ArticleWriter
from kg.model import Article, Cleaned, Event, PartialDate, Position, Record, Relation, Span, Statement
from kg.model.review import Review

SET_ASIDE, PUT_IN, STATE, REVIEW = DKG["setAside"], DKG["putIn"], DKG["reviewState"], DKG["review"]
_MARKS = frozenset({SET_ASIDE, PUT_IN, STATE})
#: Id -> label and class of an entity that the article does not mention.
Known = Callable[[str], tuple[str, str]]


def apply(store: GraphStore) -> bool:
    """Brings the articles' graphs in line with the decisions; whether one was changed. One transaction an article."""
    by_article: dict[str, list[Review]] = defaultdict(list)
    for review in reviews.listed(store):
        by_article[iris.article_id(NamedNode(review.fact.rpartition("/")[0]))].append(review)
    found = store.query("SELECT ?article ?state { ?graph dkg:reviewState ?state ; dkg:article ?article }")
    assert isinstance(found, QuerySolutions)
    applied = {iris.article_id(row["article"]): row["state"].value for row in found}
    wanted = {article: _digest(decided) for article, decided in by_article.items()
              if store.engine.contains_named_graph(iris.article_graph(article))}
    changed = sorted(name for name in {*wanted, *applied} if wanted.get(name) != applied.get(name))
    known = _known(store)
    for name in changed:
        before = store.article_graph(name)
        store.exchange(name, before, reviewed(before, by_article[name], known))
    return bool(changed)


def _digest(found: Iterable[Review]) -> str:
    return hashlib.sha256("\n".join(map(reviews.to_line, sorted(found))).encode("utf-8", "replace")).hexdigest()


def _known(store: GraphStore) -> Known:
    def look(ident: str) -> tuple[str, str]:
        found = store.query(f"SELECT ?label ?type {{ GRAPH graph:knowledge {{ {iris.entity(ident)} {LABEL} ?label ; "
                            "a ?type } } ORDER BY ?type")
        assert isinstance(found, QuerySolutions)
        return next(((row["label"].value, row["type"].value.rpartition("#")[2]) for row in found), (ident, ""))

    return look


def extracted(quads: Iterable[Quad]) -> list[Quad]:
    """The article's graph as extraction gave it: without decisions, and under the article's own names."""
    quads = original(quads)
    lines = {mark: [q.object.value for q in quads if q.predicate == mark and isinstance(q.object, Literal)]
             for mark in (SET_ASIDE, PUT_IN)}
    added = set(_parsed(lines[PUT_IN], quads[0].graph_name))
    kept = [q for q in quads if q.predicate not in _MARKS and q not in added]
    return kept + _parsed(lines[SET_ASIDE], quads[0].graph_name)


def _parsed(lines: list[str], graph: Any) -> list[Quad]:
    return [Quad(q.subject, q.predicate, q.object, graph) for q in parse("".join(lines), RdfFormat.N_TRIPLES)]


def reviewed(quads: Iterable[Quad], decided: Sequence[Review], known: Known) -> list[Quad]:
    """The article's graph, as it stands, under these decisions instead; without any, as extraction gave it."""
    base = extracted(quads)
    graph = base[0].graph_name
    assert isinstance(graph, NamedNode)
    if not decided:
        return base
    records = list(records_of(base))
    entities = {str(r["id"]): (str(r["label"]), str(r["type"])) for r in records if r["kind"] == "entity"}

    def entity(ident: str) -> tuple[str, str]:
        if ident not in entities:
            entities[ident] = known(ident)
        return entities[ident]

    writer, facts = _writer(base), [fact_of(r) for r in records if r["kind"] != "entity"]
    by_fact = {review.fact: review for review in decided}
    before = _written(writer, facts, entity)
    after = _written(writer, list(_decided(writer.article.id, facts, by_fact, entity)), entity)
    for fact, review in by_fact.items():
        if review.verdict != "rejected" and any(iris.fact(writer.article.id, f.id).value == fact for f in facts):
            after.add(Quad(NamedNode(fact), REVIEW, reviews.node(fact), graph))
    gone, new = (before - after) & set(base), after - before
    kept = [q for q in base if q not in gone]
    gone |= set(_unused(kept, gone, new))
    marks = [Quad(graph, mark, Literal(f"{q.subject} {q.predicate} {q.object} .\n"), graph)
             for mark, changed in ((SET_ASIDE, gone), (PUT_IN, new)) for q in sorted(changed, key=str)]
    return [*(q for q in kept if q not in gone), *sorted(new, key=str), *marks,
            Quad(graph, STATE, Literal(_digest(decided)), graph)]


class _Rewriter(ArticleWriter):
    """Writes facts of an article whose stretches of text are described already."""

    def _describe(self, span: Span) -> NamedNode:
        return iris.stretch(self.article.id, span.start, span.end)


def _writer(base: list[Quad]) -> _Rewriter:
    """For the article of a graph, as far as facts' triples depend on it: its id, date and outlet."""
    node = next(q.subject for q in base if q.predicate == TYPE and q.object == DKG["Article"])
    assert isinstance(node, NamedNode)
    values = {q.predicate: q.object for q in base if q.subject == node}
    date, outlet = values.get(DKG["publishedOn"]), values.get(DKG["outlet"])
    name = next((q.object.value for q in base if q.subject == outlet and q.predicate == LABEL
                 and isinstance(q.object, Literal)), "")
    return _Rewriter(Article(iris.article_id(node), "", Cleaned.identity(""), outlet=name,
                             date=PartialDate.parse(date.value) if isinstance(date, Literal) else None))


def _written(writer: _Rewriter, facts: Iterable[AnyFact], entity: Known) -> set[Quad]:
    writer.quads = []
    facts = list(facts)
    ends = {end for fact in facts if isinstance(fact, Relation) for end in (fact.subject, fact.object) if end}
    types = {end: entity(end)[1] for end in ends}
    for fact in facts:
        write_one(writer, fact, types)
    return set(writer.quads)


def _decided(article: str, facts: Sequence[AnyFact], decisions: dict[str, Review], entity: Known) -> Iterator[AnyFact]:
    """The facts that are left, as they are now. What rested on a rejected statement rests on the one around it."""
    verdicts = {fact.id: decisions.get(iris.fact(article, fact.id).value) for fact in facts}
    around = {fact.id: fact.parent for fact in facts if isinstance(fact, Statement)}

    def standing(ident: str | None) -> str | None:
        seen: set[str] = set()
        while ident is not None and ident not in seen and (review := verdicts.get(ident)) is not None \
                and review.verdict == "rejected":
            seen.add(ident)
            ident = around.get(ident)
        return ident if ident not in seen else None

    for fact in facts:
        review = verdicts[fact.id]
        if review is not None and review.verdict == "rejected":
            continue
        if isinstance(fact, Statement):
            fact = replace(fact, parent=standing(fact.parent))
        elif isinstance(fact, Position):
            fact = replace(fact, statement=standing(fact.statement))
        yield fact if review is None else corrected(fact, review, entity)


def corrected(fact: AnyFact, review: Review, entity: Known) -> AnyFact:
    """The fact as a person has it: they are sure."""
    new: dict[str, Any] = {"confidence": 1.0}
    for change in review.changes:
        field, value = change.field, change.after or None
        if field == "date":
            new[field] = PartialDate.parse(value) if value else None
        elif field == "participants":
            idents = tuple(change.after.split())
            groups = fact.participant_labels[len(fact.participants):] if isinstance(fact, Event) else ()
            new |= {field: idents, "participant_labels": (*(entity(i)[0] for i in idents), *groups)}
        else:
            new[field] = value
            label = f"{field}_label"
            if hasattr(fact, label):
                new[label] = entity(value)[0] if value else ""
    return replace(fact, **new)


def _unused(kept: list[Quad], gone: set[Quad], new: set[Quad]) -> Iterator[Quad]:
    """The descriptions of stretches of text that nothing is left to point to."""
    pointed = {q.object for q in (*kept, *new) if isinstance(q.object, NamedNode)}
    orphans = {q.object for q in gone if isinstance(q.object, NamedNode)} - pointed
    stretches = {q.subject for q in kept if q.subject in orphans and q.object == DKG["Quotation"]}
    parts = stretches | {q.object for q in kept if q.subject in stretches and q.predicate == OA["hasSelector"]}
    yield from (q for q in kept if q.subject in parts)


def fact_of(record: Record) -> AnyFact:
    """The fact of a flat record."""
    r = cast(dict[str, Any], record)
    date = PartialDate.parse(r["date"]) if r.get("date") else None
    tail = {"rule": r["rule"] or "", "confidence": r["confidence"]}
    match r["kind"]:
        case "statement":
            return Statement(r["id"], r["source"], r["source_label"] or "", _span(r["source_mention"]),
                             cast(Span, _span(r["cue"])), cast(Span, _span(r["content"])), r["mode"], date,
                             r["parent"], **tail)
        case "position":
            return Position(r["id"], r["holder"], r["holder_label"] or "", r["topic"], r["stance"],
                            cast(Span, _span(r["evidence"])), r["object"], r["statement"], date,
                            _span(r["condition"]), **tail)
        case "event":
            return Event(r["id"], r["type"], tuple(r["participants"]), tuple(r["participant_labels"]),
                         cast(Span, _span(r["evidence"])), r["place"], r["place_label"], date, r["status"], **tail)
    return Relation(r["id"], r["subject"], r["subject_label"] or "", r["predicate"], r["object"],
                    r["object_label"] or "", cast(Span, _span(r["evidence"])), **tail)


def _span(record: Record | None) -> Span | None:
    return Span(record["start"], record["end"], record["text"]) if record else None  # type: ignore[arg-type]
