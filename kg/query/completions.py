"""What an editor of SPARQL may suggest, from the graph's own ontology and vocabularies."""

from typing import Any

from kg.graph.namespaces import prefixes
from kg.graph.store import Queryable
from kg.query.labels import shortened
from kg.query.results import Result

_TERMS = """SELECT DISTINCT ?term ?kind ?label { GRAPH graph:ontology {
  VALUES (?type ?kind) { (owl:Class "class") (owl:ObjectProperty "property") (owl:DatatypeProperty "property")
    (skos:Concept "concept") } ?term a ?type . OPTIONAL { ?term rdfs:label ?label FILTER(LANG(?label) = "en") } } }
ORDER BY ?term ?kind ?label"""


def completions(store: Queryable) -> dict[str, Any]:
    """``prefixes``, and ``terms``: each with prefixed name, IRI, kind (class, property, concept) and label."""
    rows = Result.of(store.query(_TERMS)).dicts()
    return {"prefixes": prefixes(),
            "terms": [{"name": shortened(row["term"]), "iri": row["term"], "kind": row["kind"],
                       "label": row.get("label", "")} for row in rows]}
