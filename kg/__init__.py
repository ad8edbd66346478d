"""A knowledge graph of territorial disputes, read from the news.

The way of an article: ``reading`` -> ``language`` -> ``extraction`` and
``resolution`` -> ``graph`` -> ``query``, ``export``, ``web``; ``build`` shows
the whole flow on one screen.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.query import CatalogueQuery, KnowledgeGraph

__version__ = "0.2.0"
__all__ = ["__version__", "open", "queries"]


def open(place: Path | str | None = None, *, timeout: float = 30.0) -> "KnowledgeGraph":
    """The graph in a store's folder (``out/store``), or behind the address of a SPARQL endpoint; see
    ``kg.query.open_graph``."""
    from kg.query import open_graph
    from kg.settings import DEFAULT_STORE

    return open_graph(DEFAULT_STORE if place is None else place, timeout=timeout)


def queries() -> "Mapping[str, CatalogueQuery]":
    """The questions of the catalogue, by name."""
    from kg.query import queries as catalogue

    return catalogue()
