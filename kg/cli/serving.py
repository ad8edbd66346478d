"""``kg serve`` and ``kg site``: the SPARQL endpoint and the pages, by a server and as files."""

import signal
from pathlib import Path

import click

from kg.cli.building import Seconds, store_option
from kg.errors import QueryError


@click.command()
@store_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; 0.0.0.0 for all.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 for any free one.")
@click.option("--url", default="", metavar="URL", help="Where readers find it, if it is behind a proxy.")
@click.option("--token", envvar="KG_TOKEN", default="", metavar="TEXT",
              help="Lets whoever sends it write (update, /data). Better set as KG_TOKEN: a command line can be read.")
@click.option("--default-graph", type=click.Choice(["union", "stored"]), default="union", show_default=True,
              help="What a query without GRAPH and FROM sees: all graphs' triples, or the unnamed graph's.")
@click.option("--unknown-graphs", type=click.Choice(["refuse", "empty"]), default="refuse", show_default=True,
              help="What FROM and default-graph-uri of a graph that is not there are.")
@click.option("--allow-host", "hosts", multiple=True, metavar="HOST[:PORT]",
              help="A host that SERVICE and LOAD may ask; may be repeated. Without any, nothing reaches the network.")
@click.option("--allow-origin", "origins", multiple=True, metavar="ORIGIN",
              help="A site whose pages may read answers, like https://example.org; may be repeated.")
@click.option("--articles", type=click.Path(exists=True, path_type=Path), metavar="DIR",
              help="The articles that the store was built from; their pages show the text then.")
@click.option("--timeout", type=Seconds(0.1), default=10.0, show_default=True,
              help="Seconds a query may take.")
@click.option("--workers", type=click.IntRange(1, 256), default=16, show_default=True, help="Queries at a time.")
@click.option("--long", type=click.IntRange(1), default=2, show_default=True,
              help="How many of them may be long ones; the others are kept for short ones.")
@click.option("--memory", type=click.IntRange(64), default=1024, show_default=True, help="Megabytes a query may take.")
@click.option("--max-rows", type=click.IntRange(1), default=1_000_000, show_default=True, help="Rows of an answer.")
@click.option("--max-bytes", type=click.IntRange(1000), default=256_000_000, show_default=True,
              help="Bytes of an answer.")
def serve(store: Path, host: str, port: int, url: str, token: str, default_graph: str, unknown_graphs: str,
          hosts: tuple[str, ...], origins: tuple[str, ...], articles: Path | None, timeout: float, workers: int,
          long: int, memory: int, max_rows: int, max_bytes: int) -> int:
    """Serve a store: a SPARQL endpoint at /sparql, for this computer only unless told otherwise.

    \b
    Examples:
      kg serve
      kg serve --store ~/kurils.store --port 8080
      curl localhost:8000/sparql --data-urlencode 'query=SELECT * { ?s a dkg:Position } LIMIT 5'
    """
    from kg.graph.serving.pool import Limits
    from kg.web.config import Config
    from kg.web.server import serve as run

    if token and len(token) < 8:
        raise QueryError(f"a token of {len(token)} characters is soon guessed", "take a long random one: "
                         "KG_TOKEN=$(openssl rand -hex 16) kg serve")
    limits = Limits(workers=workers, long=min(long, workers), deadline=timeout, memory=memory << 20, rows=max_rows,
                    bytes=max_bytes)
    run(Config(store=store, host=host, port=port, url=url, token=token, union=default_graph == "union",
               strict=unknown_graphs == "refuse", hosts=frozenset(hosts), origins=frozenset(origins),
               articles=articles, limits=limits),
        lambda address: click.echo(f"kg serves {store} at {address} (SPARQL: {address}/sparql); Ctrl-C stops it",
                                   err=True))
    for again in (signal.SIGINT, signal.SIGTERM):  # all is done: who asks a second time is not told of a failure
        signal.signal(again, signal.SIG_IGN)
    return 0


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@store_option
@click.option("--articles", type=click.Path(exists=True, path_type=Path), metavar="DIR",
              help="The articles that the store was built from; their pages show the text then.")
@click.option("--format", "formats", multiple=True, type=click.Choice(["ttl", "jsonld", "nt", "rdf", "trig", "nq"]),
              default=("ttl", "jsonld"), show_default=True, help="Data beside each page; may be repeated.")
@click.option("--url", default="", metavar="URL", help="Where the site will be; adds a description (VoID, DCAT).")
def site(folder: Path, store: Path, articles: Path | None, formats: tuple[str, ...], url: str) -> int:
    """Write the whole site into FOLDER as files, with relative links.

    A page for each thing of the graph, beside it its data; the catalogue's questions with the answers to their
    examples; a dump. Open index.html in a browser, or put the folder on any web server. A site that was there before
    is replaced.

    \b
    Examples:
      kg site out/site --articles corpus/articles
      kg site public --format ttl --format rdf --url https://example.org
    """
    import asyncio

    from kg.web.config import Config
    from kg.web.site import write_site

    written = asyncio.run(write_site(Config(store=store, articles=articles, url=url), folder, formats))
    click.echo(f"{folder / 'index.html'}: {written.pages:,} pages, {written.data:,} other files")
    return 0


COMMANDS = (serve, site)
