"""``kg measure``: the graph's positions as a discourse network, in figures."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.building import store_option

if TYPE_CHECKING:
    from kg.analysis.discourse import Discourse

_NORMALIZATIONS = ("no", "average", "jaccard", "cosine", "activity", "prominence")
_UNITS = ("days", "weeks", "months", "years", "events")


@click.command()
@click.argument("what", type=click.Choice(["actors", "pairs", "stances", "topics", "camps", "years", "windows"]),
                default="actors")
@store_option
@click.option("--aggregation", type=click.Choice(["ignore", "congruence", "conflict", "subtract"]),
              help="How stances join two actors: by any (ignore), by agreement, by disagreement, or by the "
                   "difference.  [default: subtract]")
@click.option("--normalization", type=click.Choice(_NORMALIZATIONS), default="no", show_default=True,
              help="What a weight is divided by; activity and prominence are for stances, the others for two actors.")
@click.option("--from", "start", default="0000", help="Only positions of this date or later (ISO 8601).")
@click.option("--to", "end", default="9999", help="Only positions before this date.")
@click.option("--days", type=click.IntRange(1), default=365, show_default=True, help="Length of a window, for years.")
@click.option("--unit", type=click.Choice(_UNITS), default="months", show_default=True, help="Of moving windows.")
@click.option("--size", type=click.IntRange(1), default=25, show_default=True, help="Units of a moving window.")
@click.option("--limit", type=click.IntRange(1), default=30, show_default=True, help="Rows at most.")
def measure(what: str, store: Path, aggregation: str | None, normalization: str, start: str, end: str, days: int,
            unit: str, size: int, limit: int) -> int:
    """Measure who agrees with whom: actors' places in the network, pairs, actors' stances on topics, topics, camps, and
    camps through time, by years (windows of some days, one after the other) or by moving windows.

    A position counts once an article; what is agreed on is its topic and whose title, which treaty or whose troops it
    regards. The figures are those of Discourse Network Analyzer; see kg.analysis.

    \b
    Examples:
      kg measure actors
      kg measure pairs --aggregation conflict --normalization jaccard
      kg measure stances --normalization activity
      kg measure years --days 730
      kg measure windows --unit months --size 25
    """
    from kg.analysis.coding import coded_positions
    from kg.analysis.discourse import Discourse
    from kg.graph.store import GraphStore

    with GraphStore.open(store, read_only=True) as graph:
        coded = coded_positions(graph)
    anytime = (start, end) == ("0000", "9999")  # only then do positions without a date count
    chosen = [c for c in coded if anytime or (c.when and start <= c.when < end)]
    discourse = Discourse(chosen, once_a_text=True)
    rows = _ROWS[what](discourse, aggregation, normalization, days, unit, size)
    _print(what, rows, limit, len(discourse.coded))
    return 0


def _actors(discourse: "Discourse", aggregation: str | None, normalization: str, *_: object) -> list[dict[str, str]]:
    from kg.analysis.measures import places

    matrix = discourse.one_mode(aggregation or "subtract", normalization)  # type: ignore[arg-type]
    return [{"actor": p.actor, "neighbours": str(p.degree), "agreement": f"{p.strength:.2f}",
             "betweenness": f"{p.betweenness:.3f}", "closeness": f"{p.closeness:.3f}",
             "eigenvector": f"{p.eigenvector:.3f}", "constraint": "" if p.constraint is None else f"{p.constraint:.3f}",
             "community": str(p.community)} for p in places(matrix)]


def _pairs(discourse: "Discourse", aggregation: str | None, normalization: str, *_: object) -> list[dict[str, str]]:
    matrix = discourse.one_mode(aggregation or "subtract", normalization)  # type: ignore[arg-type]
    edges = sorted((-abs(d["weight"]), a, b, d["weight"]) for a, b, d in matrix.network().edges(data=True))
    return [{"actor": a, "other": b, "weight": f"{weight:.3f}"} for _, a, b, weight in edges]


def _stances(discourse: "Discourse", aggregation: str | None, normalization: str, *_: object) -> list[dict[str, str]]:
    matrix = discourse.two_mode(aggregation or "subtract", normalization)  # type: ignore[arg-type]
    cells = sorted((-abs(w), a, t, w) for a, row in zip(matrix.rows, matrix.weights.tolist(), strict=True)
                   for t, w in zip(matrix.columns, row, strict=True) if w)
    return [{"actor": actor, "topic": topic, "weight": f"{weight:+.3f}"} for _, actor, topic, weight in cells]


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


def _years(discourse: "Discourse", _: str | None, __: str, days: int, *___: object) -> list[dict[str, str]]:
    from kg.analysis.measures import camps

    return [{"from": str(begin), "to": str(end), "positions": str(len(part.coded)),
             "polarization": f"{camps(part).polarization:.3f}"}
            for begin, end, part in discourse.windows(days) if part.coded]


def _windows(discourse: "Discourse", _: str | None, __: str, ___: int, unit: str, size: int) -> list[dict[str, str]]:
    from kg.analysis.measures import camps
    from kg.analysis.windows import moving

    return [{"middle": str(w.middle), "from": str(w.start), "to": str(w.end), "positions": str(len(w.discourse.coded)),
             "polarization": f"{camps(w.discourse).polarization:.3f}"}
            for w in moving(discourse, unit, size) if w.discourse.coded]  # type: ignore[arg-type]


_ROWS: dict[str, Callable[["Discourse", str | None, str, int, str, int], list[dict[str, str]]]] = {
    "actors": _actors, "pairs": _pairs, "stances": _stances, "topics": _topics, "camps": _camps, "years": _years,
    "windows": _windows,
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
