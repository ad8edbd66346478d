"""Which address of this server shows which IRI, and the other way round; made in one place."""

from urllib.parse import quote

from kg import settings
from kg.graph.iris import VOCABULARY

#: Ending of an address -> media type; the first is what a browser gets.
SUFFIXES = {"html": "text/html", "ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples",
            "rdf": "application/rdf+xml", "trig": "application/trig", "nq": "application/n-quads"}
ONTOLOGY = settings.ONTOLOGY.rstrip("#/")
_ROOTS = {"/id/": settings.BASE, "/vocabulary/": VOCABULARY}


def iri_of(path: str) -> str | None:
    """The IRI that an address (still percent-encoded) shows; None for an address of something else."""
    if path == "/ontology":
        return ONTOLOGY
    for root, base in _ROOTS.items():
        if path.startswith(root) and len(path) > len(root):
            return base + path.removeprefix(root)
    return None


def address_of(iri: str) -> str:
    """The address on this server that shows the IRI, or the IRI itself if it is somebody else's; never a script.

    A stretch of text (``#char=3,9``) is shown where it begins (``#char=3``).
    """
    thing, mark, stretch = iri.partition("#char=")
    iri = thing + mark + stretch.partition(",")[0]
    if iri.startswith(settings.ONTOLOGY) or iri == ONTOLOGY:
        return "/ontology" + iri.removeprefix(ONTOLOGY)
    for root, base in _ROOTS.items():
        if iri.startswith(base):
            return root + iri.removeprefix(base)
    if iri.startswith(("http://", "https://")):
        return iri
    return "/sparql?query=" + quote(f"DESCRIBE <{iri}>")


def split_suffix(path: str) -> tuple[str, str]:
    """An address without its ending, and the media type that the ending names; "" where it names none."""
    stem, dot, ending = path.rpartition(".")
    return (stem, SUFFIXES[ending]) if dot and ending in SUFFIXES else (path, "")
