"""Whatever somebody types, the program's own queries keep their structure: only the terms in them change (S10)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import KgError
from kg.graph.store import GraphStore
from kg.model import ENTITY_TYPES
from kg.query import Labels, bind, catalogue, explain, find_thing, with_reasons
from kg.query.pages import exists, page
from kg.query.reader import article_page
from kg.query.results import NamedNode, Result
from kg.query.tokens import tokens
from kg.settings import BASE

#: What people type that means something, so that every query there is gets asked.
USUAL = ("japan", "Japan", "Tokyo", "nobody at all", "dkg:Position", "topic:transfer", "may", "p00000000ma1",
         "article:may", "2016-05", "6", "support", f"{BASE}japan", f"<{BASE}japan>", "北方領土", "Abe")
EVIL = ["> } ; DROP ALL #", '" } UNION { ?s ?p ?o } #', "\\u003e }", "\\", "'''", '"""', "\n}\n{", "{ UNDEF }",
        "$actor", "?x", "japan> . ?s ?p <x", "dkg:a } {", "dkg:a\\", ":", "_:b", "a:b:c", "%3E%20%7D", "\u202e", "\x00",
        "𝔘\ufffd", "VALUES", "#", "id:japan .", "<<japan>>", "--", "/", "..", "?page=1", "japan\x7f"]
text = st.one_of(st.sampled_from(EVIL), st.text(max_size=40),
                 st.tuples(st.sampled_from(USUAL), st.sampled_from(EVIL)).map("".join))


class Recording:
    """A store that remembers the structure of what it was asked."""

    def __init__(self, store: GraphStore) -> None:
        self._store, self.seen = store, set[tuple[str, ...]]()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def query(self, sparql: str) -> Any:
        self.seen.add(structure(sparql))
        return self._store.query(sparql)


def structure(sparql: str) -> tuple[str, ...]:
    """The tokens, of which terms are only said to be there."""
    return tuple(token.kind if token.kind in ("iri", "string") else token.text for token in tokens(sparql))


def asked(store: Any, typed: str) -> None:
    """Everything that takes a text from somebody, asked with it."""
    with suppress(KgError):
        find_thing(store, typed, ENTITY_TYPES)
    with suppress(KgError):
        find_thing(store, typed, ("Article",))
    with suppress(KgError):
        explain(store, typed)
    with suppress(KeyError, ValueError):
        article_page(store, typed)
    for iri in (typed, BASE + typed, BASE + quote(typed, safe="", errors="surrogatepass")):
        with suppress(ValueError):
            Labels(store)(iri)
        with suppress(ValueError):
            with_reasons(store, Result("rows", ("x",), ((NamedNode(iri),),)))
        if exists(store, iri):
            page(store, iri)
    for query in catalogue().values():
        for parameter in query.parameters:
            with suppress(KgError):
                filled = bind(store, query, query.example() | {parameter.name: typed})
                assert structure(filled) == expected(query.name, parameter.name)


def expected(name: str, given: str) -> tuple[str, ...]:
    """The structure of a question with these parameters given, whatever their values."""
    query = catalogue()[name]
    filled = {p.name for p in query.parameters if p.default is not None} | set(query.example()) | {given}
    return structure(query.with_terms(dict.fromkeys(filled, "<x:y>")))


@contextmanager
def terms_alike() -> Iterator[None]:
    """Lets a term be a term, whether an IRI or a string."""
    with pytest.MonkeyPatch.context() as patched:
        real: Callable[..., Any] = tokens
        patched.setattr(f"{__name__}.tokens", lambda sparql: (
            token._replace(kind="iri") if token.kind == "string" else token for token in real(sparql)))
        yield


@pytest.fixture(scope="module")
def usual(store: GraphStore) -> set[tuple[str, ...]]:
    """The structures that usual texts lead to."""
    with terms_alike():
        recording = Recording(store)
        for typed in USUAL:
            asked(recording, typed)
        return recording.seen


@given(typed=text)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None,
          max_examples=30)
def test_s10_only_terms_change(typed: str, store: GraphStore, usual: set[tuple[str, ...]]) -> None:
    with terms_alike():
        recording = Recording(store)
        asked(recording, typed)
        assert recording.seen <= usual


def test_the_structure_shows_what_is_added() -> None:
    assert structure('SELECT * { <a:b> ?p "x" }') == structure('SELECT * { <c:d> ?p "> } #" }')
    assert structure("SELECT * { <a:b> ?p ?o }") != structure("SELECT * { <a:b> } ; DROP ALL # ?p ?o }")
