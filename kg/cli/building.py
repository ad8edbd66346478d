"""``kg build``, ``add``, ``facts``, ``text`` and ``score``: from files to facts."""

import csv
import io
import json
import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from kg.cli.stopping import gracefully
from kg.errors import KgError
from kg.settings import DEFAULT_STORE


class Folder(click.Path):
    """A folder; the address of a server, which would make a folder ``http:``, is refused."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if is_address(value):
            self.fail(f"{value} is an address, and this command needs a folder.", param, ctx)
        return super().convert(value, param, ctx)


class Seconds(click.FloatRange):
    """A number of seconds: more than none, and not endless."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        found = super().convert(value, param, ctx)
        if not math.isfinite(found):
            self.fail(f"{value} is no number of seconds.", param, ctx)
        return found


class FolderOrAddress(click.Path):
    """A folder, or the address of another engine, which stays the text that it is."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if is_address(value) else super().convert(value, param, ctx)


def is_address(value: object) -> bool:
    """Whether ``--store`` names a SPARQL endpoint."""
    return str(value).casefold().startswith(("http://", "https://"))


store_option = click.option("--store", type=Folder(path_type=Path), default=DEFAULT_STORE, show_default=True,
                            help="Folder of the store.")
place_option = click.option("--store", type=FolderOrAddress(path_type=Path), default=DEFAULT_STORE, show_default=True,
                            help="Folder of the store, or http(s) address of a SPARQL endpoint.")
date_option = click.option("--date", help="Date of articles that have none: YYYY, YYYY-MM or YYYY-MM-DD.")
skip_option = click.option("--skip-faulty", is_flag=True, help="Build without packs of ontology/knowledge that are "
                           "faulty, and without faulty rows of its world/, which are told; the exit code is then 1.")
paths_argument = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=str))


@contextmanager
def written(place: Path | str, create: bool = False, knowledge: Any = None) -> Iterator[Any]:
    """The store in a folder, or a copy of another engine's graph that is sent back when it has changed."""
    if isinstance(place, Path):
        from kg.graph.store import GraphStore

        with GraphStore.open(place, create=create, knowledge=knowledge) as store:
            yield store
    else:
        from kg.graph.replica import replica

        with replica(place, knowledge) as store:
            yield store


@contextmanager
def _progress(what: str) -> Iterator[Any]:
    """A function to call for each step done; draws on standard error, only when that is a terminal."""
    console = Console(stderr=True)
    with Progress(SpinnerColumn(), TextColumn(f"{what} [bold]{{task.completed}}[/] {{task.description}}"),
                  TimeElapsedColumn(), console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("")
        yield lambda name: bar.update(task, advance=1, description=str(name)[:60].replace("[", "("))


def _sound_knowledge() -> Any:
    """The knowledge without what is faulty, each fault told; None where nothing is."""
    from kg.graph.packs import sound

    knowledge, faults = sound()
    for fault in faults:
        click.echo(f"kg: left out: {fault}", err=True)
    return knowledge if faults else None


def _report(summary: Any) -> int:
    """Print what a build did; exit code 1 where files were refused."""
    for name, warning in summary.warnings:
        click.echo(f"kg: {name}: {warning}", err=True)
    for refusal in summary.refused:
        click.echo(f"kg: refused {refusal}", err=True)
    return 1 if summary.refused else 0


def _build(paths: tuple[str, ...], store: Path | str, date: str | None, skip_faulty: bool) -> int:
    with gracefully() as stop:
        from kg.build import build

        knowledge = _sound_knowledge() if skip_faulty else None
        with written(store, create=True, knowledge=knowledge) as graph, _progress("articles") as step:
            summary = build(paths, graph, date, notice=lambda _: stop.begin(),
                            done=lambda facts: step(facts.article.title or facts.article.id),
                            knowledge=knowledge, stop=stop)
            counts = graph.counts()
    if summary.stopped or stop():
        _report(summary)
        raise KeyboardInterrupt
    code = max(_report(summary), 1 if knowledge else 0)
    table = Table(title=f"Graph in {store}", title_justify="left")
    table.add_column("kind")
    table.add_column("in the graph", justify="right")
    for kind, count in counts.items():
        table.add_row(kind, f"{count:,}")
    Console(width=None if sys.stdout.isatty() else 100).print(table)
    done = ", ".join(f"{n} {what}" for what, n in sorted(summary.articles.items())) or "none"
    click.echo(f"Articles: {done}" + (f"; {len(summary.refused)} files refused" if summary.refused else ""))
    if not summary.articles and not summary.refused:
        raise KgError(f"no article found in {', '.join(paths)}", "give .txt, .md, .html, .pdf or .jsonl files")
    return code


@click.command()
@paths_argument
@place_option
@date_option
@skip_option
def build(paths: tuple[str, ...], store: Path | str, date: str | None, skip_faulty: bool) -> int:
    """Read articles (files, folders, - for standard input) into a store.

    Articles that are in the store and have not changed are left alone. Faulty files are refused by name,
    the others are built; the exit code is then 1. A faulty knowledge base is refused before anything is read.

    With --store URL the graph goes to another SPARQL engine. Where to write comes from KG_ENDPOINT_GRAPHS (graph store
    protocol) or KG_ENDPOINT_UPDATE, credentials from KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or KG_ENDPOINT_TOKEN.

    \b
    Examples:
      kg build corpus/articles
      kg build ~/news --store ~/kurils.store
      kg build report.txt --date 2016-05-07
      kg build ~/news --store http://127.0.0.1:7878/query
    """
    return _build(paths, store, date, skip_faulty)


@click.command()
@paths_argument
@place_option
@date_option
@skip_option
def add(paths: tuple[str, ...], store: Path | str, date: str | None, skip_faulty: bool) -> int:
    """Add articles to an existing store.

    \b
    Examples:
      kg add today.txt --date 2024-02-07
      curl -s https://example.org/a.html | kg add -
    """
    if isinstance(store, Path) and not store.exists():
        raise KgError(f"there is no store at {store}", "make one with `kg build PATH...`, or name it with --store")
    return _build(paths, store, date, skip_faulty)


@click.command()
@paths_argument
@date_option
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
def facts(paths: tuple[str, ...], date: str | None, form: str) -> int:
    """Print the facts of articles as flat records, without a store.

    One JSON object a line: entity, statement, position, event, relation. Offsets count Unicode characters of
    the text that `kg text` prints.

    \b
    Examples:
      kg facts article.txt | jq 'select(.kind == "position")'
      kg facts folder/ --format csv > facts.csv
      echo "Japan said on Friday it would keep its sanctions on Russia." | kg facts -
    """
    from kg.build import Summary, extract, readable

    summary = Summary()
    write = write_csv if form == "csv" else write_jsonl
    with _progress("articles") as step:
        found = extract(readable(paths, summary, date))
        write((record for facts in found for record in _stepped(facts, step)), sys.stdout.buffer)
    return _report(summary)


def _stepped(found: Any, step: Any) -> Iterator[dict[str, Any]]:
    step(found.article.id)
    yield from found.records()


def write_jsonl(records: Iterator[dict[str, Any]], out: IO[bytes]) -> None:
    """One JSON object a line, UTF-8."""
    for record in records:
        out.write(json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
        out.flush()


def write_csv(records: Iterator[dict[str, Any]], out: IO[bytes]) -> None:
    """One row a fact with the columns of all kinds, UTF-8; a span is written ``start-end:text``, lists with ``|``."""
    text = io.TextIOWrapper(out, encoding="utf-8", errors="surrogatepass", newline="", write_through=True)
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    for record in records:
        writer.writerow({key: _cell(value) for key, value in record.items()})
    text.detach()


_COLUMNS = (
    "kind", "article", "id", "type", "label", "aliases", "wikidata", "source", "source_label", "cue", "content",
    "mode", "holder", "holder_label", "topic", "stance", "object", "statement", "participants", "participant_labels",
    "place", "place_label", "status", "subject", "subject_label", "predicate", "object_label", "date", "evidence",
    "parent", "condition", "mentions", "source_mention", "rule", "confidence",
)


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        return f"{value['start']}-{value['end']}:{value['text']}"
    return "|".join(str(_cell(v)) for v in value) if isinstance(value, list) else value


@click.command()
@click.argument("path")
def text(path: str) -> int:
    """Print the text that offsets refer to, exactly.

    The whole file for .txt and .md, the extracted main text for .html and .pdf.

    \b
    Example:
      kg text report.pdf > report.txt
    """
    from kg.build import Summary, readable

    summary = Summary()
    for article in readable([path], summary):
        sys.stdout.buffer.write(article.text.encode("utf-8", "surrogatepass"))
    return _report(summary)


@click.command()
@click.argument("gold", type=click.Path(exists=True, path_type=Path))
@click.argument("facts", type=click.Path(exists=True, path_type=Path))
@click.option("--by-article", is_flag=True, help="One line of F1 figures for each article too.")
@click.option("--errors", type=click.Choice(["entity", "statement", "position", "event", "relation"]),
              help="List what was missed and what was wrong of one kind.")
@click.option("--json", "as_json", is_flag=True, help="The figures as one JSON object.")
def score(gold: Path, facts: Path, by_article: bool, errors: str | None, as_json: bool) -> int:
    """Compare found facts with gold ones: precision, recall and F1 by kind.

    GOLD and FACTS are .jsonl files, or folders of them, as `kg facts` writes them. The headline is the mean of
    the five F1.

    \b
    Example:
      kg facts articles/ > found.jsonl && kg score gold/ found.jsonl --by-article
    """
    from kg.analysis.scoring import read_records
    from kg.analysis.scoring import score as compare
    from kg.cli.figures import print_score

    print_score(compare(read_records(gold), read_records(facts)), by_article=by_article, errors=errors,
                as_json=as_json)
    return 0


COMMANDS = (build, add, facts, text, score)
