"""People's judgements, in a named graph of their own that no build touches; and all judgements as RDF.

A judgement is about two things, whose IRIs it keeps in order: the newest one about a pair counts.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions

from kg import __version__, settings
from kg.errors import KgError
from kg.graph import iris, reviews
from kg.graph.namespaces import DKG, PROV, TYPE, XSD
from kg.graph.store import GraphStore, Queryable
from kg.graph.terms import text
from kg.graph.writer import GraphWriter
from kg.model.identity import VERDICTS, Judgement, pair
from kg.model.review import Review

GRAPH = "judgements"


def manual(store: Queryable) -> list[Judgement]:
    """What people have decided, sorted."""
    return [judgement for judgement in listed(store) if judgement.manual]


def listed(store: Queryable) -> list[Judgement]:
    """All judgements of a store, people's and rules', sorted."""
    found = store.query("""SELECT ?one ?other ?verdict ?by ?why ?when ?confidence {
        ?j a dkg:Judgement ; dkg:judgedOne ?one ; dkg:judgedOther ?other ; dkg:verdict ?verdict ; dkg:rationale ?why ;
            dkg:judgedBy|dkg:rule ?by ; dkg:confidence ?confidence . OPTIONAL { ?j dkg:judgedOn ?when } }""")
    assert isinstance(found, QuerySolutions)
    rows = ({name: solution[name] for name in ("one", "other", "verdict", "by", "why", "when", "confidence")}
            for solution in found)
    return sorted(_judgement(row) for row in rows)


def _judgement(row: Mapping[str, Any]) -> Judgement:
    return Judgement((row["one"].value, row["other"].value), iris.concept_name(row["verdict"]),  # type: ignore[arg-type]
                     row["by"].value, row["why"].value, row["when"].value if row["when"] else "",
                     float(row["confidence"].value))


def write(writer: GraphWriter, judgement: Judgement) -> None:
    """A judgement's triples; those that a rule made have the software and its version instead of a time."""
    one, other = judgement.judged
    node, add = iris.hashed("judgement", one, other, "" if judgement.manual else judgement.by), writer.add
    add(node, TYPE, DKG["Judgement"])
    add(node, DKG["judgedOne"], NamedNode(one))
    add(node, DKG["judgedOther"], NamedNode(other))
    add(node, DKG["verdict"], iris.concept("verdict", judgement.verdict))
    add(node, DKG["rationale"], text(judgement.why))
    add(node, DKG["confidence"], Literal(float(judgement.confidence)))
    if judgement.manual:
        add(node, DKG["judgedBy"], text(judgement.by))
        add(node, DKG["judgedOn"], Literal(judgement.when, datatype=XSD["dateTime"]))
    else:
        add(node, DKG["rule"], text(judgement.by))
        add(node, PROV["wasAssociatedWith"], iris.thing("software"))
        add(node, DKG["softwareVersion"], text(__version__))


def save(store: GraphStore, judgements: Iterable[Judgement]) -> None:
    """Makes these the people's judgements of the store: of several about a pair the newest."""
    newest = {j.judged: j for j in sorted(judgements, key=lambda j: (j.when, j))}
    writer = GraphWriter(iris.graph(GRAPH))
    if not newest:  # no trace, so that the store is what it was before the first one
        store.update(f"DROP SILENT GRAPH {writer.graph}")
        return
    for _, judgement in sorted(newest.items()):
        write(writer, judgement)
    content = iris.hashed("judgements", *sorted(map(str, writer.quads))).value.rpartition("/")[2]
    store.replace_graph(GRAPH, content, lambda: writer.quads)


def keep(store: GraphStore, new: Iterable[Judgement]) -> None:
    """Adds judgements, each in place of an older one about the same pair."""
    save(store, [*manual(store), *new])


def forget(store: GraphStore, one: str, other: str) -> bool:
    """Takes a judgement back; False if there was none."""
    before = manual(store)
    after = [j for j in before if j.judged != pair(one, other)]
    if len(after) < len(before):
        save(store, after)
    return len(after) < len(before)


def quads_of(judgements: Iterable[Judgement], graph: NamedNode) -> list[Quad]:
    """The triples of judgements in a graph."""
    writer = GraphWriter(graph)
    for judgement in judgements:
        write(writer, judgement)
    return writer.quads


# --- as lines of JSON ---

def to_line(judgement: Judgement) -> str:
    """One JSON object: judged (two IRIs), verdict, by, why, when, confidence."""
    return json.dumps({"judged": judgement.judged, "verdict": judgement.verdict, "by": judgement.by,
                       "why": judgement.why, "when": judgement.when, "confidence": judgement.confidence},
                      ensure_ascii=False)


def from_lines(lines: Iterable[str], name: str) -> Iterator[Judgement | Review]:
    """People's judgements, about identities and about facts, in the lines of a file; what rules decided is passed over.
    KgError with the line of a fault."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
            if "fact" in found:
                yield reviews.from_record(found)
                continue
            one, other = (_thing(key) for key in found["judged"])
            made = Judgement(pair(one, other), found["verdict"], str(found["by"]), str(found.get("why", "")),
                             str(found.get("when", "")))
            if made.verdict not in VERDICTS or one == other:
                raise ValueError(f"no verdict about two things: {made.verdict!r}")
            if made.manual:
                datetime.fromisoformat(made.when)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise KgError(f"{name}:{number} is no judgement: {str(error)[:200]}",
                          "give the lines that `kg judgements --export` writes") from error
        if made.manual:
            yield made


def _thing(key: str) -> str:
    if not key.startswith(settings.BASE):
        raise ValueError(f"{key!r} is no thing under {settings.BASE}")
    return NamedNode(key).value
