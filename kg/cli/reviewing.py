"""``kg review``, ``accept``, ``reject`` and ``correct``: what people decide about single facts."""

import getpass
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.building import place_option, store_option, written
from kg.errors import QueryError
from kg.model.review import FIELDS, Decision

if TYPE_CHECKING:
    from kg.query.deciding import Decided, Waiting

_facts = click.argument("facts", nargs=-1, required=True, metavar="ID...")
_by = click.option("--by", default=None, help="Who decides; the user's name unless given.")
_why = click.option("--why", default="", help="The reason.")


def now() -> str:
    """This second, as decisions have it."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _decide(verdict: Decision, facts: tuple[str, ...], store: Path | str, by: str | None, why: str,
            values: Mapping[str, str] | None = None) -> int:
    from kg.graph import reviews
    from kg.graph.derive import derive
    from kg.query.deciding import decided, find_fact
    from kg.query.judged import shown

    with written(store) as graph:
        made = [decided(graph, find_fact(graph, text), verdict, by or getpass.getuser(), why, now(), values)
                for text in facts]
        before = {review.fact: review for review in reviews.listed(graph)}
        reviews.keep(graph, made)
        derive(graph)
    for review in made:
        old = before.get(review.fact)
        overruled = f" (it was {old.verdict}, by {old.by})" if old else ""
        changes = "".join(f"; {c.field}: {c.before or 'none'} -> {c.after or 'none'}" for c in review.changes)
        click.echo(f"{shown(review.fact)}: {review.verdict}{changes}{overruled}")
    return 0


@click.command()
@_facts
@place_option
@_by
@_why
def accept(facts: tuple[str, ...], store: Path | str, by: str | None, why: str) -> int:
    """Say that facts are right as extraction gave them.

    ID is a fact's id, or ARTICLE/ID. Accepted facts have a confidence of 1, and `kg review` shows them no more.

    \b
    Example:
      kg accept p3a4c16b1d8af --why "the sentence says so"
    """
    return _decide("accepted", facts, store, by, why)


@click.command()
@_facts
@place_option
@_by
@_why
def reject(facts: tuple[str, ...], store: Path | str, by: str | None, why: str) -> int:
    """Say that facts are wrong: they, and what was concluded from them, leave the graph, and no build brings them back.

    ID is a fact's id, or ARTICLE/ID. What rested on a rejected statement rests on the one around it, if there is one.

    \b
    Example:
      kg reject p3a4c16b1d8af --why "the sentence denies it"
    """
    return _decide("rejected", facts, store, by, why)


@click.command()
@click.argument("fact", metavar="ID")
@click.option("--set", "settings", multiple=True, required=True, metavar="FIELD=VALUE",
              help="A field's right value, nothing for none; may be repeated.")
@place_option
@_by
@_why
def correct(fact: str, settings: tuple[str, ...], store: Path | str, by: str | None, why: str) -> int:
    """Give a fact other values; it says then who corrected it, and no build takes that back.

    ID is a fact's id, or ARTICLE/ID. Fields are those of `kg facts`: of statements source, mode, date; of positions
    holder, topic, stance, object, date; of events type, status, date, place, participants (several, by blanks); of
    relations subject, predicate, object. Entities must be the article's own, or of the knowledge tables.

    \b
    Examples:
      kg correct p3a4c16b1d8af --set stance=oppose
      kg correct sochi-talks/v1a2b3c4d5e6f --set date=2016-05-06 --set participants="shinzo-abe vladimir-putin"
    """
    values = {}
    for text in settings:
        field, sign, value = text.partition("=")
        if not sign or field in values:
            raise QueryError(f"--set {text!r} is no FIELD=VALUE" if not sign else f"{field} is set twice",
                             "write for example --set stance=oppose")
        values[field] = value
    return _decide("corrected", (fact,), store, by, why, values)


@click.command()
@store_option
@click.option("--below", type=click.FloatRange(0, 1, min_open=True), default=None,
              help="Facts that extraction is less sure of than this.  [default: 0.65]")
@click.option("--kind", type=click.Choice(list(FIELDS)), help="Only these.")
@click.option("--article", default="", help="Only of this article.")
@click.option("--rule", default="", help="Only what this rule found.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="At most so many.")
@click.option("--decided", is_flag=True, help="What has been decided instead of what waits.")
@click.option("--forget", multiple=True, metavar="ID", help="Take the decision about a fact back; may be repeated.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def review(store: Path, below: float | None, kind: str | None, article: str, rule: str, limit: int, decided: bool,
           forget: tuple[str, ...], form: str) -> int:
    """List the facts that wait for a decision, the least certain first, each with its sentence.

    Decide with kg accept, kg reject and kg correct (about identities: kg judgements --verdict unsure, kg same,
    kg different), or in a browser: KG_TOKEN=... kg serve, then /review. `kg judgements --export` writes all decisions.

    \b
    Examples:
      kg review --kind position --limit 5
      kg review --rule event-meeting --below 0.9
      kg review --decided
      kg review --forget p3a4c16b1d8af
    """
    from kg.graph import reviews
    from kg.graph.derive import derive
    from kg.graph.store import GraphStore
    from kg.query.deciding import BELOW, find_fact, queue, standing

    if forget:
        with GraphStore.open(store) as graph:
            count = reviews.forget(graph, [find_fact(graph, text) for text in forget])
            derive(graph)
        click.echo(f"Decisions taken back: {count}")
        return 0
    with GraphStore.open(store, read_only=True) as graph:
        if decided:
            for made in standing(graph, reviews.listed(graph)):
                click.echo(_decision(made) if form == "text" else reviews.to_line(made.review))
            return 0
        found = queue(graph, below=BELOW if below is None else below, kind=kind or "", article=article, rule=rule,
                      size=limit)
    for item in found.items:
        _print_waiting(item, form)
    if form == "text":
        click.echo(f"{len(found.items)} of {found.total} that wait")
    return 0


def _decision(made: "Decided") -> str:
    one = made.review
    changes = "".join(f"\n    {c.field}: {c.before or 'none'} -> {c.after or 'none'}" for c in one.changes)
    return f"{one.verdict}  {made.words}\n    {one.fact}\n    by {one.by}, {one.when}" \
           f"{f': {one.why}' if one.why else ''}{changes}"


def _print_waiting(item: "Waiting", form: str) -> None:
    fact = item.fact
    if form == "json":
        click.echo(json.dumps({"fact": fact.iri, "id": fact.id, "kind": item.kind, "article": item.article,
                               "words": fact.words, "rule": fact.rule, "confidence": fact.confidence,
                               "quote": fact.quotation.text if fact.quotation else "", "fields": dict(item.fields)},
                              ensure_ascii=False))
        return
    quote = fact.quotation
    around = f"{quote.before}[{quote.text}]{quote.after}" if quote else ""
    click.echo(f"{item.article}/{fact.id}  {fact.confidence}  {fact.rule}\n    {fact.words}\n    "
               f"{' '.join(around.split())}")


COMMANDS = (review, accept, reject, correct)
