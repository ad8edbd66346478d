"""JSON-LD 1.1: one node object a subject and named graph, one line each, with the context made from the ontology."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import IO, Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from kg import settings
from kg.graph.context import compact, context, terms
from kg.graph.namespaces import TYPE, XSD


def write_jsonld(quads: Iterable[Quad], out: IO[bytes]) -> int:
    """Writes the quads as one document, sorted, so that the same quads are the same bytes; returns how many.

    Values keep their lexical forms, except integers and booleans, which are JSON's own.
    """
    ordered = sorted(set(quads), key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object)))
    head = json.dumps(context(), ensure_ascii=False, indent=1)
    blocks = (_block(graph, inside) for graph, inside in groupby(ordered, key=lambda q: q.graph_name))
    out.write(f'{{"@context": {head},\n"@graph": [\n'.encode())
    for number, block in enumerate(blocks):
        out.write((",\n" if number else "").encode() + block.encode())
    out.write(b"\n]}\n")
    return len(ordered)


def _block(graph: NamedNode | BlankNode | DefaultGraph, quads: Iterable[Quad]) -> str:
    """The nodes of a graph: as they are those of the default graph, and within a node for it those of a named one."""
    nodes = ",\n ".join(_json(_node(subject, about)) for subject, about in groupby(quads, key=lambda q: q.subject))
    return nodes if isinstance(graph, DefaultGraph) else f'{{"@id": {_json(_name(graph))}, "@graph": [\n {nodes}]}}'


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _node(subject: Any, quads: Iterable[Quad]) -> dict[str, Any]:
    """One node object: ``@id``, ``@type``, then properties in the order of their IRIs."""
    made: dict[str, Any] = {"@id": _name(subject)}
    for predicate, group in groupby(quads, key=lambda q: q.predicate):
        if predicate == TYPE:
            made["@type"] = _single(_class(q.object) for q in group)
        else:
            key = _key(predicate.value)
            made[key] = _single(_value(q.object, key) for q in group)
    return made


def _single(values: Iterator[Any]) -> Any:
    found = list(values)
    return found[0] if len(found) == 1 else found


def _name(term: Any) -> str:
    if isinstance(term, BlankNode):
        return str(term)
    return _short(term.value)


@cache
def _short(iri: str) -> str:
    return compact(iri)


@cache
def _key(iri: str) -> str:
    """The term that stands for a property, or its compact IRI."""
    local = iri.removeprefix(settings.ONTOLOGY)
    return local if local in terms() and local != iri else compact(iri)


def _class(term: Any) -> str:
    """A class by its term; a value of ``@type`` is looked up among the terms, too."""
    return _key(term.value) if isinstance(term, NamedNode) else str(term)


def _value(term: Any, key: str) -> Any:
    definition = terms().get(key)
    coerced = definition.get("@type") if isinstance(definition, dict) else None
    if not isinstance(term, Literal):
        return _name(term) if coerced == "@id" else {"@id": _name(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    kind, value = term.datatype.value, _native(term)
    plain = kind == XSD["string"].value or not isinstance(value, str)
    if coerced == compact(kind) or (coerced is None and plain):
        return value
    return {"@value": value, **({} if kind == XSD["string"].value else {"@type": compact(kind)})}


def _native(literal: Literal) -> str | int | bool:
    """JSON's own integer or boolean where it says the same, else the lexical form."""
    if literal.datatype == XSD["boolean"] and literal.value in ("true", "false"):
        return literal.value == "true"
    if literal.datatype == XSD["integer"] and re.fullmatch("0|-?[1-9][0-9]{0,14}", literal.value):
        return int(literal.value)
    return literal.value
