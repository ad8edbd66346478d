"""What a page shows of a thing: plain values, made from the graph; how they look is ``kg.web``'s to say."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from kg import settings
from kg.graph import iris
from kg.graph.namespaces import DKG, GAF, OWL, RDFS, SKOS, SKOSXL, TYPE
from kg.graph.store import GraphStore
from kg.query.explain import Explanation, explain, explanations
from kg.query.labels import Labels, shortened
from kg.query.results import Result

#: Facts on a page, and rows of the other lists.
FACTS, ROWS = 50, 200
_ROLES = "dkg:holder dkg:source dkg:hasParticipant dkg:subject dkg:object dkg:regarding dkg:topic dkg:place"
_SAME = (OWL["sameAs"], SKOS["exactMatch"])
#: Properties that the page shows in another way, or that lead to places in texts only.
_ELSEWHERE = {p.value for p in (GAF["denotedBy"], SKOS["altLabel"], SKOSXL["altLabel"], RDFS["label"], DKG["mentions"],
                                DKG["contentHash"], *_SAME)}


@dataclass(frozen=True)
class Value:
    """A thing or a text: ``iri`` is "" for a text, ``language`` that of a text."""

    text: str
    iri: str = ""
    language: str = ""


@dataclass(frozen=True)
class Names:
    """The names that one authority uses; ``by`` is empty where nobody's use is known."""

    by: Value
    names: tuple[Value, ...]


@dataclass(frozen=True)
class Stand:
    """What one holder holds, in time."""

    holder: Value
    positions: tuple[Explanation, ...]


@dataclass(frozen=True)
class Page:
    """A thing: what it is called and by whom, what is known of it, and the facts that it is in, in time."""

    iri: str
    label: str
    kinds: tuple[Value, ...]
    same: tuple[Value, ...]
    names: tuple[Names, ...]
    stands: tuple[Stand, ...]
    facts: tuple[Explanation, ...]
    facts_total: int
    properties: tuple[tuple[Value, tuple[Value, ...]], ...]
    incoming: tuple[tuple[Value, Value], ...]
    incoming_total: int
    explanation: Explanation | None = None


def exists(store: GraphStore, iri: str) -> bool:
    """Whether the graph says anything of this IRI; False for a text that is none."""
    try:
        node = NamedNode(iri)
    except ValueError:
        return False
    return next(iter(store.engine.quads_for_pattern(node, None, None, None)), None) is not None


def page(store: GraphStore, iri: str, number: int = 1) -> Page:
    """The page of a thing, with the ``number``-th lot of its facts."""
    labels, node = Labels(store), NamedNode(iri)
    triples = sorted({quad.triple for quad in store.engine.quads_for_pattern(node, None, None, None)}, key=str)
    names = sorted(t.object.value for t in triples if t.predicate == RDFS["label"] and isinstance(t.object, Literal))
    facts = _rows(store, f"SELECT DISTINCT ?fact ?date {{ VALUES ?role {{ {_ROLES} }} ?fact ?role {node} ; "
                         "dkg:evidence ?e OPTIONAL { ?fact dkg:sortDate ?date } } ORDER BY ?date ?fact")
    chosen = facts[(number - 1) * FACTS:number * FACTS]
    into = _rows(store, f"SELECT DISTINCT ?p ?s {{ ?s ?p {node} FILTER NOT EXISTS {{ ?s dkg:evidence ?e }} "
                        "FILTER(?p NOT IN (dkg:mentions, dkg:entity, rdf:type)) } ORDER BY ?p ?s")
    kinds = [t.object for t in triples if t.predicate == TYPE and isinstance(t.object, NamedNode)]
    return Page(
        iri=iri, label=names[0] if names else labels(iri),
        kinds=tuple(Value(shortened(k.value).rpartition(":")[2], k.value) for k in kinds
                    if k.value.startswith((DKG.iri, SKOS.iri, OWL.iri, RDFS.iri))),
        same=tuple(Value(t.object.value, t.object.value) for t in triples if t.predicate in _SAME
                   and isinstance(t.object, NamedNode)),
        names=_names(store, labels, node), stands=_stands(store, labels, node),
        facts=tuple(explanations(store, (NamedNode(row["fact"]) for row in chosen))), facts_total=len(facts),
        properties=_properties(labels, triples),
        incoming=tuple((Value(shortened(r["p"]), r["p"]), Value(labels(r["s"]), r["s"])) for r in into[:ROWS]),
        incoming_total=len(into),
        explanation=_explained(store, node, triples))


def _rows(store: GraphStore, sparql: str) -> list[dict[str, str]]:
    return Result.of(store.query(sparql)).dicts()


def _names(store: GraphStore, labels: Labels, node: NamedNode) -> tuple[Names, ...]:
    """Names by authority; those whose user is not known last."""
    rows = _rows(store, f"SELECT DISTINCT ?by ?text (LANG(?form) AS ?language) {{ "
                        f"{{ {node} skosxl:altLabel ?n . ?n skosxl:literalForm ?form "
                        "OPTIONAL { ?n dkg:usedBy ?by } } "
                        f"UNION {{ {node} skos:altLabel ?form FILTER NOT EXISTS {{ {node} skosxl:altLabel/"
                        "skosxl:literalForm ?form } } BIND(STR(?form) AS ?text) } ORDER BY ?language ?text")
    grouped: dict[str, list[Value]] = {}
    for row in rows:
        grouped.setdefault(row.get("by", ""), []).append(Value(row["text"], "", row.get("language", "")))
    return tuple(Names(Value(labels(by), by) if by else Value(""), tuple(grouped[by]))
                 for by in sorted(grouped, key=lambda by: (not by, by)))


def _stands(store: GraphStore, labels: Labels, node: NamedNode) -> tuple[Stand, ...]:
    """Who holds what on a topic, or regarding a thing: holders side by side, the most outspoken first."""
    rows = _rows(store, f"SELECT DISTINCT ?holder ?label ?fact ?date {{ {{ ?fact dkg:topic {node} }} UNION "
                        f"{{ ?fact dkg:regarding {node} }} ?fact a dkg:Position "
                        "OPTIONAL { ?fact dkg:holder ?holder } OPTIONAL { ?fact dkg:holderLabel ?label } "
                        "OPTIONAL { ?fact dkg:sortDate ?date } } "
                        f"ORDER BY ?date ?fact LIMIT {ROWS}")
    grouped: dict[tuple[str, str], list[NamedNode]] = {}
    for row in rows:
        holder = row.get("holder", "")
        grouped.setdefault((holder, "" if holder else row.get("label", "")), []).append(NamedNode(row["fact"]))
    return tuple(Stand(Value(labels(iri) if iri else label, iri), tuple(explanations(store, grouped[iri, label])))
                 for iri, label in sorted(grouped, key=lambda key: (-len(grouped[key]), key)))


def _properties(labels: Labels, triples: list[Triple]) -> tuple[tuple[Value, tuple[Value, ...]], ...]:
    found: dict[str, list[Value]] = {}
    for triple in triples:
        predicate, value = triple.predicate.value, triple.object
        if predicate in _ELSEWHERE or predicate == TYPE.value:
            continue
        found.setdefault(predicate, []).append(_value(labels, value))
    return tuple((Value(shortened(p), p), tuple(found[p][:ROWS])) for p in sorted(found))


def _value(labels: Labels, term: object) -> Value:
    if isinstance(term, NamedNode):
        return Value(labels(term.value), term.value)
    if isinstance(term, Literal):
        return Value(term.value, "", term.language or "")
    return Value(str(term))


def _explained(store: GraphStore, node: NamedNode, triples: list[Triple]) -> Explanation | None:
    """Of a fact: why it is in the graph."""
    if not any(t.predicate == DKG["evidence"] for t in triples):
        return None
    found = explain(store, iris.entity_id(node).removeprefix("article/"))
    return next((one for one in found if isinstance(one, Explanation) and one.iri == node.value), None)


def terms(store: GraphStore) -> list[tuple[str, tuple[Value, ...], str, str]]:
    """The ontology's terms: IRI, what they are, label, definition."""
    labels = Labels(store)
    rows = _rows(store, "SELECT ?t (SAMPLE(?l) AS ?label) (SAMPLE(?d) AS ?definition) "
                        "(GROUP_CONCAT(DISTINCT STR(?k)) AS ?kinds) { ?t a ?k ; rdfs:label ?l "
                        f"OPTIONAL {{ ?t rdfs:comment|skos:definition ?d }} FILTER(STRSTARTS(STR(?t), '{DKG.iri}')) }} "
                        "GROUP BY ?t ORDER BY ?t")
    return [(row["t"], tuple(Value(labels(kind), kind) for kind in row["kinds"].split()), row["label"],
             row.get("definition", "")) for row in rows if row.get("t")]


def searchable(store: GraphStore) -> Iterator[tuple[str, str, str]]:
    """What is searched: IRI, kind of text (label, name, alias, sentence), text."""
    for kind, query in (
            ("label", "SELECT DISTINCT ?x ?text { ?x rdfs:label ?text }"),
            ("name", "SELECT DISTINCT ?x ?text { ?x skosxl:altLabel/skosxl:literalForm ?text }"),
            ("name", "SELECT DISTINCT ?x ?text { ?x skos:altLabel|skos:prefLabel ?text }"),
            ("alias", "SELECT DISTINCT ?x ?text { ?a dkg:alias ?text ; dkg:entity ?x }"),
            ("sentence", "SELECT DISTINCT ?x ?text { ?x dkg:evidence/dkg:quote ?text }"),
            ("sentence", "SELECT DISTINCT ?x ?text { ?x dkg:content/dkg:quote ?text }")):
        for row in _rows(store, query):
            if row["x"].startswith((settings.BASE, iris.VOCABULARY, settings.ONTOLOGY)):
                yield row["x"], kind, row["text"]
