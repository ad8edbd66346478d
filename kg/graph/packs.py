"""Whether the knowledge base is fit for the graph: tables, their concepts, the packs' Turtle, and the shapes.

``findings`` says all that is wrong, with file, line and remedy; ``sound`` leaves out what is faulty, when somebody
asks for that: whole packs, since half a dispute tells half of it, and single rows of the world.
"""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg import settings
from kg.errors import KgError
from kg.graph import iris
from kg.graph.knowledge_mapping import knowledge_quads
from kg.graph.lint import Source, lint, read_sources
from kg.graph.namespaces import OWL, SKOS, TYPE, prefixes
from kg.graph.schema import ontology_files, ontology_quads, read_turtle, shape_files
from kg.graph.validation import Finding as Violation
from kg.graph.validation import validate
from kg.knowledge import Finding, Row, Tables, default_root, load, read, require
from kg.model import Knowledge

#: Columns whose cells name concepts, with the vocabulary; of those marked "words" only what has a concept's form.
_CONCEPTS = {
    ("states", "kind"): "state-kind", ("organizations", "kind"): "organization-kind",
    ("organization_kinds", "kind"): "organization-kind", ("territories", "kind"): "territory-kind",
    ("places", "kind"): "place-kind", ("treaties", "kind"): "treaty-kind", ("treaties", "status"): "treaty-status",
    ("claims", "basis"): "claim-basis words", ("sanctions", "measure"): "measure words",
}
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def findings(root: Path | None = None, without: frozenset[str] = frozenset(), world: bool = True) -> list[Finding]:
    """All that is wrong under ``root``, by file and line.

    The shapes are asked only once everything else is sound, and of what the packs say; with ``world`` also of the
    states, people and offices that all of them share, which takes some ten times as long.
    """
    tables = read(root, without)
    found = [*tables.findings, *_unknown_concepts(tables), *_turtle(tables, (root or default_root()).resolve())]
    if not found:
        found += _shapes(tables, world)
    return sorted(set(found))


def ontology_findings() -> list[Finding]:
    """What is wrong with the ontology, its vocabularies and its shapes."""
    found: list[Finding] = []
    folder = settings.data_dir("ontology")
    files = [*ontology_files(packs=()), *shape_files(), folder / "prefixes.ttl"]
    sources = read_sources(((p.relative_to(folder).as_posix(), p, False) for p in files), found)
    if not found:  # else all that a file declares would be called undeclared
        found += lint(tuple(s for s in sources if not s.file.startswith(("shapes/", "prefixes"))))
    return sorted(set(found))


def consistency(root: Path | None = None) -> list[Finding]:
    """Contradictions in what follows from the ontology and the knowledge under OWL 2 RL."""
    from kg.graph.reasoning import closure, contradictions  # takes long to import

    def problems(*quads: Quad) -> list[Finding]:
        found = contradictions(closure([*ontology_quads(packs=()), *quads]))
        return [Finding("kg.ttl", 1, problem, "correct the axiom, or the rows that say so") for problem in found[:20]]

    one_each = [Quad(iris.thing("genid", f"some-{q.subject.value[-40:]}"), TYPE, q.subject, q.graph_name)
                for q in ontology_quads(packs=()) if q.predicate == TYPE and q.object == OWL["Class"]
                and isinstance(q.subject, NamedNode) and q.subject.value.startswith(settings.ONTOLOGY)]
    # A class that nothing can be of is told once, not for each of its thousands of instances.
    return problems(*one_each) or problems(*knowledge_quads(load(root)))


def sound(root: Path | None = None) -> tuple[Knowledge, list[Finding]]:
    """The knowledge without faulty packs and without faulty rows of the world, and the faults for which.

    KnowledgeError where that is not enough: a whole table of the world cannot be read.
    """
    without, faults = frozenset[str](), list[Finding]()
    while found := findings(root, without, world=False):
        shared = [f for f in found if f.file.split("/")[0] == "world"]
        require([f for f in shared if f.line < 2 or f"{f.file}:{f.line}" in without])
        faults += found
        without |= {f"{f.file}:{f.line}" if f in shared else f.file.split("/")[0] for f in found}
    return load(root, without), faults


@cache
def checked_quads() -> list[Quad]:
    """The quads of the package's own knowledge; KnowledgeError with its first fault. Checked once a process."""
    require(findings(world=False))
    return knowledge_quads(load())


@cache
def vocabulary() -> dict[str, frozenset[str]]:
    """Names of concepts by vocabulary (``treaty-kind``: ``treaty``, ``declaration`` …), without deprecated ones."""
    found: dict[str, set[str]] = {}
    old: set[NamedNode] = set()
    for path in ontology_files(packs=()):
        for quad in read_turtle(path):
            if quad.predicate == SKOS["inScheme"] and isinstance(quad.subject, NamedNode):
                scheme, _, name = quad.subject.value.removeprefix(iris.VOCABULARY).partition("/")
                found.setdefault(scheme, set()).add(name)
            elif quad.predicate == OWL["deprecated"] and isinstance(quad.subject, NamedNode):
                old.add(quad.subject)
    return {scheme: frozenset(n for n in names if iris.concept(scheme, n) not in old)
            for scheme, names in found.items()}


def _unknown_concepts(tables: Tables) -> Iterator[Finding]:
    """Cells that name a concept that no vocabulary has."""
    for (table, column), scheme in _CONCEPTS.items():
        name, _, words = scheme.partition(" ")
        known = vocabulary()[name]
        for row in tables.rows.get(table, ()):
            values = filter(None, (value.strip() for value in row.cells.get(column, "").split("|")))
            for value in values:
                if value in known or (words and not _SLUG.fullmatch(value)):
                    continue
                near = get_close_matches(value, known, 1)
                remedy = f"did you mean {near[0]!r}?" if near else "use one of its concepts, or add it there"
                yield Finding(row.file, row.line, f"{column}: {value!r} is not in the vocabulary {name}", remedy)


def _turtle(tables: Tables, root: Path) -> list[Finding]:
    """What is wrong with the packs' Turtle, read together with the ontology."""
    if not tables.turtle:
        return []
    found: list[Finding] = []
    added = read_sources(((p.relative_to(root).as_posix(), p, True) for p in tables.turtle), found)
    names = {source.file for source in added}
    return found + [finding for finding in lint((*core(), *added)) if finding.file in names]


@cache
def core() -> tuple[Source, ...]:
    """The ontology and its vocabularies without what packs add; KnowledgeError for a file that is no Turtle."""
    faults: list[Finding] = []
    folder = settings.data_dir("ontology")
    made = read_sources(((p.relative_to(folder).as_posix(), p, False) for p in ontology_files(packs=())), faults)
    require(faults)
    return made


def _shapes(tables: Tables, world: bool) -> Iterator[Finding]:
    """Violations of the shapes, each at the row that says it."""
    knowledge = tables.knowledge
    quads = knowledge_quads(knowledge)
    shared = {iris.entity(entry.id) for entry in knowledge.entries.values() if entry.dispute == "world"}
    posts = tuple(f"{settings.BASE}{kind}/" for kind in ("office", "tenure", "membership"))
    checked = quads if world else [q for q in quads if q.subject not in shared
                                   and not str(q.subject).lstrip("<").startswith(posts)]
    rows = [row for table in tables.rows.values() for row in table]
    for violation in validate(checked, packs=()):
        file, line = _place(violation, quads, rows)
        yield Finding(file, line, f"{violation.node} {violation.path} {violation.value}".strip(), violation.message)


def _place(violation: Violation, quads: Iterable[Quad], rows: Iterable[Row]) -> tuple[str, int]:
    """The row that says most of what is said of the violating node."""
    prefix, _, local = violation.node.partition(":")
    node = prefixes().get(prefix, prefix) + local
    words: set[str] = set()
    for quad in quads:
        if getattr(quad.subject, "value", "") == node:
            words.add(_word(quad.object))
        elif getattr(quad.object, "value", "") == node:
            words.add(_word(quad.subject))
    own = _word(NamedNode(node))

    def fit(row: Row) -> tuple[bool, int]:
        cells = [part.strip() for cell in row.cells.values() for part in cell.split("|") if part.strip()]
        return row.cells.get("id") == own, sum(cell in words for cell in cells)

    best = max(rows, key=fit, default=None)
    if best is None or not any(fit(best)):
        return (f"{local.removeprefix('dispute/')}/dispute.yaml", 1) if local.startswith("dispute/") else ("world", 1)
    return best.file, best.line


def _word(term: object) -> str:
    if isinstance(term, NamedNode):
        try:
            return iris.entity_id(term) if term.value.startswith(settings.BASE) else iris.concept_name(term)
        except (KgError, ValueError):
            return term.value
    return str(getattr(term, "value", ""))
