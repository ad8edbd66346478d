"""The JSON-LD 1.1 context of our terms, made from the ontology.

Every term of ours is its own name (``Position``, ``evidence``); values of object properties are IRIs, those with a
datatype are typed. A prefix that is also the name of a term (``topic``) is left out, so that no name has two meanings:
``vocabulary:topic/transfer``. Foreign properties keep their prefix (``prov:used``).
"""

from functools import cache
from typing import Any

from pyoxigraph import NamedNode

from kg import settings
from kg.graph.iris import VOCABULARY
from kg.graph.namespaces import OWL, RDFS, TYPE, XSD, prefixes
from kg.graph.schema import ontology_files, read_turtle


@cache
def terms() -> dict[str, str | dict[str, str]]:
    """Name -> definition, without the prefixes."""
    kinds: dict[str, set[NamedNode]] = {}
    ranges: dict[str, str] = {}
    for path in ontology_files(packs=())[:1]:
        for quad in read_turtle(path):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                if quad.predicate == TYPE:
                    kinds.setdefault(quad.subject.value, set()).add(quad.object)
                elif quad.predicate == RDFS["range"]:
                    ranges[quad.subject.value] = quad.object.value
    made: dict[str, str | dict[str, str]] = {}
    for iri, found in sorted(kinds.items()):
        ours = iri.startswith(settings.ONTOLOGY)
        name = iri.removeprefix(settings.ONTOLOGY) if ours else _prefixed(iri)
        if OWL["ObjectProperty"] in found:
            made[name] = {"@id": _prefixed(iri), "@type": "@id"}
        elif OWL["DatatypeProperty"] in found and ours:
            kind = ranges.get(iri, XSD["string"].value)
            made[name] = _prefixed(iri) if kind == XSD["string"].value else {"@id": _prefixed(iri),
                                                                             "@type": _prefixed(kind)}
        elif OWL["Class"] in found and ours:
            made[name] = _prefixed(iri)
    return made


@cache
def context() -> dict[str, Any]:
    """The value of ``@context``."""
    names = terms()
    kept = {name: iri for name, iri in prefixes().items() if name not in names
            and (name == "vocabulary" or not iri.startswith(VOCABULARY))}
    return {"@version": 1.1, **kept, **names}


def compact(iri: str) -> str:
    """An IRI as the context shortens it, by the longest prefix; itself where none fits."""
    best = max(((base, name) for name, base in context().items() if isinstance(base, str) and name[0] != "@"
                and ":" in base and base[-1] in "/#" and iri.startswith(base)), key=lambda pair: len(pair[0]),
               default=None)
    if best is None or iri[len(best[0]):].startswith("//"):
        return iri
    return f"{best[1]}:{iri[len(best[0]):]}"


def _prefixed(iri: str) -> str:
    base, name = max(((base, name) for name, base in prefixes().items() if iri.startswith(base)),
                     key=lambda pair: len(pair[0]), default=("", ""))
    return f"{name}:{iri[len(base):]}" if base else iri
