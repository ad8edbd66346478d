"""How much of what a store holds."""

from pyoxigraph import Store

from kg.graph.namespaces import DKG, TYPE

#: What is counted by class, in the order of the answer.
_COUNTED = (("statement", "Statement"), ("position", "Position"), ("event", "Event"), ("relation", "Assertion"),
            ("shift", "Shift"), ("disagreement", "Disagreement"), ("corroboration", "Corroboration"),
            ("alliance", "Alliance"), ("line", "Line"))


def counts(store: Store) -> dict[str, int]:
    """How many articles, entities, statements, positions, events, relations, conclusions and quads there are."""
    def instances(kind: str) -> int:
        return sum(1 for _ in store.quads_for_pattern(None, TYPE, DKG[kind], None))

    entities = {quad.object for quad in store.quads_for_pattern(None, DKG["entity"], None, None)}
    return {"article": instances("Article"), "entity": len(entities),
            **{name: instances(kind) for name, kind in _COUNTED}, "quad": len(store)}
