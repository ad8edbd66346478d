"""Every question of the catalogue, asked of the small graph whose answers are known."""

from pathlib import Path

import pytest
import yaml

from kg.graph.store import GraphStore
from kg.query import Labels, catalogue, run

CASES = yaml.load(Path(__file__).with_name("small.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['query']} {c.get('params', '')}")
def test_answers(case: dict, store: GraphStore) -> None:
    result = run(store, catalogue()[case["query"]], case.get("params", {}))
    found = result.labelled(Labels(store))
    rows = [["" if term is None else term.value for term in row] for row in found.rows]
    expected = [["*" if want == "*" else cell for want, cell in zip(wanted, row, strict=True)]
                for wanted, row in zip(case["rows"], rows, strict=False)] + rows[len(case["rows"]):]
    assert expected == case["rows"]
    assert result.complete


def test_every_query_is_asked() -> None:
    assert {case["query"] for case in CASES} == set(catalogue())


@pytest.mark.parametrize("name", catalogue())
def test_answers_in_a_fixed_order(name: str, store: GraphStore) -> None:
    query = catalogue()[name]
    assert "ORDER BY" in query.text
    known = {"text": "transfer"}
    params = {p.name: p.example for p in query.parameters if p.required and p.example} | (
        {"words": known["text"]} if name == "who-said-it" else {})
    assert len({run(store, query, params) for _ in range(3)}) == 1
