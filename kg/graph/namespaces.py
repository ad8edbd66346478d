"""The namespaces of the graph; ``ontology/prefixes.ttl`` gives them their prefixes."""

from functools import cache

from pyoxigraph import NamedNode, RdfFormat, parse

from kg import settings


class Namespace:
    """An IRI whose terms are made by indexing: ``DKG["evidence"]``."""

    __slots__ = ("_terms", "iri")

    def __init__(self, iri: str) -> None:
        self.iri = iri
        self._terms: dict[str, NamedNode] = {}

    def __getitem__(self, name: str) -> NamedNode:
        term = self._terms.get(name)
        if term is None:
            term = self._terms[name] = NamedNode(self.iri + name)
        return term


DKG = Namespace(settings.ONTOLOGY)
DCTERMS = Namespace("http://purl.org/dc/terms/")
GAF = Namespace("http://groundedannotationframework.org/gaf#")
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
OA = Namespace("http://www.w3.org/ns/oa#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
PROV = Namespace("http://www.w3.org/ns/prov#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SEM = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
SKOSXL = Namespace("http://www.w3.org/2008/05/skos-xl#")
WD = Namespace("http://www.wikidata.org/entity/")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")

TYPE = RDF["type"]
LABEL = RDFS["label"]


@cache
def prefixes() -> dict[str, str]:
    """Prefix -> namespace, as queries and Turtle output use them (those of things follow ``settings.BASE``)."""
    parser = parse(path=settings.data_dir("ontology") / "prefixes.ttl", format=RdfFormat.TURTLE)
    list(parser)
    published = "https://w3id.org/dispute-kg/id/"
    return {name: settings.BASE + iri.removeprefix(published) if iri.startswith(published) else iri
            for name, iri in parser.prefixes.items()}
