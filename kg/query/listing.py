"""All things of a graph: which have a page, and their names by kind."""

from pyoxigraph import NamedNode

from kg import settings
from kg.graph.iris import VOCABULARY
from kg.graph.store import GraphStore
from kg.query.labels import Labels
from kg.query.pages import Value
from kg.query.results import Result

LONGEST = 4_000
#: Classes of things that people look for, and their headings.
_HEADINGS = {"Dispute": "Disputes", "Territory": "Territories", "State": "States", "Person": "People",
             "Organization": "Organizations", "Treaty": "Treaties", "Sanction": "Sanctions", "Place": "Places",
             "Office": "Offices", "Outlet": "Outlets", "Article": "Articles"}


def everything(store: GraphStore) -> set[str]:
    """The IRIs of all that has a page of its own: what the graph speaks of, but for stretches of text.

    No URL holds an IRI of more than ``LONGEST`` characters or with a NUL.
    """
    subjects = {quad.subject.value for quad in store.engine if isinstance(quad.subject, NamedNode)}
    return {iri for iri in subjects if iri.startswith((settings.BASE, VOCABULARY)) and "#" not in iri
            and len(iri) < LONGEST and "%00" not in iri}


def by_kind(store: GraphStore) -> dict[str, list[Value]]:
    """All things that people look for, by heading and then by name."""
    labels = Labels(store)
    found: dict[str, list[Value]] = {}
    for kind, heading in _HEADINGS.items():
        answer = store.query(f"SELECT DISTINCT ?x ?label {{ ?x a dkg:{kind} OPTIONAL {{ ?x rdfs:label ?label }} }} "
                             "ORDER BY ?x ?label")
        names: dict[str, str] = {}
        for row in Result.of(answer).dicts():
            names.setdefault(row["x"], row.get("label") or labels(row["x"]))
        if names:
            found[heading] = [Value(name, iri) for iri, name in
                              sorted(names.items(), key=lambda item: (item[1].casefold(), item[0]))]
    return found
