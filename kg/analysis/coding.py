"""Positions of a store as coded statements, the input of discourse networks."""

from kg.analysis.discourse import Coded
from kg.graph.store import Queryable
from kg.query.labels import Labels
from kg.query.network import explorer_rows

#: Stances as numbers. A conditional one is support in part: nearer to support than to opposition, and not the same.
VALUES = {"support": 1.0, "conditional": 0.5, "oppose": -1.0}


def coded_positions(store: Queryable) -> list[Coded]:
    """Each position as (holder's name, concept, stance as a number, its date or the article's, article's id).

    The concept is the topic and, where the position says so, whose title, which treaty or whose troops it regards:
    two states that both uphold their own title do not agree. Of two holders with one name the second carries its id.
    In the order of dates.
    """
    return coded_with_holders(store)[0]


def coded_with_holders(store: Queryable) -> tuple[list[Coded], dict[str, str]]:
    """The same, and the IRI of each actor's name."""
    labels = Labels(store)
    names: dict[str, str] = {}
    found: dict[str, Coded] = {}
    for row in explorer_rows(store, "coded-positions.rq"):
        actor, stance = row["holder"], labels(row["stance"])
        if actor not in names:
            label = labels(actor)
            names[actor] = f"{label} ({actor.rsplit('/', 1)[-1]})" if label in names.values() else label
        concept = labels(row["topic"]).replace("-", " ")
        concept += f" ({labels(row['regarding'])})" if row["regarding"] else ""
        one = Coded(names[actor], concept, VALUES[stance], row["date"] or row["published"], labels(row["article"]))
        found.setdefault(row["position"], one)
    coded = sorted(found.values(), key=lambda c: (c.when, c.text, c.actor, c.concept, c.value))
    return coded, {name: iri for iri, name in names.items()}
