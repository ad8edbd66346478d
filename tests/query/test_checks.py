"""Each check finds the fault that it is for, and nothing in a sound graph."""

from pathlib import Path

import pytest

from kg.errors import KnowledgeError
from kg.graph.namespaces import prefixes
from kg.graph.store import GraphStore
from kg.model import Knowledge
from kg.query.checks import checks, run_checks

#: Triples with exactly one fault each -> the column that shows it, and its value.
FAULTS = {
    "fact-without-evidence": ("<x:f> a dkg:Event ; dkg:article <x:a> . <x:a> dkg:sha256 '0'", "fact", "x:f"),
    "fact-without-article": ("<x:f> a dkg:Event ; dkg:evidence <x:e> . <x:e> dkg:quote 'q'", "fact", "x:f"),
    "position-without-statement": ("<x:f> a dkg:Position ; dkg:statement <x:s> ; dkg:evidence <x:e> ; "
                                   "dkg:article <x:a> . <x:a> dkg:sha256 '0' . <x:e> dkg:quote 'q'",
                                   "statement", "x:s"),
    "unknown-entity": ("<x:f> dkg:holder <x:h> ; dkg:evidence <x:e>", "entity", "x:h"),
    "territory-in-a-state": ("<x:t> a dkg:Territory ; dkg:partOf <x:s> . <x:s> a dkg:State", "territory", "x:t"),
    "view-of-nobody": ("<x:v> a dkg:Claim", "view", "x:v"),
    "happened-in-the-future": ("<x:f> dkg:eventStatus event-status:happened ; dkg:occurredOn '2017'^^xsd:gYear ; "
                               "dkg:article <x:a> ; dkg:evidence <x:e> . <x:e> dkg:quote 'q' . "
                               "<x:a> dkg:publishedOn '2016-05-07'^^xsd:date", "date", "2017"),
    "stated-in-the-future": ("<x:f> dkg:statedOn '2016-06'^^xsd:gYearMonth ; dkg:article <x:a> . "
                             "<x:a> dkg:publishedOn '2016-05-07'^^xsd:date", "date", "2016-06"),
    "meeting-of-one": ("<x:f> dkg:eventType event-type:meeting ; dkg:evidence <x:e> ; dkg:participation <x:p> . "
                       "<x:e> dkg:quote 'q'", "event", "x:f"),
    "both-stances": ("<x:f> dkg:holder <x:h> ; dkg:topic topic:transfer ; dkg:stance stance:support ; "
                     "dkg:article <x:a> . <x:g> dkg:holder <x:h> ; dkg:topic topic:transfer ; "
                     "dkg:stance stance:oppose ; dkg:article <x:a>", "holder", "x:h"),
}


@pytest.mark.parametrize("name", checks())
def test_a_fault_is_found_by_its_check_only(name: str) -> None:
    triples, column, value = FAULTS[name]
    with GraphStore.in_memory(Knowledge({})) as store:
        store.engine.update(f"INSERT DATA {{ GRAPH <x:graph> {{ {triples} }} }}", prefixes=prefixes())
        found = list(run_checks(store))
    assert [(f.check.name, f.row[column]) for f in found] == [(name, value)]
    assert str(found[0]).startswith(f"{found[0].check.severity}: {found[0].check.problem}: ")


def test_a_day_in_the_month_of_publication_may_be_past() -> None:
    with GraphStore.in_memory(Knowledge({})) as store:
        store.engine.update("INSERT DATA { GRAPH <x:graph> { <x:a> dkg:publishedOn '2016-05'^^xsd:gYearMonth . "
                            "<x:f> dkg:statedOn '2016-05-06'^^xsd:date ; dkg:article <x:a> . "
                            "<x:g> dkg:statedOn '2016-06-01'^^xsd:date ; dkg:article <x:a> } }", prefixes=prefixes())
        assert [f.row["fact"] for f in run_checks(store)] == ["x:g"]


def test_a_sound_graph_has_no_errors(store: GraphStore) -> None:
    assert [str(f) for f in run_checks(store) if f.check.severity == "error"] == []


@pytest.mark.parametrize(("header", "words"), [
    ("# title: T\n# problem: P\n# solution: S\n# severity: fatal\n", "t.rq:4: 'fatal' is no severity"),
    ("# title: T\n# problem: P\n# severity: info\n", "'solution' is missing"),
])
def test_faulty_headers(header: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "t.rq").write_text(f"{header}SELECT * {{ ?s ?p ?o }}", "utf-8")
    with pytest.raises(KnowledgeError) as caught:
        checks(tmp_path)
    assert words in str(caught.value)
