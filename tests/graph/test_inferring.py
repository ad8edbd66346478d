"""What follows under OWL 2 RL: in its own graph, unseen unless named, removed without a trace."""

import io

from kg.graph.inferring import forget, infer
from kg.graph.store import GraphStore
from kg.query import catalogue, run
from tests.graph.conftest import KNOWLEDGE, make


def dumped(store: GraphStore) -> bytes:
    out = io.BytesIO()
    store.dump(out)
    return out.getvalue()


def test_inferred_triples_are_seen_only_where_they_are_named() -> None:
    with GraphStore.in_memory(KNOWLEDGE) as store:
        store.add(make())
        names = [name for name, query in catalogue().items()  # a default may be a thing of the real tables
                 if not any(p.required or p.default for p in query.parameters)]
        before, answers = dumped(store), {name: run(store, catalogue()[name]).rows for name in names}
        assert sum(map(bool, answers.values())) > 5
        count = infer(store)
        assert count > 100
        person = "{ id:shinzo-abe a schema:Person }"
        assert store.query(f"ASK {{ GRAPH graph:inferred {person} }}")
        assert not store.query(f"ASK {person}")
        assert run(store, f"ASK {{ GRAPH graph:inferred {person} }}").boolean
        assert not run(store, f"ASK {person}").boolean
        assert {n: run(store, catalogue()[n]).rows for n in answers} == answers
        whole = dumped(store)
        assert infer(store) == count
        assert dumped(store) == whole
        forget(store)
        assert dumped(store) == before


def test_it_follows_the_articles() -> None:
    with GraphStore.in_memory(KNOWLEDGE) as store:
        infer(store)
        empty = dumped(store)
        store.add(make())
        infer(store)
        assert store.query("ASK { GRAPH graph:inferred { ?event a schema:Event } }")
        store.remove("sochi")
        infer(store)
        assert dumped(store) == empty
