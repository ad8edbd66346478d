"""Asking the graph: the catalogue of questions, SPARQL with limits, answers that say whether they are complete."""

from kg.query.catalogue import CatalogueQuery, Column, Parameter, catalogue, parse_query, read_query
from kg.query.explain import Explanation, Portrait, explain
from kg.query.labels import Labels
from kg.query.opening import KnowledgeGraph, open_graph, queries
from kg.query.parameters import bind, choices, concepts
from kg.query.reasons import with_reasons
from kg.query.results import FORMATS, Result
from kg.query.running import MAX_ROWS, MEMORY, TIMEOUT, run
from kg.query.things import find_thing, thing_id

__all__ = [
    "FORMATS",
    "MAX_ROWS",
    "MEMORY",
    "TIMEOUT",
    "CatalogueQuery",
    "Column",
    "Explanation",
    "KnowledgeGraph",
    "Labels",
    "Parameter",
    "Portrait",
    "Result",
    "bind",
    "catalogue",
    "choices",
    "concepts",
    "explain",
    "find_thing",
    "open_graph",
    "parse_query",
    "queries",
    "read_query",
    "run",
    "thing_id",
    "with_reasons",
]
