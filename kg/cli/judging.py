"""``kg judgements``, ``same``, ``different`` and ``unsure``: which things of different articles are one.

Exports and imports what people decided about single facts as well (``kg.cli.reviewing``).
"""

import getpass
import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from kg.cli.asking import asked
from kg.cli.building import place_option, written
from kg.errors import KgError, QueryError
from kg.model.identity import VERDICTS, Judgement, Verdict, pair
from kg.model.review import Review

if TYPE_CHECKING:
    from kg.graph.store import GraphStore, Queryable

_by = click.option("--by", default=None, help="Who decides; the user's name unless given.")
_why = click.option("--why", default="", help="The reason.")


def _decide(verdict: Verdict, one: str, other: str, store: Path | str, by: str | None, why: str) -> int:
    from kg.graph import judgements
    from kg.graph.derive import derive
    from kg.query.judged import find_judged, kind_of, shown

    with written(store) as graph:
        keys = pair(find_judged(graph, one), find_judged(graph, other))
        if keys[0] == keys[1]:
            raise QueryError(f"{one!r} and {other!r} are both {shown(keys[0])}",
                             "name two things: ARTICLE/ID is an entity as one article has it")
        kinds = [kind_of(graph, key) for key in keys]
        if verdict == "same" and kinds[0] != kinds[1]:
            raise QueryError(" and ".join(f"{shown(key)} ({kind.rpartition('#')[2].rpartition('/')[2]})"
                                          for key, kind in zip(keys, kinds, strict=True)) + " cannot be one",
                             "only things of one class, or events of one type, can be the same")
        made = Judgement(keys, verdict, by or getpass.getuser(), why,
                         datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"))
        before = judgements.manual(graph)
        _check([*(j for j in before if j.judged != keys), made])
        judgements.keep(graph, [made])
        derive(graph)
    overruled = next((f" (it was {j.verdict}, by {j.by})" for j in before if j.judged == keys), "")
    click.echo(f"{shown(keys[0])} and {shown(keys[1])}: {verdict}{overruled}")
    return 0


def _check(judgements: list[Judgement]) -> None:
    from kg.query.judged import contradiction

    if found := contradiction(judgements):
        raise KgError(f"that would be a contradiction: {found}", "take one of them back: kg judgements --forget ID ID")


def _command(verdict: Verdict, text: str) -> click.Command:
    @click.command(verdict, help=text)
    @click.argument("one", metavar="ID")
    @click.argument("other", metavar="ID")
    @place_option
    @_by
    @_why
    def command(one: str, other: str, store: Path | str, by: str | None, why: str) -> int:
        return _decide(verdict, one, other, store, by, why)

    return command


same = _command("same", """Say that two things of different articles are one.

    ID is an entity's id or name (all that articles name so), ARTICLE/ID for an entity or an event in one article, an
    event's id, or event/... for a happening. It overrules rules and earlier judgements about the two, and survives
    every build. What follows from it is worked out at once.

    \b
    Examples:
      kg same person-ivan-petrov person-ivan-a-petrov --why "his middle name"
      kg same sochi-talks/e1a2b3c4d5e6f other-view/e00aa00aa00aa
      kg same sochi-talks/person-petrov ivan-petrov
    """)
different = _command("different", """Say that two things are two, whatever rules say.

    IDs as in `kg same`. Of contradicting judgements, different wins.

    \b
    Example:
      kg different may/person-ivan-petrov june/person-ivan-petrov --why "a mayor and a baker"
    """)
unsure = _command("unsure", """Say that it is not sure whether two things are one: rules will not join them.

    IDs as in `kg same`.

    \b
    Example:
      kg unsure may/person-ivan-petrov june/person-ivan-petrov
    """)


@click.command()
@place_option
@click.option("--verdict", type=click.Choice(VERDICTS), help="Only these.")
@click.option("--by", type=click.Choice(["rule", "person"]), help="Only what rules, or what people decided.")
@click.option("--about", metavar="ID", help="Only about this entity, appearance or event.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--export", "target", type=click.File("w", encoding="utf-8"),
              help="Write people's judgements, about identities and facts, as JSON Lines.")
@click.option("--import", "source", type=click.File("r", encoding="utf-8"),
              help="Add judgements that --export wrote; the newer one about a pair or a fact counts.")
@click.option("--forget", nargs=2, metavar="ID ID", help="Take a judgement back; rules decide again.")
def judgements(store: Path | str, verdict: str | None, by: str | None, about: str | None, form: str,
               target: "TextIO | None", source: "TextIO | None",
               forget: tuple[str, str] | None) -> int:
    """List, export, import and take back what is held to be one thing across articles.

    People's judgements (kg same, kg different, kg unsure) overrule rules, and survive builds, dumps and restores. What
    they decided about single facts (kg review --decided) is exported and imported with them.

    \b
    Examples:
      kg judgements --verdict unsure           what waits for a decision
      kg judgements --by person
      kg judgements --export judgements.jsonl
      kg judgements --import judgements.jsonl --store new.store
    """
    from kg.graph import judgements as kept
    from kg.graph import reviews
    from kg.graph.derive import derive

    if source or forget:
        with written(store) as graph:
            if source:
                given = list(kept.from_lines(source, source.name))
                new = [j for j in given if isinstance(j, Judgement)]
                merged = {j.judged: j for j in sorted([*kept.manual(graph), *new], key=lambda j: (j.when, j))}
                _check(list(merged.values()))
                kept.keep(graph, new)
                reviews.keep(graph, [r for r in given if isinstance(r, Review)])
                click.echo(f"Judgements: {len(given)} read, {len(merged) + len(reviews.listed(graph))} in the store")
            if forget:
                _forget(graph, *forget)
            derive(graph)
        return 0
    with asked(store) as graph:
        if target:
            target.writelines(f"{kept.to_line(judgement)}\n" for judgement in kept.manual(graph))
            target.writelines(f"{reviews.to_line(review)}\n" for review in reviews.listed(graph))
            return 0
        _show(graph, [j for j in kept.listed(graph) if verdict in (None, j.verdict)
                      and by in (None, "person" if j.manual else "rule")], about, form)
    return 0


def _forget(graph: "GraphStore", one: str, other: str) -> None:
    from kg.graph import judgements as kept
    from kg.query.judged import find_judged, shown

    by_text = {shown(key): key for j in kept.manual(graph) for key in j.judged}  # what is no longer in the store, too
    keys = [by_text.get(text) or find_judged(graph, text) for text in (one, other)]
    if not kept.forget(graph, *keys):
        raise QueryError(f"nobody has judged {one!r} and {other!r}", "kg judgements --by person lists what people did")
    click.echo(f"{one} and {other}: taken back")


def _show(graph: "Queryable", found: list[Judgement], about: str | None, form: str) -> None:
    from rich.console import Console
    from rich.table import Table

    from kg.query.judged import find_judged, shown

    if about:
        key = find_judged(graph, about)
        own = f"/entity/{key.rpartition('/')[2]}"
        found = [j for j in found if key in j.judged or any(k.endswith(own) for k in j.judged)]
    if form == "json":
        click.echo(json.dumps([asdict(j) for j in found], ensure_ascii=False, indent=1))
        return
    table = Table(title=f"{len(found)} judgements", title_justify="left")
    for column in ("verdict", "by", "one", "other", "why", "when"):
        table.add_column(column, overflow="fold")
    for j in found:
        table.add_row(j.verdict, j.by, *map(shown, j.judged), j.why, j.when)
    Console(width=None if Console().is_terminal else 160, markup=False).print(table, markup=False)


COMMANDS = (judgements, same, different, unsure)
