"""From what somebody typed to terms: values never become part of a query's text but as a term's own notation."""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache

from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg.errors import QueryError
from kg.graph.iris import VOCABULARY, concept, concept_name
from kg.graph.namespaces import SKOS, TYPE, prefixes
from kg.graph.schema import ontology_files, read_turtle
from kg.graph.store import Queryable
from kg.model import PartialDate
from kg.query.catalogue import PLAIN_TYPES, THING_TYPES, CatalogueQuery, Parameter
from kg.query.things import find_thing, thing_id


def bind(store: Queryable, query: CatalogueQuery, values: Mapping[str, str]) -> str:
    """The query's SPARQL with the values in their places; QueryError for a value that does not fit."""
    known = {p.name: p for p in query.parameters}
    for name in values:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"it takes {', '.join(known) or 'none'}"
            raise QueryError(f"{query.name} has no parameter {name!r}", hint)
    terms = {}
    for parameter in query.parameters:
        value = values.get(parameter.name, parameter.default)
        if value is not None:
            terms[parameter.name] = str(term_of(store, parameter, value))
        elif parameter.required:
            raise QueryError(f"{query.name} needs the parameter {parameter.name!r}: {parameter.description}",
                             f"for example --param {parameter.name}={parameter.example}")
    return query.with_terms(terms)


def term_of(store: Queryable, parameter: Parameter, value: str) -> NamedNode | Literal:
    """The term that the value means for the parameter."""
    kind, name = parameter.type, parameter.name
    if parameter.choices and value not in parameter.choices:
        raise QueryError(f"{name}={value!r} is none of its choices", f"choose from {', '.join(parameter.choices)}")
    if kind in THING_TYPES:
        return find_thing(store, value, THING_TYPES[kind])
    try:
        if kind == "date":
            return Literal(str(PartialDate.parse(value)))
        if kind == "integer":
            return Literal(int(value))
        if kind == "text":
            return Literal(value)
    except (ValueError, OverflowError) as error:  # UnicodeEncodeError, too: a lone surrogate is no text
        example = {"date": "2016, 2016-05 or 2016-05-06", "integer": "10"}.get(kind, "plain Unicode text")
        raise QueryError(f"{name}={value!r} is no {kind}", f"write it like {example}") from error
    return _concept(kind, name, value)


def choices(parameter: Parameter) -> tuple[str, ...]:
    """The values that a parameter may have; none where any value of its type will do."""
    plain = parameter.type in THING_TYPES or parameter.type in PLAIN_TYPES
    return parameter.choices or (() if plain else tuple(concepts(parameter.type)))


def suggestions(store: Queryable, parameter: Parameter, limit: int = 400) -> list[tuple[str, str]]:
    """Ids and labels of things that a parameter may name, the most mentioned first; none for another parameter."""
    if parameter.type not in THING_TYPES:
        return []
    kinds = " ".join(f"dkg:{name}" for name in THING_TYPES[parameter.type])
    found = store.query(f"SELECT ?node (SAMPLE(?name) AS ?label) (COUNT(?mention) AS ?n) {{ VALUES ?kind {{ {kinds} }} "
                        "?node a ?kind ; rdfs:label ?name OPTIONAL { ?mention dkg:mentions ?node } } "
                        f"GROUP BY ?node ORDER BY DESC(?n) ?node LIMIT {int(limit)}")
    assert isinstance(found, QuerySolutions)
    return [(thing_id(row["node"]), row["label"].value) for row in found if isinstance(row["node"], NamedNode)]


def _concept(scheme: str, name: str, value: str) -> NamedNode:
    """A concept by its name, label, prefixed name or IRI."""
    known = concepts(scheme)
    short = value.strip().removeprefix(VOCABULARY).removeprefix(f"{scheme}/").removeprefix(f"{scheme}:")
    for concept_id, label in known.items():
        if short.casefold() in (concept_id, label.casefold()):
            return concept(scheme, concept_id)
    near = get_close_matches(short.casefold(), known, 1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise QueryError(f"{name}={value!r} is no {scheme}", f"{hint}choose from {', '.join(known)}")


@cache
def concepts(scheme: str) -> dict[str, str]:
    """The concepts of a vocabulary: name -> label, by name."""
    base = prefixes()[scheme]
    names: dict[str, str] = {}
    for path in ontology_files():
        quads = read_turtle(path) if path.exists() else []
        inside = {q.subject for q in quads if q.predicate == TYPE and q.object == SKOS["Concept"]
                  and isinstance(q.subject, NamedNode) and q.subject.value.startswith(base)}
        labels = {q.subject: q.object.value for q in quads if q.predicate == SKOS["prefLabel"]
                  and isinstance(q.object, Literal) and q.object.language in (None, "en")}
        names |= {concept_name(node): labels.get(node, concept_name(node)) for node in inside
                  if isinstance(node, NamedNode)}
    return dict(sorted(names.items()))
