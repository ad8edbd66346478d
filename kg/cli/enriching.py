"""``kg reason`` and ``kg enrich``: what follows from the graph, and what others know; both only when asked for."""

import datetime
from pathlib import Path

import click

from kg.cli.building import place_option, written
from kg.errors import KgError


@click.command()
@place_option
@click.option("--remove", is_flag=True, help="Remove what was inferred.")
def reason(store: Path | str, remove: bool) -> int:
    """Work out what follows under OWL 2 RL: types, inverses, terms of other vocabularies.

    It goes into the graph graph:inferred, which questions do not see unless they name it. It is worked out anew
    when the graph has changed; a build does not do that by itself.

    \b
    Examples:
      kg reason
      echo 'SELECT ?x { GRAPH graph:inferred { ?x a schema:Person } }' | kg query -
      kg reason --remove
    """
    from kg.graph.inferring import forget, infer

    with written(store) as graph:
        if remove:
            forget(graph)
            click.echo("Inferred: removed")
        else:
            click.echo(f"Inferred: {infer(graph):,} triples")
    return 0


@click.command()
@place_option
@click.option("--wikidata", is_flag=True, help="Ask Wikidata; without it nothing is asked.")
@click.option("--endpoint", default=None, help="Another SPARQL endpoint with Wikidata's items.")
@click.option("--cache", type=click.Path(path_type=Path, file_okay=False), default=Path("out/wikidata"),
              show_default=True, help="Folder of what was fetched before.")
@click.option("--remove", is_flag=True, help="Remove what was fetched from the store.")
def enrich(store: Path | str, wikidata: bool, endpoint: str | None, cache: Path, remove: bool) -> int:
    """Fetch facts about what carries a Wikidata id: dates of birth, inception and the like, websites, codes.

    They go into the graph graph:wikidata, with source and date. This is the only command that asks the network
    unbidden by an address, and only with --wikidata; what is in the cache is not asked again. Nothing that would
    put land into a state is asked for.

    \b
    Examples:
      kg enrich --wikidata
      kg enrich --remove
    """
    from kg.graph.wikidata import ENDPOINT, forget
    from kg.graph.wikidata import enrich as fetch

    if wikidata == remove:
        raise KgError("nothing is fetched unless you say from where", "kg enrich --wikidata, or kg enrich --remove")
    with written(store) as graph:
        if remove:
            forget(graph)
            click.echo("Wikidata: removed")
        else:
            today = datetime.datetime.now(datetime.UTC).date().isoformat()
            click.echo(f"Wikidata: {fetch(graph, cache, today, endpoint or ENDPOINT):,} facts")
    return 0


COMMANDS = (reason, enrich)
