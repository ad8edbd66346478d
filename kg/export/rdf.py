"""A store, or one of its articles, in the standard RDF formats; the same store gives the same bytes."""

from typing import IO

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from kg.errors import KgError
from kg.export.jsonld import write_jsonld
from kg.graph.namespaces import prefixes
from kg.graph.store import GraphStore

#: Names of the formats, and whether they keep named graphs.
FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}


def write_rdf(store: GraphStore, form: str, out: IO[bytes], article: str | None = None) -> int:
    """Write the store's quads (or one article's graph) sorted; returns how many.

    Formats without named graphs (ttl, nt, rdfxml) get each triple once. KgError for another format or an
    unknown article.
    """
    if form not in FORMATS:
        raise KgError(f"no RDF format {form!r}", f"choose one of {', '.join(FORMATS)}")
    if form == "nq" and article is None:
        store.dump(out)
        return len(store.engine)
    if article is None:
        quads = list(store.engine)
    else:
        quads = store.article_graph(article)
        if not quads:
            raise KgError(f"no article {article!r} in the store", "`kg query articles-by-outlet` lists them")
    if form == "jsonld":
        return write_jsonld(quads, out)
    rdf_format = FORMATS[form]
    statements: list[Quad] | list[Triple]
    if rdf_format.supports_datasets:
        statements = sorted(quads, key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object)))
    else:
        triples = {q.triple for q in quads}
        statements = sorted(triples, key=lambda t: (str(t.subject), str(t.predicate), str(t.object)))
    serialize(statements, out, rdf_format, prefixes=prefixes() if form in ("ttl", "trig", "rdfxml") else None)
    return len(statements)
