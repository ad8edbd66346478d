"""``kg check``, ``dispute`` and ``reference``: the ontology and the knowledge base, and what is wrong with them."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.errors import KgError

if TYPE_CHECKING:
    from kg.knowledge import Finding

folder_option = click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path),
                             help="Folder of the knowledge base, instead of ontology/knowledge.")


@click.command()
@click.argument("what", required=False, metavar="[PACK|FOLDER]")
@click.option("--store", type=click.Path(path_type=Path), help="Check the graph in this store instead.")
@click.option("--article", "articles", multiple=True, help="Of a store: only this article (its id); may be repeated.")
def check(what: str | None, store: Path | None, articles: tuple[str, ...]) -> int:
    """Check the ontology and the knowledge base: file, line, problem, remedy of every fault.

    Tables, dispute.yaml and Turtle; undeclared concepts; the SHACL shapes; and, without an argument, the linter of
    the ontology and what follows from all of it (OWL 2 RL). Name a PACK to check one dispute only, or another FOLDER
    of knowledge. With --store, check a graph instead: each article against the SHACL shapes, and all of it with the
    queries of queries/checks; each fault with its article, its sentence and what would help. The exit code is 1 where
    something was found (in a store: an error or a warning).

    \b
    Examples:
      kg check
      kg check senkaku
      kg check ~/knowledge
      kg check --store out/store
    """
    if store is not None:
        if what:
            raise KgError(f"{what!r} and --store are two different checks", "give one of them")
        return _check_graph(store, articles)
    if articles:
        raise KgError("--article is for a graph", "name the store with --store DIR")
    root, pack = _place(what)
    found = _findings(root, pack)
    shown = [f for f in found if not pack or f.file.split("/")[0] in (pack, "")]
    for finding in shown:
        click.echo(str(finding))
    others = f", and {len(found) - len(shown)} elsewhere: `kg check` shows them" if len(found) > len(shown) else ""
    click.echo((f"{len(shown)} finding{'s' * (len(shown) != 1)}" if shown else "no findings") + others)
    return 1 if shown else 0


def _check_graph(place: Path, articles: tuple[str, ...]) -> int:
    from collections import Counter

    from kg.cli.showing import known_article
    from kg.graph.store import GraphStore
    from kg.query.violations import violations

    found: Counter[str] = Counter()
    with GraphStore.open(place, read_only=True) as graph:
        for article in articles:
            known_article(graph, article)
        for violation in violations(graph, articles or None):
            click.echo(str(violation))
            found[violation.severity] += 1
    click.echo(", ".join(f"{n} {kind}" for kind, n in sorted(found.items())) or "no findings")
    return 1 if found["error"] or found["warning"] else 0


def _place(what: str | None) -> tuple[Path | None, str]:
    """The root of the knowledge base (None: our own), and one pack of it ("": all)."""
    from difflib import get_close_matches

    from kg.knowledge import default_root

    if what is None:
        return None, ""
    path = Path(what)
    if (path / "dispute.yaml").is_file():
        path = path.resolve()
        return path.parent, path.name
    if path.is_dir() and (path.resolve().name not in _names(default_root()) or (path / "world").is_dir()):
        return path, ""
    names = _names(default_root())
    if what.rstrip("/") in names:
        return None, what.rstrip("/")
    near = get_close_matches(what.casefold(), names, 1)
    raise KgError(f"no pack and no folder {what!r}",
                  f"did you mean {near[0]!r}?" if near else f"name one of {', '.join(names)}")


def _names(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir() if path.is_dir() and not path.name.startswith("."))


def _findings(root: Path | None, pack: str) -> "list[Finding]":
    from kg.graph.packs import consistency, findings, ontology_findings
    from kg.knowledge import check as tables

    if found := [] if pack else ontology_findings():
        return [*found, *tables(root)]
    return findings(root, world=not pack) or ([] if pack else consistency(root))


@click.group()
def dispute() -> None:
    """Disputes of the knowledge base: make a new one.

    \b
    Example:
      kg dispute new dokdo
    """


@dispute.command()
@click.argument("name")
@click.option("--label", default="", help="What the dispute is called, with both sides' names.")
@click.option("--party", "parties", multiple=True, metavar="STATE", help="Id of a party, as in states.csv; repeat it.")
@folder_option
def new(name: str, label: str, parties: tuple[str, ...], folder: Path | None) -> int:
    """Write the skeleton of a dispute's pack: its files, with the rows that can be foreseen and gaps to fill.

    `kg check NAME` then lists the gaps one by one, until none is left.

    \b
    Example:
      kg dispute new senkaku-2 --label "Senkaku / Diaoyu Islands dispute" --party japan --party china
    """
    from kg.knowledge.skeleton import new_pack

    files = new_pack(name, label, parties, folder)
    for file in files:
        click.echo(str(file))
    what = files[0].parent if folder else name
    click.echo(f"Fill the gaps that `kg check {what}` lists; ontology/README.md says how. Until none is left, "
               "`kg build` refuses the knowledge base, or leaves the pack out with --skip-faulty.")
    return 0


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def reference(folder: Path) -> int:
    """Write the HTML reference of the ontology into FOLDER, with the ontology as Turtle and as a JSON-LD context.

    \b
    Example:
      kg reference out/ontology
    """
    from kg.query.ontology_page import write

    for path in write(folder):
        click.echo(str(path))
    return 0


COMMANDS = (check, dispute, reference)
