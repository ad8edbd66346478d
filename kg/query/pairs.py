"""Two things of which nobody knows yet whether they are one, side by side."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.graph.namespaces import DKG
from kg.graph.store import GraphStore
from kg.model.identity import Judgement
from kg.query.explain import Explanation, Quotation, Source, explanations
from kg.query.judged import kind_of, shown
from kg.query.results import Result


@dataclass(frozen=True)
class Side:
    """One of the two: what an article calls it, or says of it, with the first sentence that does."""

    iri: str
    id: str
    words: str
    kind: str
    source: Source | None
    quotation: Quotation | None


@dataclass(frozen=True)
class Pair:
    """A judgement with both sides."""

    judgement: Judgement
    one: Side
    other: Side


def pairs(store: GraphStore, judgements: list[Judgement]) -> list[Pair]:
    """The judgements' sides; those about what is no longer in the store are left out."""
    made = []
    for judgement in judgements:
        one, other = (_side(store, key) for key in judgement.judged)
        if one and other:
            made.append(Pair(judgement, one, other))
    return made


def _side(store: GraphStore, key: str) -> Side | None:
    kind = kind_of(store, key).rpartition("#")[2].rpartition("/")[2]
    if next(iter(store.engine.quads_for_pattern(NamedNode(key), DKG["evidence"], None, None)), None):
        (fact,) = explanations(store, [NamedNode(key)])
        return _of_fact(key, kind, fact)
    rows = Result.of(store.query(
        f"""SELECT ?label ?article ?title ?date ?outlet ?quote ?before ?after {{
            {NamedNode(key)} dkg:label ?label ; dkg:article ?a . ?a dcterms:identifier ?article ; rdfs:label ?title .
            OPTIONAL {{ ?a dkg:publishedOn ?date }} OPTIONAL {{ ?a dkg:outlet/rdfs:label ?outlet }}
            OPTIONAL {{ {NamedNode(key)} dkg:mention ?m . ?m dkg:quote ?quote ; oa:hasSelector ?q , ?p .
                ?q oa:prefix ?before ; oa:suffix ?after . ?p oa:start ?start }} }} ORDER BY ?start LIMIT 1""")).dicts()
    if not rows:
        return None
    row = rows[0]
    quotation = Quotation(row["quote"], row.get("before", ""), row.get("after", "")) if row.get("quote") else None
    return Side(key, shown(key), row["label"], kind,
                Source(row["article"], row["title"], row.get("date", ""), row.get("outlet", "")), quotation)


def _of_fact(key: str, kind: str, fact: Explanation) -> Side:
    return Side(key, shown(key), fact.words, kind, fact.source, fact.quotation)
