"""The service's description of itself (SPARQL 1.1 Service Description)."""

from collections.abc import Iterable, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg import settings
from kg.graph.iris import VOCABULARY
from kg.graph.namespaces import DCTERMS, RDF, TYPE, XSD, Namespace

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


VOID, DCAT = Namespace("http://rdfs.org/ns/void#"), Namespace("http://www.w3.org/ns/dcat#")
_VOCABULARIES = ("http://www.w3.org/ns/prov#", "http://www.w3.org/ns/oa#", "http://www.w3.org/2008/05/skos-xl#",
                 "http://www.w3.org/2004/02/skos/core#", "http://www.opengis.net/ont/geosparql#")


def data_description(site: str, counts: Mapping[str, int], version: str, media: str, dump: str = "") -> bytes:
    """The data set that the site serves, in the words of VoID and of DCAT.

    Of a site that is files, ``dump`` is where all of it can be had, since there is no endpoint.
    """
    data, catalog = NamedNode(f"{site}/.well-known/void#data"), NamedNode(f"{site}/.well-known/void#catalog")
    entities = counts.get("entity", 0)
    title = Literal("A knowledge graph of territorial disputes, read from the news", language="en")
    triples = [
        Triple(catalog, TYPE, DCAT["Catalog"]), Triple(catalog, DCAT["dataset"], data),
        Triple(catalog, DCTERMS["title"], title),
        Triple(data, TYPE, VOID["Dataset"]), Triple(data, TYPE, DCAT["Dataset"]), Triple(data, DCTERMS["title"], title),
        Triple(data, DCAT["version"], Literal(version)),
        Triple(data, VOID["uriSpace"], Literal(settings.BASE)),
        Triple(data, VOID["triples"], Literal(str(counts.get("quad", 0)), datatype=XSD["integer"])),
        Triple(data, VOID["entities"], Literal(str(entities), datatype=XSD["integer"])),
        Triple(data, VOID["exampleResource"], NamedNode(f"{settings.BASE}japan")),
        *(Triple(data, VOID["vocabulary"], NamedNode(iri)) for iri in (settings.ONTOLOGY, VOCABULARY, *_VOCABULARIES))]
    if dump:
        triples.append(Triple(data, VOID["dataDump"], NamedNode(dump)))
    else:
        service = NamedNode(f"{site}/sparql")
        triples += [
            Triple(data, VOID["sparqlEndpoint"], service), Triple(catalog, DCAT["service"], service),
            Triple(service, TYPE, DCAT["DataService"]), Triple(service, DCAT["endpointURL"], service),
            Triple(service, DCAT["servesDataset"], data),
            Triple(service, DCTERMS["title"], Literal("SPARQL 1.1 endpoint"))]
    form = RdfFormat.from_media_type(media)
    return serialize(triples, format=form, prefixes={"void": VOID.iri, "dcat": DCAT.iri, "dcterms": DCTERMS.iri}) or b""
