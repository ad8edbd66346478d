"""From an answer to the sentences behind it."""

from collections.abc import Iterator
from dataclasses import replace

from pyoxigraph import Literal, NamedNode

from kg.graph.store import Queryable
from kg.query.results import Result, Row
from kg.query.things import thing_id


def with_reasons(store: Queryable, result: Result) -> Result:
    """The same rows with a column ``why``: the sentences of each fact in the row, and their articles.

    An answer that has its sentences, and one without facts, stays as it is.
    """
    if result.kind != "rows" or {"sentence", "why"} & set(result.columns):
        return result
    known: dict[str, str] = {}

    def reason(row: Row) -> str:
        nodes = [term for term in row if isinstance(term, NamedNode)]
        for node in nodes:
            if node.value not in known:
                known[node.value] = "\n".join(_reasons(store, node))
        return "\n".join(dict.fromkeys(known[n.value] for n in nodes if known[n.value]))

    reasons = [reason(row) for row in result.rows]
    if not any(reasons):
        return replace(result, note=result.note or "no row is a fact of an article, so there is no sentence to show")
    rows = tuple((*row, Literal(why) if why else None) for row, why in zip(result.rows, reasons, strict=True))
    return replace(result, columns=(*result.columns, "why"), rows=rows)


def _reasons(store: Queryable, node: NamedNode) -> Iterator[str]:
    found = store.query(f"SELECT DISTINCT ?quote ?article ?date {{ {node} prov:wasDerivedFrom? ?fact . "
                        "?fact dkg:evidence/dkg:quote ?quote ; dkg:article ?article . "
                        "OPTIONAL { ?fact dkg:sortDate ?date } } ORDER BY ?date ?article ?quote")
    for row in Result.of(found).dicts():
        where = ", ".join(filter(None, (thing_id(NamedNode(row["article"])), row.get("date", ""))))
        yield f"“{' '.join(row['quote'].split())}” ({where})"
