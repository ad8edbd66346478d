"""``kg measure``: the graph's positions as a discourse network, in figures."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.building import store_option

if TYPE_CHECKING:
    from kg.analysis.discourse import Discourse

_ONE = ("no", "average", "jaccard", "cosine")


@click.command()
@click.argument("what", type=click.Choice(["actors", "pairs", "topics", "camps", "years"]), default="actors")
@store_option
@click.option("--aggregation", type=click.Choice(["ignore", "congruence", "conflict", "subtract"]),
              help="How stances join two actors: by any (ignore), by agreement, by disagreement, or by the "
                   "difference.  [default: subtract]")
@click.option("--normalization", type=click.Choice(_ONE), default="no", show_default=True,
              help="What the weight of two actors is divided by.")
@click.option("--from", "start", default="0000", help="Only positions of this date or later (ISO 8601).")
@click.option("--to", "end", default="9999", help="Only positions before this date.")
@click.option("--days", type=click.IntRange(1), default=365, show_default=True, help="Length of a window, for years.")
@click.option("--limit", type=click.IntRange(1), default=30, show_default=True, help="Rows at most.")
def measure(what: str, store: Path, aggregation: str | None, normalization: str, start: str, end: str, days: int,
            limit: int) -> int:
    """Measure who agrees with whom: actors' places in the network, pairs, topics, camps, and camps through time.

    A position counts once an article; what is agreed on is its topic and whose title, which treaty or whose troops it
    regards. The figures are those of Discourse Network Analyzer; see kg.analysis.

    \b
    Examples:
      kg measure actors
      kg measure pairs --aggregation conflict --normalization jaccard
      kg measure years --days 730
    """
    from kg.analysis.coding import coded_positions
    from kg.analysis.discourse import Discourse
    from kg.graph.store import GraphStore

    with GraphStore.open(store, read_only=True) as graph:
        coded = coded_positions(graph)
    anytime = (start, end) == ("0000", "9999")  # only then do positions without a date count
    chosen = [c for c in coded if anytime or (c.when and start <= c.when < end)]
    discourse = Discourse(chosen, once_a_text=True)
    rows = _ROWS[what](discourse, aggregation, normalization, days)
    _print(what, rows, limit, len(discourse.coded))
    return 0


def _actors(discourse: "Discourse", aggregation: str | None, normalization: str, _: int) -> list[dict[str, str]]:
    from kg.analysis.measures import places

    matrix = discourse.one_mode(aggregation or "subtract", normalization)  # type: ignore[arg-type]
    return [{"actor": p.actor, "neighbours": str(p.degree), "agreement": f"{p.strength:.2f}",
             "betweenness": f"{p.betweenness:.3f}", "constraint": "" if p.constraint is None else f"{p.constraint:.3f}",
             "community": str(p.community)} for p in places(matrix)]


def _pairs(discourse: "Discourse", aggregation: str | None, normalization: str, _: int) -> list[dict[str, str]]:
    matrix = discourse.one_mode(aggregation or "subtract", normalization)  # type: ignore[arg-type]
    edges = sorted((-abs(d["weight"]), a, b, d["weight"]) for a, b, d in matrix.network().edges(data=True))
    return [{"actor": a, "other": b, "weight": f"{weight:.3f}"} for _, a, b, weight in edges]


def _topics(discourse: "Discourse", *_: object) -> list[dict[str, str]]:
    from kg.analysis.measures import spread

    apart = spread(discourse)
    counts = discourse.two_mode().weights
    signed = discourse.two_mode("subtract").weights
    rows = [{"topic": t, "positions": f"{counts[:, j].sum():.0f}", "actors": str(int((counts[:, j] > 0).sum())),
             "balance": f"{signed[:, j].sum():+.1f}", "spread": f"{apart[t]:.3f}"}
            for j, t in enumerate(discourse.concepts) if t in apart]
    return sorted(rows, key=lambda r: (-float(r["spread"]), r["topic"]))


def _camps(discourse: "Discourse", *_: object) -> list[dict[str, str]]:
    from kg.analysis.measures import camps

    found = camps(discourse)
    return [{"camp": str(i), "actors": ", ".join(names), "polarization": f"{found.polarization:.3f}"}
            for i, names in enumerate((found.first, found.second), 1) if names]


def _years(discourse: "Discourse", _: str | None, __: str, days: int) -> list[dict[str, str]]:
    from kg.analysis.measures import camps

    return [{"from": str(begin), "to": str(end), "positions": str(len(part.coded)),
             "polarization": f"{camps(part).polarization:.3f}"}
            for begin, end, part in discourse.windows(days) if part.coded]


_ROWS: dict[str, Callable[["Discourse", str | None, str, int], list[dict[str, str]]]] = {
    "actors": _actors, "pairs": _pairs, "topics": _topics, "camps": _camps, "years": _years,
}


def _print(what: str, rows: list[dict[str, str]], limit: int, positions: int) -> None:
    from kg.cli.layout import print_rows

    if not rows:
        click.echo("no positions to measure")
        return
    print_rows(rows[0], rows[:limit], f"{what.capitalize()}, by {positions:,} positions", texts={"actors"})
    if len(rows) > limit:
        click.echo(f"(the first {limit} of {len(rows)}; see more with --limit)")


COMMANDS = (measure,)
