"""Positions as the table of statements that Discourse Network Analyzer and its R package work with.

A row is a coded statement: ``person``, ``organization``, ``concept``, ``agreement`` (1 or 0), ``date`` and ``text``,
then what leads back: article, outlet, span (offsets in characters, end excluded), stance and id.
"""

import csv
import io
from typing import IO

from kg.graph.store import GraphStore
from kg.query.labels import Labels
from kg.query.network import explorer_rows

COLUMNS = ("id", "date", "person", "organization", "concept", "agreement", "stance", "text", "article", "outlet",
           "start", "end")


def write_discourse_table(store: GraphStore, out: IO[bytes], article: str | None = None) -> int:
    """Write the table as CSV (UTF-8, RFC 4180), by date and id; returns the number of rows.

    A person's organization is the State or body that the person served at that time, where the graph knows it. A
    conditional position counts as agreement, and ``stance`` tells it apart.
    """
    labels = Labels(store)
    rows: dict[str, dict[str, str]] = {}
    for row in explorer_rows(store, "discourse-table.rq"):
        if article is not None and labels(row["article"]) != article:
            continue
        regarding = f" ({labels(row['regarding'])})" if row["regarding"] else ""
        stance = labels(row["stance"])
        body = row["body"] if row["person"] else row["holder"]
        rows.setdefault(row["position"], {
            "id": labels(row["position"]), "date": row["date"] or row["published"],
            "person": labels(row["person"]) if row["person"] else "",
            "organization": labels(body) if body else "",
            "concept": labels(row["topic"]).replace("-", " ") + regarding,
            "agreement": "0" if stance == "oppose" else "1", "stance": stance,
            "text": " ".join(row["text"].split()), "article": labels(row["article"]), "outlet": row["outlet"],
            "start": row["start"], "end": row["end"],
        })
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(sorted(rows.values(), key=lambda r: (r["date"], r["id"])))
    out.write(text.getvalue().encode())
    return len(rows)
