"""The service's description of itself (SPARQL 1.1 Service Description)."""

from collections.abc import Iterable

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, serialize

from kg.graph.namespaces import RDF, TYPE, Namespace

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
_FORMATS = Namespace("http://www.w3.org/ns/formats/")
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle",
            "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads")
_INPUTS = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML")
_PREFIXES = {"sd": SD.iri, "rdf": RDF.iri, "formats": _FORMATS.iri}


def description(endpoint: str, graphs: Iterable[str], *, union: bool, writable: bool, media: str) -> bytes:
    """What the endpoint at this URL takes and gives, and the named graphs it has, in the format of ``media``."""
    service, dataset, default = BlankNode("service"), BlankNode("dataset"), BlankNode("default")
    triples = [Triple(service, TYPE, SD["Service"]), Triple(service, SD["endpoint"], NamedNode(endpoint)),
               Triple(service, SD["supportedLanguage"], SD["SPARQL11Query"])]
    if writable:
        triples.append(Triple(service, SD["supportedLanguage"], SD["SPARQL11Update"]))
        triples += [Triple(service, SD["inputFormat"], _FORMATS[name]) for name in _INPUTS]
    triples += [Triple(service, SD["resultFormat"], _FORMATS[name]) for name in _RESULTS]
    if union:
        triples.append(Triple(service, SD["feature"], SD["UnionDefaultGraph"]))
    triples += [Triple(service, SD["defaultDataset"], dataset), Triple(dataset, TYPE, SD["Dataset"]),
                Triple(dataset, SD["defaultGraph"], default), Triple(default, TYPE, SD["Graph"])]
    for number, name in enumerate(graphs):
        named, graph = BlankNode(f"named{number}"), BlankNode(f"graph{number}")
        triples += [Triple(dataset, SD["namedGraph"], named), Triple(named, TYPE, SD["NamedGraph"]),
                    Triple(named, SD["name"], NamedNode(name)), Triple(named, SD["graph"], graph),
                    Triple(graph, TYPE, SD["Graph"])]
    form = RdfFormat.from_media_type(media)
    return serialize(triples, format=form, prefixes=_PREFIXES) or b""
