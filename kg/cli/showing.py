"""``kg view`` and ``kg export``: the graph as a picture, and in other programs' formats."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from kg.cli.building import store_option
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.graph.store import GraphStore

_RDF = ("ttl", "trig", "nq", "nt", "jsonld", "rdfxml")
_NETWORK = ("graphml", "gexf")
_FACTS = ("jsonl", "csv")
_POSITIONS = ("nanopub", "dna")


@click.command()
@store_option
@click.option("--output", "-o", type=click.Path(path_type=Path), default=Path("out/network.html"), show_default=True)
@click.option("--article", help="Only the facts of one article (its id).")
@click.option("--limit", type=click.IntRange(2, 2000), default=150, show_default=True,
              help="Draw at most so many nodes, the best connected.")
def view(store: Path, output: Path, article: str | None, limit: int) -> int:
    """Draw the network of actors, territories, treaties, sanctions and positions as one HTML file.

    The file works offline in any browser: filter by class, edge and article; click an edge for its sentences.

    \b
    Examples:
      kg view
      kg view --article 14-sochi-and-the-measure-of-progress -o sochi.html
    """
    from kg.export.picture import write_picture
    from kg.graph.store import GraphStore
    from kg.query.network import network

    with GraphStore.open(store, read_only=True) as graph:
        known_article(graph, article)
        net = network(graph, article)
    with _named(output):
        write_picture(net, output, f"Who stands where: {article}" if article else "Who stands where",
                      limit)
    click.echo(f"{output}: {min(limit, len(net))} of {len(net)} nodes, {net.number_of_edges()} edges in all")
    return 0


@click.command()
@click.option("--format", "form", type=click.Choice([*_RDF, *_NETWORK, *_FACTS, *_POSITIONS]), required=True)
@click.option("--output", "-o", type=click.Path(path_type=Path, allow_dash=True), default=Path("-"),
              help="File; - (the default) is standard output.")
@click.option("--article", help="Only one article (its id).")
@store_option
def export(form: str, output: Path, article: str | None, store: Path) -> int:
    """Write the graph in another format: RDF, a network for Gephi, the facts as flat records, or its positions.

    Positions are written as nanopublications (nanopub, in TriG), or as the table of statements of Discourse Network
    Analyzer (dna, in CSV).

    \b
    Examples:
      kg export --format trig -o graph.trig
      kg export --format gexf -o network.gexf
      kg export --format jsonl --article 05-landing-1945
      kg export --format dna -o statements.csv
    """
    from kg.graph.store import GraphStore

    with GraphStore.open(store, read_only=True) as graph:
        known_article(graph, article)
        if str(output) == "-":
            _write(graph, form, article, sys.stdout.buffer)
            return 0
        with _named(output):
            output.parent.mkdir(parents=True, exist_ok=True)
            with output.open("wb") as out:
                _write(graph, form, article, out)
    return 0


def known_article(graph: "GraphStore", article: str | None) -> None:
    """KgError for an article that the store does not hold."""
    if article is None:
        return
    known = list(graph.articles())
    if article not in known:
        near = get_close_matches(article, known, 2, 0.3) or known[:2]
        raise KgError(f"no article {article!r} in {graph.path}",
                      f"give an article's id, such as {' or '.join(near)}" if near else "the store is empty")


@contextmanager
def _named(output: Path) -> Iterator[None]:
    """What the system says about a file, with the file's name: on a full disk it says none."""
    try:
        yield
    except OSError as error:
        raise KgError(f"cannot write {output}: {error.strerror or error}",
                      "check the path, its permissions and the free space; what is there now is not whole") from error


def _write(graph: "GraphStore", form: str, article: str | None, out: IO[bytes]) -> None:
    from kg.cli.building import write_csv, write_jsonl
    from kg.export.discourse_table import write_discourse_table
    from kg.export.nanopublications import write_nanopublications
    from kg.export.networks import write_network
    from kg.export.rdf import write_rdf
    from kg.query.network import network

    if form in _RDF:
        write_rdf(graph, form, out, article)
    elif form in _NETWORK:
        write_network(network(graph, article), form, out)
    elif form in _POSITIONS:
        (write_nanopublications if form == "nanopub" else write_discourse_table)(graph, out, article)
    else:
        wanted = [article] if article else sorted(graph.articles())
        records = (record for name in wanted for record in graph.records(name))
        (write_csv if form == "csv" else write_jsonl)(records, out)


COMMANDS = (view, export)
