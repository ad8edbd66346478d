"""What the catalogue answers over the whole corpus: rows that its articles, read by hand, must yield.

Expected values are ids (of entities and articles), names (of concepts) or texts; ``~`` in front means "contains".
``contains`` lists rows that must be there; ``rows`` all rows, in order.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from kg.build import build
from kg.graph.store import GraphStore
from kg.query import catalogue, run, thing_id
from kg.query.checks import run_checks
from kg.query.labels import Labels
from kg.query.results import NamedNode, Term, text_of

ROOT = Path(__file__).resolve().parents[2]
CASES = [(path.stem, case) for path in sorted((ROOT / "tests/query/expected").glob("*.yaml"))
         for case in yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)]



@pytest.fixture(scope="module")
def corpus() -> Iterator[GraphStore]:
    with GraphStore.in_memory() as store:
        summary = build([ROOT / "corpus/articles"], store)
        assert not summary.refused
        yield store


def shown(term: Term | None, label: Labels) -> str:
    if not isinstance(term, NamedNode):
        return "" if term is None else text_of(term)
    if "/id/" in term.value and "/office/" not in term.value:
        return thing_id(term)
    return label(term.value)


def fits(row: dict[str, str], wanted: dict[str, str]) -> bool:
    return all(value[1:] in row[name] if value.startswith("~") else row[name] == value
               for name, value in wanted.items())


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name} {case.get('params', '')}" for name, case in CASES])
def test_expected_rows(name: str, case: dict, corpus: GraphStore) -> None:
    result = run(corpus, catalogue()[name], case.get("params", {}))
    label = Labels(corpus)
    rows = [{column: shown(term, label) for column, term in zip(result.columns, row, strict=True)}
            for row in result.rows]
    missing = [wanted for wanted in case.get("contains", ()) if not any(fits(row, wanted) for row in rows)]
    assert not missing, f"not among {len(rows)} rows"
    if "rows" in case:
        assert len(rows) == len(case["rows"])
        assert [wanted for row, wanted in zip(rows, case["rows"], strict=True) if not fits(row, wanted)] == []


def test_every_query_has_expected_rows() -> None:
    assert {name for name, _ in CASES} == set(catalogue())


@pytest.mark.parametrize("name", catalogue())
def test_every_query_answers(name: str, corpus: GraphStore) -> None:
    query = catalogue()[name]
    run(corpus, query, query.example())


def test_the_corpus_passes_all_checks_of_severity_error(corpus: GraphStore) -> None:
    assert [str(finding) for finding in run_checks(corpus) if finding.check.severity == "error"] == []
