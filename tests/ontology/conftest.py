"""The ontology's files as graphs, read once."""

import pytest
import rdflib

from kg import settings
from kg.graph.schema import ontology_files, shape_files

DKG = rdflib.Namespace(settings.ONTOLOGY)


@pytest.fixture(scope="session")
def ontology() -> rdflib.Graph:
    """kg.ttl, alignments.ttl and the vocabularies."""
    graph = rdflib.Graph()
    for path in ontology_files():
        graph.parse(path)
    return graph


@pytest.fixture(scope="session")
def shapes() -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in shape_files():
        graph.parse(path)
    return graph
