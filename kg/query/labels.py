"""Words for IRIs, for people: an entity's label, a fact's id, a concept's name, else the prefixed name."""

from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg import settings
from kg.graph.iris import VOCABULARY
from kg.graph.namespaces import LABEL, prefixes
from kg.graph.store import Queryable


class Labels:
    """Looks labels up in a store, once each."""

    def __init__(self, store: Queryable) -> None:
        self._store = store
        self._known: dict[str, str] = {}

    def __call__(self, iri: str) -> str:
        """The words for an IRI."""
        if iri not in self._known:
            self._known[iri] = self._find(iri)
        return self._known[iri]

    def _find(self, iri: str) -> str:
        if iri.startswith(VOCABULARY):
            return unquote(iri.rpartition("/")[2])
        if iri.startswith(f"{settings.BASE}article/"):  # an article's or a fact's id is shorter than any label
            return unquote(iri.rpartition("/")[2])
        if iri.startswith(settings.BASE):
            found = self._store.query(f"SELECT ?label {{ {NamedNode(iri)} {LABEL} ?label }}")
            assert isinstance(found, QuerySolutions)
            labels = sorted(term.value for (term,) in found if isinstance(term, Literal))
            return labels[0] if labels else unquote(iri.removeprefix(settings.BASE))
        return shortened(iri)


def shortened(iri: str) -> str:
    """The prefixed name of an IRI, by the longest namespace; the IRI itself where there is none."""
    found = [(len(base), name, base) for name, base in prefixes().items() if iri.startswith(base)]
    if not found:
        return iri
    _, name, base = max(found)
    return f"{name}:{iri.removeprefix(base)}"
