"""Printing of answers: tables of a stable width where the output is no terminal, without colours there."""

import sys
from collections.abc import Callable, Iterable, Mapping

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.query import CatalogueQuery, Explanation, Parameter, Portrait, Result, choices
from kg.query.explain import Quotation

#: Columns where the output is a file or a pipe.
WIDTH = 120
#: Cells up to this length stay on one line.
_SHORT = 16


def console() -> Console:
    """Where tables go."""
    terminal = sys.stdout.isatty()
    return Console(width=None if terminal else WIDTH, color_system="auto" if terminal else None, highlight=False,
                   emoji=False)


def print_result(result: Result, label: Callable[[str], str], title: str = "") -> None:
    """An answer as a table: names for IRIs, long sentences in several lines."""
    if result.kind == "boolean":
        click.echo("yes" if result.boolean else "no")
        return
    rows = [{name: " ".join(value.split()) if name != "why" else value for name, value in row.items()}
            for row in result.labelled(label).dicts()]
    if not rows:
        click.echo(f"{title}: no rows" if title else "no rows")
        return
    columns = result.labelled(label).columns
    lengths = {name: max(len(row.get(name, "")) for row in rows) for name in columns}
    shown = [name for name in columns if lengths[name]]
    table = _table(title)
    for name in shown:
        number = all(row.get(name, "0").isdigit() for row in rows)
        table.add_column(name, no_wrap=lengths[name] <= _SHORT, overflow="fold",
                         justify="right" if number and "date" not in name else "left",
                         ratio=None if lengths[name] <= _SHORT else max(2, min(8, lengths[name] // 14)))
    for row in rows:
        table.add_row(*(Text(row.get(name, "")) for name in shown))
    _print(table)
    if result.note:
        click.echo(f"({result.note})")


def print_counts(counts: Mapping[str, int]) -> None:
    """The number of things by kind."""
    table = _table("In the graph")
    table.add_column("kind")
    table.add_column("number", justify="right")
    for kind, count in counts.items():
        table.add_row(kind, f"{count:,}")
    _print(table)


def print_queries(queries: Iterable[CatalogueQuery]) -> None:
    """The catalogue by first tag."""
    by_tag: dict[str, list[CatalogueQuery]] = {}
    for query in queries:
        by_tag.setdefault(query.tags[0] if query.tags else "other", []).append(query)
    for tag, found in sorted(by_tag.items()):
        table = _table(tag)
        table.add_column("name", no_wrap=True, width=32)
        table.add_column("question", ratio=1)
        table.add_column("parameters", width=30)
        for query in found:
            names = ", ".join(p.name if p.required else f"[{p.name}]" for p in query.parameters)
            table.add_row(query.name, Text(query.question), Text(names))
        _print(table)
        click.echo()
    click.echo("kg queries NAME shows a query's parameters and columns; those in brackets may be left out.")


def print_query(query: CatalogueQuery) -> None:
    """One query: what it asks, takes and gives."""
    click.echo(f"{query.title}\n{query.question}\n")
    if query.parameters:
        table = _table("Parameters")
        for column in ("name", "type", "meaning", "default"):
            table.add_column(column)
        for p in query.parameters:
            table.add_row(Text(p.name), Text(p.type), Text(p.description + _choices(p)),
                          Text("required" if p.required else p.default or ""))
        _print(table)
        click.echo()
    table = _table("Columns")
    table.add_column("name")
    table.add_column("meaning")
    for described in query.columns:
        table.add_row(described.name, Text(described.description))
    _print(table)
    example = "".join(f' --param {name}="{v}"' if " " in v else f" --param {name}={v}"
                      for name, v in query.example().items())
    click.echo(f"\nExample: kg query {query.name}{example}\n")
    click.echo("\n".join(line for line in query.text.splitlines() if not line.startswith("#")))


def _choices(parameter: Parameter) -> str:
    known = choices(parameter)
    return f" ({', '.join(known)})" if known else ""


def print_explanation(found: Explanation | Portrait) -> None:
    """A fact or an entity, with what there is to say of it."""
    if isinstance(found, Portrait):
        _print_portrait(found)
        return
    _say(f"{found.kind} {found.id}", bold=True)
    _say(f"  {found.words}")
    if found.quotation:
        _say("")
        _say(f"  {_marked(found.quotation)}")
        _say("")
    source = found.source
    lines = {
        "article": f"{source.article}: {source.title}" if source else "",
        "published": ", ".join(filter(None, (source.outlet, source.date))) if source else "",
        "date": found.date, "said by": ", as told by ".join(found.chain), "condition": found.condition,
        "rule": found.rule and f"{found.rule}, confidence {found.confidence:.2f}", "IRI": found.iri,
    }
    for name, value in lines.items():
        if value:
            _say(f"  {name:11}{' '.join(value.split())}")
    for conclusion in found.conclusions:
        _say(f"  {'concluded':11}{conclusion}")


def _marked(quotation: Quotation) -> str:
    """The quotation in its surroundings, which begin and end with whole words."""
    before, after = quotation.before, quotation.after
    before = " ".join(before.split()[0 if before[:1].isspace() else 1:])
    after = " ".join(after.split()[:None if after[-1:].isspace() else -1])
    quote = " ".join(quotation.text.split())
    left = f"… {before} " if before else ""
    right = ("" if after[:1] in ".,;:!?" else " ") + f"{after} …" if after else ""
    return f"{left}»{quote}«{right}"


def _print_portrait(found: Portrait) -> None:
    _say(f"{found.kind} {found.id}", bold=True)
    _say(f"  {found.label}")
    by_owner: dict[str, list[str]] = {}
    for name, tag, owner in found.names:
        by_owner.setdefault(owner, []).append(f"{name} ({tag})" if tag and tag != "en" else name)
    for owner, names in by_owner.items():
        _say(f"  {f'named by {owner}' if owner else 'names'}: {', '.join(names)}")
    _say(f"  mentioned {found.mentions} times in {len(found.articles)} articles"
         + (f": {', '.join(found.articles[:8])}{' …' if len(found.articles) > 8 else ''}" if found.articles else ""))
    for role, count in found.facts:
        _say(f"  {role}: {count}")
    _say(f"  {found.iri}")
    _say(f"  see kg query evidence-of --param entity={found.id}")


def _say(text: str, bold: bool = False) -> None:
    console().print(Text(text, style="bold" if bold else ""), soft_wrap=not sys.stdout.isatty())


def _table(title: str = "") -> Table:
    return Table(title=title or None, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD,
                 show_edge=False, pad_edge=False, expand=False)


def _print(table: Table) -> None:
    """Without the blanks that fill the last column."""
    out = console()
    if sys.stdout.isatty():
        out.print(table)
        return
    with out.capture() as captured:
        out.print(table)
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))
