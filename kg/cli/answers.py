"""Printing of answers, of the catalogue, and of what there is to say of a fact."""

from collections.abc import Callable, Iterable, Mapping

import click

from kg.cli.layout import print_rows
from kg.query import CatalogueQuery, Explanation, Parameter, Portrait, Result, choices
from kg.query.explain import Quotation


def print_result(result: Result, label: Callable[[str], str], title: str = "") -> None:
    """An answer as a table: names for IRIs, long sentences below their rows."""
    if result.kind == "boolean":
        click.echo("yes" if result.boolean else "no")
        return
    found = result.labelled(label)
    rows = [{name: value if name == "why" else " ".join(value.split()) for name, value in row.items()}
            for row in found.dicts()]
    if rows:
        print_rows(found.columns, rows, title, texts=result.texts)
    else:
        click.echo(f"{title}: no rows" if title else "no rows")
    if result.note:
        click.echo(f"({result.note})")


def print_counts(counts: Mapping[str, int]) -> None:
    """The number of things by kind."""
    print_rows(("kind", "number"), [{"kind": kind, "number": str(count)} for kind, count in counts.items()],
               "In the graph")


def print_queries(queries: Iterable[CatalogueQuery]) -> None:
    """The catalogue by first tag."""
    by_tag: dict[str, list[dict[str, str]]] = {}
    for query in queries:
        names = ", ".join(p.name if p.required else f"[{p.name}]" for p in query.parameters)
        by_tag.setdefault(query.tags[0] if query.tags else "other", []).append(
            {"name": query.name, "question": query.question, "parameters": names})
    for tag, rows in sorted(by_tag.items()):
        click.secho(tag, bold=True)
        for row in rows:
            click.echo(f"  {row['name']:32} {row['question']}")
            if row["parameters"]:
                click.echo(f"  {'':32} {row['parameters']}")
        click.echo()
    click.echo("kg queries NAME shows a query's parameters and columns; those in brackets may be left out.")


def print_query(query: CatalogueQuery) -> None:
    """One query: what it asks, takes and gives."""
    click.echo(f"{query.title}\n{query.question}\n")
    if query.parameters:
        print_rows(("name", "type", "default", "meaning"),
                   [{"name": p.name, "type": p.type, "meaning": p.description + _choices(p),
                     "default": "(required)" if p.required else p.default or ""} for p in query.parameters],
                   "Parameters")
        click.echo()
    print_rows(("name", "meaning"), [{"name": c.name, "meaning": c.description} for c in query.columns], "Columns")
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
    click.secho(f"{found.kind} {found.id}", bold=True)
    click.secho(f"  {found.words}")
    if found.quotation:
        click.secho("")
        click.secho(f"  {_marked(found.quotation)}")
        click.secho("")
    source = found.source
    chain = found.chain if len(found.chain) > 1 else ()  # the outlet alone is said already
    lines = {
        "article": f"{source.article}: {source.title}" if source else "",
        "published": ", ".join(filter(None, (source.outlet, source.date))) if source else "",
        "date": found.date, "said by": ", as told by ".join(chain), "condition": found.condition,
        "rule": found.rule and f"{found.rule}, confidence {found.confidence:.2f}", "review": found.review,
        "IRI": found.iri,
    }
    for name, value in lines.items():
        if value:
            click.secho(f"  {name:11}{' '.join(value.split())}")
    for conclusion in found.conclusions:
        click.secho(f"  {'concluded':11}{conclusion}")


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
    click.secho(f"{found.kind} {found.id}", bold=True)
    click.secho(f"  {found.label}")
    by_owner: dict[str, list[str]] = {}
    for name, tag, owner in found.names:
        by_owner.setdefault(owner, []).append(f"{name} ({tag})" if tag and tag != "en" else name)
    for owner, names in by_owner.items():
        click.secho(f"  {f'named by {owner}' if owner else 'names'}: {', '.join(names)}")
    click.secho(f"  mentioned {found.mentions} times in {len(found.articles)} articles"
         + (f": {', '.join(found.articles[:8])}{' …' if len(found.articles) > 8 else ''}" if found.articles else ""))
    for role, count in found.facts:
        click.secho(f"  {role}: {count}")
    click.secho(f"  {found.iri}")
    click.secho(f"  see kg query evidence-of --param entity={found.id}")
