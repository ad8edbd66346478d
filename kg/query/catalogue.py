"""The catalogue: questions with parameters, one file each in ``queries/competency``.

A file is SPARQL that any engine runs as it is, given the prefixes of ``ontology/prefixes.ttl``. Its parameters are the
variables written with a dollar, each in a clause ``VALUES $name { UNDEF }``: "not given" to any engine. Binding puts a
term in the place of ``UNDEF``; a parameter that is not given loses its clause, which means the same and is faster.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import QuerySolutions, Store

from kg import settings
from kg.errors import KnowledgeError
from kg.graph.iris import VOCABULARY
from kg.graph.namespaces import prefixes
from kg.model import ENTITY_TYPES
from kg.query import header
from kg.query.header import Value

#: Types of parameters that name a thing of the graph -> the classes it may have.
THING_TYPES: dict[str, tuple[str, ...]] = {
    "entity": ENTITY_TYPES, **{name.lower(): (name,) for name in (*ENTITY_TYPES, "Article", "Outlet", "Office")},
}
#: Types of parameters that are plain values.
PLAIN_TYPES = ("date", "text", "integer")

_PARAMETER = re.compile(r"\$(\w+)")
_CLAUSE = re.compile(r"VALUES\s+\$(\w+)\s*\{\s*UNDEF\s*\}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Parameter:
    """A parameter: an entity, a concept of a vocabulary (``topic``, ``stance`` …), a date, text or number.

    ``example`` is a value that gives an answer over the corpus; ``choices`` limits a text.
    """

    name: str
    type: str
    description: str
    required: bool = False
    default: str | None = None
    example: str | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column of the answer."""

    name: str
    description: str


@dataclass(frozen=True)
class CatalogueQuery:
    """A question of the catalogue. ``text`` is its SPARQL with the parameters' clauses still open."""

    name: str
    title: str
    question: str
    text: str
    parameters: tuple[Parameter, ...] = ()
    columns: tuple[Column, ...] = ()
    tags: tuple[str, ...] = ()

    def with_terms(self, terms: Mapping[str, str]) -> str:
        """The SPARQL with each given term, already written as SPARQL, in its clause; the other clauses go."""
        return _CLAUSE.sub(lambda m: f"VALUES ?{m[1]} {{ {terms[m[1]]} }}" if m[1] in terms else "", self.text)

    def example(self) -> dict[str, str]:
        """Values for the parameters that need one, for documentation and tests."""
        return {p.name: p.example for p in self.parameters if p.required and p.example}


def parameter_types() -> tuple[str, ...]:
    """All types that a parameter may have: things, vocabularies, plain values."""
    vocabularies = (name for name, iri in prefixes().items() if iri.startswith(VOCABULARY) and iri != VOCABULARY)
    return (*THING_TYPES, *vocabularies, *PLAIN_TYPES)


def catalogue(folder: Path | None = None) -> dict[str, CatalogueQuery]:
    """All questions by name, sorted. KnowledgeError with file and line for a faulty file."""
    return dict(_catalogue(folder or settings.data_dir("queries") / "competency"))


@cache
def _catalogue(folder: Path) -> dict[str, CatalogueQuery]:
    return {path.stem: read_query(path) for path in sorted(folder.glob("*.rq"), key=lambda path: path.stem)}


def read_query(path: Path) -> CatalogueQuery:
    """One query file; KnowledgeError where header and SPARQL do not agree."""
    head, text = header.read(path)
    return parse_query(path.stem, head, text)


def parse_query(name: str, head: Value, text: str) -> CatalogueQuery:
    """A query from its header and its whole text."""
    fields = head.mapping(("title", "question", "tags", "parameters", "columns"), ("title", "question"))
    parameters = tuple(_parameter(key, value) for key, value in fields["parameters"].mapping().items()) \
        if "parameters" in fields else ()
    columns = tuple(Column(key, value.string()) for key, value in fields["columns"].mapping().items()) \
        if "columns" in fields else ()
    query = CatalogueQuery(name, fields["title"].string(), fields["question"].string(), text, parameters, columns,
                           fields["tags"].strings() if "tags" in fields else ())
    _check(query, head)
    return query


def _parameter(name: str, value: Value) -> Parameter:
    if not _NAME.fullmatch(name):
        raise value.fault(f"{name!r} is no name for a parameter", "use small letters, digits and _")
    fields = value.mapping(("type", "description", "required", "default", "example", "choices"),
                           ("type", "description"))
    kind = fields["type"].string()
    if kind not in (types := parameter_types()):
        raise fields["type"].fault(f"{kind!r} is no type of parameter", f"choose from {', '.join(types)}")
    required = "required" in fields and fields["required"].boolean()
    if required and ("default" in fields or "example" not in fields):
        raise value.fault(f"parameter {name!r} is required", "give it an example, and no default")
    return Parameter(name, kind, fields["description"].string(), required,
                     fields["default"].string() if "default" in fields else None,
                     fields["example"].string() if "example" in fields else None,
                     fields["choices"].strings() if "choices" in fields else ())


def _check(query: CatalogueQuery, head: Value) -> None:
    """The SPARQL is sound, its parameters have their clauses, its columns are the described ones."""
    declared = {p.name for p in query.parameters}
    open_clauses = set(_CLAUSE.findall(query.text))
    used = set(_PARAMETER.findall(query.text))
    for missing in sorted(declared - open_clauses):
        raise head.fault(f"parameter {missing!r} has no clause", f"write VALUES ${missing} {{ UNDEF }} in the query")
    for unknown in sorted((used | open_clauses) - declared):
        raise head.fault(f"${unknown} is no parameter", "describe it in the header, or write it with a question mark")
    try:
        answer = Store().query(query.text, prefixes=prefixes())
    except SyntaxError as error:
        raise KnowledgeError(f"{head.file}: faulty SPARQL: {error}", "line and column are the file's own") from error
    if isinstance(answer, QuerySolutions):
        found, told = [v.value for v in answer.variables], [c.name for c in query.columns]
        if found != told:
            raise head.fault(f"the query gives the columns {', '.join(found)}, the header describes "
                             f"{', '.join(told) or 'none'}", "describe exactly the SELECTed variables, in their order")
