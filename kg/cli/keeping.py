"""``kg remove``, ``dump`` and ``restore``: taking articles out of a store, and a store through time."""

import os
import sys
import tempfile
from difflib import get_close_matches
from pathlib import Path

import click

from kg.cli.building import store_option
from kg.errors import KgError


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@store_option
def remove(articles: tuple[str, ...], store: Path) -> int:
    """Take articles (their ids) out of a store, and what was concluded from them.

    Nothing is removed where one of the ids is unknown.

    \b
    Example:
      kg remove 14-sochi-and-the-measure-of-progress
    """
    from kg.graph.derive import derive
    from kg.graph.store import GraphStore

    with GraphStore.open(store) as graph:
        known = list(graph.articles())
        for name in articles:
            if name not in known:
                near = get_close_matches(name, known, 2, 0.3) or known[:2]
                raise KgError(f"no article {name!r} in {store}; nothing is removed",
                              f"give an article's id, such as {' or '.join(near)}" if near else "the store is empty")
        removed = sum(graph.remove(name) for name in articles)
        derive(graph)
    click.echo(f"Articles: {removed} removed, {len(known) - removed} left")
    return 0


@click.command()
@click.option("--output", "-o", type=click.Path(path_type=Path, allow_dash=True), default=Path("-"),
              help="File; - (the default) is standard output.")
@store_option
def dump(output: Path, store: Path) -> int:
    """Write all of a store as canonical N-Quads: the same articles give the same bytes.

    The dump is what lasts: `kg restore` makes a store of it, with this version of kg or a later one. A file is written
    whole or not at all.

    \b
    Examples:
      kg dump -o graph.nq
      kg dump | sha256sum
    """
    from kg.graph.store import GraphStore

    with GraphStore.open(store, read_only=True) as graph:
        if str(output) == "-":
            graph.dump(sys.stdout.buffer)
            return 0
        try:
            output.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=output.parent, prefix=f".{output.name}-", delete=False) as stream:
                try:
                    graph.dump(stream)
                    stream.flush()
                    Path(stream.name).chmod(0o666 & ~_umask())
                    Path(stream.name).replace(output)
                except BaseException:
                    Path(stream.name).unlink()
                    raise
        except OSError as error:
            raise KgError(f"cannot write {output}: {error.strerror or error}",
                          "check path, permissions and free space; what was there before still is") from error
    return 0


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@click.command()
@click.argument("source", metavar="DUMP", type=click.Path(path_type=Path, allow_dash=True))
@store_option
def restore(source: Path, store: Path) -> int:
    """Make a store from a dump (- for standard input): in a new folder, all of it or nothing.

    The ontology and the knowledge are this version's, and conclusions are drawn anew. Articles that another version of
    kg has read stay as it read them until `kg build` sees their files again.

    \b
    Examples:
      kg restore graph.nq --store ~/restored.store
      kg dump --store old.store | kg restore - --store new.store
    """
    from kg.graph.derive import derive
    from kg.graph.dumping import restore as restored
    from kg.graph.store import GraphStore

    try:
        if str(source) == "-":
            restored(store, sys.stdin.buffer)
        else:
            with source.open("rb") as stream:
                restored(store, stream)
    except FileNotFoundError as error:
        raise KgError(f"there is no dump {source}", "make one with: kg dump -o FILE") from error
    with GraphStore.open(store) as graph:
        derive(graph)
        counts = graph.counts()
    click.echo(f"{store}: {counts['article']:,} articles, {counts['quad']:,} quads")
    return 0


COMMANDS = (remove, dump, restore)
