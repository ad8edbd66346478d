"""Answers: typed terms, whether they are complete, and how they are written."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING
from typing import Literal as Choice

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
    serialize,
)

from kg.errors import KgError, QueryError
from kg.graph.namespaces import prefixes
from kg.query.labels import shortened
from kg.query.worker import binding

if TYPE_CHECKING:
    import pandas
    import rdflib

Term = NamedNode | BlankNode | Literal | Triple
Row = tuple[Term | None, ...]

_ROW_FORMATS = {"json": QueryResultsFormat.JSON, "csv": QueryResultsFormat.CSV, "tsv": QueryResultsFormat.TSV,
                "xml": QueryResultsFormat.XML}
_GRAPH_FORMATS = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES}
#: Formats by kind of answer; ``table`` is the command line's own.
FORMATS: dict[str, tuple[str, ...]] = {"rows": tuple(_ROW_FORMATS), "boolean": ("json", "xml"),
                                       "graph": tuple(_GRAPH_FORMATS)}


_NUMBERS: dict[str, Callable[[str], object]] = {"integer": int, "decimal": float, "double": float, "float": float}
#: Rows that a notebook shows.
SHOWN = 100


def text_of(term: Term) -> str:
    """A term as plain text: the IRI, or the literal's characters."""
    return str(term) if isinstance(term, Triple) else term.value


def _python(term: Term | None) -> object:
    if isinstance(term, Literal) and term.datatype.value.rpartition("#")[2] in _NUMBERS:
        return _NUMBERS[term.datatype.value.rpartition("#")[2]](term.value)
    return None if term is None else text_of(term)


def _html(term: Term | None) -> str:
    if term is None:
        return ""
    text = escape(text_of(term))
    linked = isinstance(term, NamedNode) and term.value.startswith(("http://", "https://"))
    return f'<a href="{text}">{escape(shortened(term.value))}</a>' if linked and isinstance(term, NamedNode) else text


@dataclass(frozen=True)
class Result:
    """The answer to a query: rows (SELECT), a truth value (ASK) or triples (CONSTRUCT, DESCRIBE).

    ``complete`` is False where a limit cut the answer; ``note`` says so in words.
    """

    kind: Choice["rows", "boolean", "graph"]
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    boolean: bool = False
    triples: tuple[Triple, ...] = ()
    complete: bool = True
    note: str = ""

    @classmethod
    def of(cls, answer: QuerySolutions | QueryBoolean | QueryTriples, limit: int | None = None) -> "Result":
        """What the engine answered: the first ``limit`` rows or triples of it, triples sorted."""
        if isinstance(answer, QueryBoolean):
            return cls("boolean", boolean=bool(answer))
        if isinstance(answer, QuerySolutions):
            columns = tuple(variable.value for variable in answer.variables)
            return cls("rows", columns, tuple(tuple(solution) for solution in answer)).first(limit)
        return cls("graph", triples=tuple(sorted(set(answer), key=str))).first(limit)

    def first(self, limit: int | None) -> "Result":
        """The answer cut after so many rows or triples, saying so if that leaves anything out."""
        count = max(len(self.rows), len(self.triples))
        if limit is None or count <= limit:
            return self
        return replace(self, rows=self.rows[:limit], triples=self.triples[:limit], complete=False,
                       note=f"the first {limit:,} of {count:,}; see more with --limit")

    def write(self, form: str) -> str:
        """The answer in a format of ``FORMATS``; QueryError for one that this kind of answer has not."""
        if form not in FORMATS[self.kind]:
            name = {"rows": "SELECT", "boolean": "ASK", "graph": "CONSTRUCT or DESCRIBE"}[self.kind]
            raise QueryError(f"the answer of a {name} query cannot be written as {form!r}",
                             f"choose from {', '.join(FORMATS[self.kind])}")
        if self.kind == "graph":
            written = serialize(self.triples, format=_GRAPH_FORMATS[form],
                                prefixes=prefixes() if form == "ttl" else None)
            return (written or b"").decode()
        if form == "json":
            return self._json()
        parsed = parse_query_results(self._json().encode(), QueryResultsFormat.JSON)
        return (parsed.serialize(format=_ROW_FORMATS[form]) or b"").decode()

    @property
    def texts(self) -> frozenset[str]:
        """The columns that hold words and numbers only, no IRIs."""
        named = {i for row in self.rows for i, term in enumerate(row) if isinstance(term, NamedNode)}
        return frozenset(name for i, name in enumerate(self.columns) if i not in named)

    def labelled(self, label: Callable[[str], str]) -> "Result":
        """The same rows with words in the place of IRIs."""
        def shown(term: Term | None) -> Term | None:
            return Literal(label(term.value)) if isinstance(term, NamedNode) else term
        rows = (tuple(map(shown, row)) for row in self._table())
        columns = self.columns or ("subject", "predicate", "object")
        return replace(self, kind="rows", columns=columns, rows=tuple(rows), triples=())

    def dicts(self) -> list[dict[str, str]]:
        """The rows as plain texts by column; what is unbound is left out."""
        return [{column: text_of(term) for column, term in zip(self.columns, row, strict=True) if term is not None}
                for row in self.rows]

    def to_frame(self, label: Callable[[str], str] | None = None) -> "pandas.DataFrame":
        """The rows as a pandas table: numbers as numbers, all else as text, None for what is unbound.

        ``label`` puts words in the place of IRIs (``KnowledgeGraph.label``). KgError without pandas, an extra.
        """
        try:
            import pandas
        except ImportError as error:
            raise KgError("pandas is not installed", "pip install 'dispute-kg[notebook]'") from error
        found = self.labelled(label) if label else self.labelled(str)
        frame = pandas.DataFrame([[_python(term) for term in row] for row in found.rows], columns=list(found.columns),
                                 dtype=object)
        frame.attrs["complete"] = self.complete
        return frame.infer_objects()

    def graph(self) -> "rdflib.Graph":
        """The triples of a CONSTRUCT or DESCRIBE, for rdflib."""
        import rdflib

        return rdflib.Graph().parse(data=self.write("nt"), format="nt")

    def _repr_html_(self) -> str:
        """How notebooks show it: a table with links, or the triples, and below it whether that is all."""
        if self.kind == "boolean":
            return f"<p>{'yes' if self.boolean else 'no'}</p>"
        rows = self._table()
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns or ("subject", "predicate", "object"))
        body = "".join(f"<tr>{''.join(f'<td>{_html(term)}</td>' for term in row)}</tr>" for row in rows[:SHOWN])
        more = f"{len(rows):,} rows, {SHOWN} of them shown. " if len(rows) > SHOWN else f"{len(rows):,} rows. "
        whole = "That is all." if self.complete else f"Not whole: {self.note}."
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{escape(more + whole)}</p>"

    def _table(self) -> tuple[Row, ...]:
        return tuple((t.subject, t.predicate, t.object) for t in self.triples) if self.kind == "graph" else self.rows

    def _json(self) -> str:
        if self.kind == "boolean":
            return json.dumps({"head": {}, "boolean": self.boolean})
        bindings = [{column: binding(term) for column, term in zip(self.columns, row, strict=True) if term is not None}
                    for row in self.rows]
        return json.dumps({"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}},
                          ensure_ascii=False, indent=1)


def rows_of_triples(n_triples: bytes) -> list[dict[str, dict[str, str]]]:
    """Triples as rows of SPARQL's JSON with the columns subject, predicate and object, each triple once, sorted."""
    triples = sorted({quad.triple for quad in parse(n_triples, RdfFormat.N_TRIPLES)}, key=str)
    return [dict(zip(("subject", "predicate", "object"), map(binding, triple), strict=True)) for triple in triples]
