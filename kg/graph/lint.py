"""The linter of the ontology and its vocabularies: what an ontology engineer would refuse, with file and line.

Rules: every term of ours has a label in three languages, a definition, an example and a source, once; labels do not
clash; all terms are declared before they are used; ``skos:broader``, ``rdfs:subClassOf`` and ``rdfs:subPropertyOf``
have no cycles; a concept is under its scheme; a deprecated term says what replaces it; a pack adds concepts only.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import rdflib
from pyoxigraph import Literal, NamedNode, Quad

from kg import settings
from kg.errors import KnowledgeError
from kg.graph.iris import VOCABULARY
from kg.graph.namespaces import DCTERMS, LABEL, OWL, RDFS, SKOS, TYPE, prefixes
from kg.graph.schema import read_turtle
from kg.knowledge import Finding

KINDS = tuple(OWL[kind] for kind in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty"))
LANGUAGES = ("en", "ja", "ru")
#: "testing": offered to others' data; nothing of ours uses the term.
STATUS = NamedNode("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")
_HIERARCHIES = (SKOS["broader"], RDFS["subClassOf"], RDFS["subPropertyOf"])
_CONCEPT, _SCHEME = SKOS["Concept"], SKOS["ConceptScheme"]
_TAKES_TERMS = (*_HIERARCHIES, RDFS["domain"], RDFS["range"], OWL["inverseOf"], SKOS["inScheme"], SKOS["topConceptOf"],
                DCTERMS["isReplacedBy"], TYPE)


@dataclass(frozen=True, slots=True)
class Source:
    """A Turtle file: its name in findings, where it is, its triples, and whether a dispute's pack brings it."""

    file: str
    path: Path
    quads: tuple[Quad, ...]
    of_pack: bool = False


@dataclass(frozen=True)
class _View:
    """All files together: values by subject and predicate, and where each term is described."""

    sources: tuple[Source, ...]
    values: dict[tuple[str, NamedNode], list[Literal | NamedNode]] = field(default_factory=lambda: defaultdict(list))
    homes: dict[str, list[Source]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, sources: tuple[Source, ...]) -> "_View":
        made = cls(sources)
        for source in sources:
            for quad in source.quads:
                if isinstance(quad.subject, NamedNode):
                    made.values[quad.subject.value, quad.predicate].append(quad.object)  # type: ignore[arg-type]
                    if quad.predicate == TYPE and source not in made.homes[quad.subject.value]:
                        made.homes[quad.subject.value].append(source)
        return made

    def is_a(self, term: str, *kinds: NamedNode) -> bool:
        return any(kind in kinds for kind in self.values.get((term, TYPE), ()))

    def named(self, term: str, predicate: NamedNode) -> list[str]:
        return [v.value for v in self.values.get((term, predicate), ()) if isinstance(v, NamedNode)]

    def described(self) -> list[str]:
        """Our own terms and concepts, sorted."""
        return sorted(t for t in self.homes if t.startswith((settings.ONTOLOGY, VOCABULARY))
                      and self.is_a(t, *KINDS, _CONCEPT))

    def fault(self, term: str, problem: str, remedy: str, source: Source | None = None) -> Finding:
        source = source or self.homes[term][0]
        return Finding(source.file, line_of(source.path, term), f"{short(term)}: {problem}", remedy)


def short(iri: str) -> str:
    """A prefixed name, or the IRI."""
    name, base = max(((n, b) for n, b in prefixes().items() if iri.startswith(b)), key=lambda p: len(p[1]),
                     default=("", ""))
    return f"{name}:{iri[len(base):]}" if base else iri


def line_of(path: Path, iri: str) -> int:
    """The line on which a term is described: the first that begins with it, else the first that has it, else 1."""
    local = re.escape(re.split("[#/]", iri)[-1])
    text = path.read_text("utf-8-sig", errors="replace")
    name = rf"(?:<{re.escape(iri)}>|[\w-]*:{local}(?![\w-]))"
    for pattern in (rf"^\s*{name}", name):
        if found := re.search(pattern, text, re.MULTILINE):
            return text.count("\n", 0, found.end()) + 1
    return 1


def read_sources(files: Iterable[tuple[str, Path, bool]], findings: list[Finding]) -> tuple[Source, ...]:
    """The files (name, path, whether of a pack) as sources; one that is no Turtle is a finding."""
    made = []
    for file, path, of_pack in files:
        try:
            made.append(Source(file, path, tuple(read_turtle(path)), of_pack))
        except KnowledgeError as error:
            where, _, problem = error.message.partition(": ")
            findings.append(Finding(file, int(where.rpartition(":")[2]), problem, error.hint))
    return tuple(made)


def lint(sources: tuple[Source, ...]) -> list[Finding]:
    """Everything that is wrong with the files, by file and line."""
    view = _View.of(sources)
    rules = (_incomplete, _twice, _clashes, _undeclared, _types, _cycles, _misplaced, _deprecated, _beyond_packs)
    return sorted({finding for rule in rules for finding in rule(view)})


def _incomplete(view: _View) -> Iterator[Finding]:
    for term in view.described():
        labels = view.values.get((term, SKOS["prefLabel"] if view.is_a(term, _CONCEPT) else LABEL), [])
        tags = sorted(str(label.language) for label in labels if isinstance(label, Literal))
        if tags != sorted(LANGUAGES):
            yield view.fault(term, f"labels in {', '.join(tags) or 'no language'}",
                             f"give it one label in each of {', '.join(LANGUAGES)}")
        for name, predicate in (("definition", SKOS["definition"]), ("example", SKOS["example"]),
                                ("source", DCTERMS["source"]), ("rdfs:isDefinedBy", RDFS["isDefinedBy"])):
            values = view.values.get((term, predicate), [])
            if len(values) != 1 or not values[0].value.strip():
                yield view.fault(term, f"{len(values)} values of {name}", f"give it one {name}")


def _twice(view: _View) -> Iterator[Finding]:
    for term in view.described():
        for source in view.homes[term][1:]:
            yield view.fault(term, f"already described in {view.homes[term][0].file}",
                             "give it another name, or leave it to the other file", source)


def _clashes(view: _View) -> Iterator[Finding]:
    """Within classes, within properties and within the concepts of a scheme, a label means one thing."""
    seen: dict[tuple[str, str, str], str] = {}
    for term in sorted(view.described(), key=lambda t: (view.homes[t][0].of_pack, t)):
        concept = view.is_a(term, _CONCEPT)
        scope = "".join(view.named(term, SKOS["inScheme"])) if concept else str(view.is_a(term, OWL["Class"]))
        for predicate in (SKOS["prefLabel"], SKOS["altLabel"]) if concept else (LABEL,):
            for label in view.values.get((term, predicate), ()):
                if isinstance(label, Literal):
                    folded = " ".join(unicodedata.normalize("NFKC", label.value).casefold().split())
                    other = seen.setdefault((scope, folded, str(label.language)), term)
                    if other != term:
                        yield view.fault(term, f"the label {label.value!r} is already that of {short(other)}",
                                         "choose a label that tells the two apart")


def _undeclared(view: _View) -> Iterator[Finding]:
    known = {term for term in view.homes if view.is_a(term, *KINDS, _CONCEPT, _SCHEME)}
    ours = (settings.ONTOLOGY, VOCABULARY)
    built_in = (rdflib.RDF, rdflib.RDFS, rdflib.OWL)
    for source in view.sources:
        for quad in source.quads:
            used = [quad.predicate]
            if isinstance(quad.object, NamedNode) and (
                    quad.predicate == TYPE or (quad.object.value.startswith(ours) and quad.predicate in _TAKES_TERMS)):
                used.append(quad.object)
            if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(ours):
                used.append(quad.subject)
            for term in used:
                if term.value not in known and not any(term.value in space for space in built_in):
                    near = get_close_matches(term.value, known, 1, 0.9)
                    remedy = f"did you mean {short(near[0])}?" if near else "declare it in kg.ttl, or correct its name"
                    yield view.fault(term.value, "used but not declared", remedy, source)


def _types(view: _View) -> Iterator[Finding]:
    """OWL 2 DL: a term is a class, or a property of one kind."""
    for term in sorted(view.homes):
        kinds = [kind for kind in KINDS if view.is_a(term, kind)]
        if len(kinds) > 1:
            names = " and ".join(short(kind.value) for kind in kinds)
            yield view.fault(term, f"declared as {names}", "declare it as one of them")


def _cycles(view: _View) -> Iterator[Finding]:
    for predicate in _HIERARCHIES:
        for term in sorted(view.homes):
            seen, todo = set[str](), view.named(term, predicate)
            while todo and term not in seen:
                if (one := todo.pop()) not in seen:
                    seen.add(one)
                    todo.extend(view.named(one, predicate))
            if term in seen:
                yield view.fault(term, f"above itself by {short(predicate.value)}", "break the cycle")


def _misplaced(view: _View) -> Iterator[Finding]:
    for term in view.described():
        if not view.is_a(term, _CONCEPT):
            continue
        schemes, wider = view.named(term, SKOS["inScheme"]), view.named(term, SKOS["broader"])
        if len(schemes) != 1 or not term.startswith(f"{schemes[0]}/"):
            yield view.fault(term, "not in the one scheme that its name begins with", "write skos:inScheme accordingly")
        elif any(not one.startswith(f"{schemes[0]}/") for one in wider):
            yield view.fault(term, "narrower than a concept of another scheme", "use a concept of the same scheme")
        elif bool(wider) == (view.named(term, SKOS["topConceptOf"]) == schemes):
            yield view.fault(term, "neither a top concept nor narrower than one, or both",
                             "write either skos:topConceptOf or skos:broader")


def _deprecated(view: _View) -> Iterator[Finding]:
    old = {term for term, predicate in view.values if predicate == OWL["deprecated"]}
    for term in sorted(old):
        heirs = view.named(term, DCTERMS["isReplacedBy"])
        if not heirs or not view.values.get((term, SKOS["historyNote"])) or old & set(heirs):
            yield view.fault(term, "deprecated without a replacement that is not, or without a note",
                             "write dcterms:isReplacedBy and skos:historyNote")


def _beyond_packs(view: _View) -> Iterator[Finding]:
    for source in view.sources:
        for term in sorted({str(q.subject) for q in source.quads}) if source.of_pack else ():
            iri = term.strip("<>")
            if not view.is_a(iri, _CONCEPT):
                yield Finding(source.file, line_of(source.path, iri), f"{short(iri)} is no concept",
                              "a pack's Turtle adds concepts to vocabularies; put facts into tables, terms into kg.ttl")


def unused(sources: tuple[Source, ...], used: Collection[str]) -> list[Finding]:
    """Terms and concepts of ours that nothing uses though they are not marked as offered or deprecated, and those
    that are deprecated and used all the same. ``used`` are IRIs; what has something narrower that is used is used.
    """
    view = _View.of(sources)
    wanted = set(used)
    for term in list(wanted):
        todo = [term]
        while todo:
            narrow = todo.pop()
            for one in (wider for predicate in _HIERARCHIES for wider in view.named(narrow, predicate)):
                if one not in wanted:
                    wanted.add(one)
                    todo.append(one)
    found = []
    for term in view.described():
        old = bool(view.values.get((term, OWL["deprecated"])))
        status = [value.value for value in view.values.get((term, STATUS), ())]
        if term in wanted and old:
            found.append(view.fault(term, "deprecated, and used", "use what replaces it"))
        elif term not in wanted and not old and status != ["testing"]:
            found.append(view.fault(term, "used by no data and no query",
                                    'remove it, or mark it: vs:term_status "testing", and a skos:scopeNote for what'))
    return sorted(found)
