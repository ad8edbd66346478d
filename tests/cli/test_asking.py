"""``kg query``, ``queries``, ``explain`` and ``stats``, from the arguments to the exit code."""

import csv
import io
import json
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from kg.cli.group import main
from kg.cli.layout import print_rows
from kg.query import catalogue
from kg.query.reference import markdown

ROOT = Path(__file__).resolve().parents[2]


class Ran:
    """What a run of ``kg`` left: exit code, standard output, standard error."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> None:
        with pytest.raises(SystemExit) as stopped:
            main(list(arguments))
        self.code = stopped.value.code
        self.out, self.err = capsys.readouterr()


POSITIONS = """\
date         topic      stance    article   sentence                                          position
──────────────────────────────────────────────────────────────────────────────────────────────────────────
2016-05-06   transfer   oppose    may       Japan will not give up the four islands,          p00000000ma1
2016-06      transfer   oppose    note      Tokyo opposes a transfer                          p00000000no1
2016-06      transfer   support   june      Tokyo could live with a transfer of two islands   p00000000ju1
"""


def test_a_table(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    ran = Ran(capsys, "query", "positions-of-actor", "--param", "actor=Japan", "--store", folder)
    assert (ran.code, ran.out, ran.err) == (0, POSITIONS, "")


def test_a_table_that_is_cut_says_so(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    ran = Ran(capsys, "query", "positions-of-actor", "-p", "actor=japan", "--store", folder, "--limit", "1")
    assert ran.out.endswith("(the first 1 of 3; see more with --limit)\n")
    ran = Ran(capsys, "query", "positions-of-actor", "-p", "actor=japan", "--store", folder, "--limit", "1",
              "--format", "csv")
    assert len(ran.out.splitlines()) == 2
    assert "the first 1 of 3" in ran.err


def test_no_rows(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    ran = Ran(capsys, "query", "said-by", "-p", "source=vladimir-putin", "--store", folder)
    assert (ran.code, ran.out) == (0, "no rows\n")


SIDE = """\
date         holder          office                       topic          stance        article   position
─────────────────────────────────────────────────────────────────────────────────────────────────────────────
2016-05-07   Russia                                       transfer       conditional   may       p00000000ma2
    Moscow would transfer Shikotan after a treaty
2016-06-30   Sergei Lavrov   Foreign Minister of Russia   peace-treaty   support       june      p00000000ju2
    Sergei Lavrov proposed a treaty without conditions
"""


def test_long_sentences_stand_below_their_rows(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert Ran(capsys, "query", "positions-of-side", "-p", "state=russia", "--store", folder).out == SIDE


def test_layout_keeps_to_its_width(capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"column{i}" for i in range(9)]
    print_rows([*names, "empty"], [dict.fromkeys(names, "word " * 12 + "北方領土" * 9), {"column1": "7"}],
               texts={"column4", "column8"})
    lines = capsys.readouterr().out.splitlines()
    assert max(map(cell_len, lines)) <= 120
    assert lines[0].split() == ["column0", "column1", "column2", "column3", "column5", "column6", "column7"]
    assert [line[:16] for line in lines if line.startswith("    column")] == ["    column4: wor", "    column8: wor"]


def test_formats(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    ask = ("query", "names-by-authority", "--store", folder, "--format")
    rows = list(csv.DictReader(io.StringIO(Ran(capsys, *ask, "csv").out, newline="")))
    assert rows[0]["used_by"] == "https://w3id.org/dispute-kg/id/japan"
    rows = list(csv.DictReader(io.StringIO(Ran(capsys, *ask, "csv", "--labels").out, newline="")))
    assert rows[0] == {"part": "Southern Kuril Islands / Northern Territories", "used_by": "Japan",
                       "names": "Northern Territories, 北方領土"}
    assert len(json.loads(Ran(capsys, *ask, "json").out)["results"]["bindings"]) == 4
    assert Ran(capsys, *ask, "xml").out.startswith("<?xml")
    assert Ran(capsys, *ask, "tsv").out.startswith("?part\t?used_by")
    refused = Ran(capsys, *ask, "ttl")
    assert (refused.code, refused.out) == (2, "")
    assert "SELECT query cannot be written as 'ttl'" in refused.err


def test_why(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    ran = Ran(capsys, "query", "position-shifts", "--why", "--store", folder, "--format", "csv")
    [row] = csv.DictReader(io.StringIO(ran.out, newline=""))
    assert "“Tokyo could live with a transfer of two islands” (june, 2016-06-30)" in row["why"]


def test_ones_own_sparql(folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
                         monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "own.rq"
    file.write_text("CONSTRUCT { ?p dkg:holder ?h } { ?p a dkg:Position ; dkg:holder ?h ; dkg:topic topic:transfer }")
    assert "dkg:holder id:japan" in Ran(capsys, "query", str(file), "--store", folder, "--format", "ttl").out
    assert "p00000000ma1" in Ran(capsys, "query", str(file), "--store", folder).out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"ASK { id:japan a dkg:State }")))
    assert Ran(capsys, "query", "-", "--store", folder).out == "yes\n"


def test_ones_own_file_with_parameters(folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "own.rq"
    file.write_text("# title: T\n# question: Q?\n# parameters:\n#   who: {type: entity, description: Who}\n# columns:\n"
                    "#   n: Number\nSELECT (COUNT(?p) AS ?n) { VALUES $who { UNDEF } ?p a dkg:Position ; "
                    "dkg:holder $who }\n")
    ran = Ran(capsys, "query", str(file), "-p", "who=Tokyo", "--store", folder, "--format", "tsv")
    assert ran.out.split() == ["?n", "3"]


@pytest.mark.parametrize(("arguments", "words"), [
    (("positions-of-actr",), "did you mean positions-of-actor"),
    (("positions-of-actor",), "needs the parameter 'actor'"),
    (("positions-of-actor", "-p", "actor=Nippon"), "'Nippon' is no entity"),
    (("positions-of-actor", "-p", "actor"), "--param 'actor' has no name and value"),
    (("positions-of-actor", "-p", "actor=japan", "-p", "topic=island"), "choose from"),
    ((".",), "."),
])
def test_failures_are_one_line_and_exit_code_2(arguments: tuple[str, ...], words: str, folder: str,
                                               capsys: pytest.CaptureFixture[str]) -> None:
    ran = Ran(capsys, "query", *arguments, "--store", folder)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("kg: ")
    assert ran.err.count("\n") == 1
    assert words in ran.err


def test_sparql_that_is_refused(folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "own.rq"
    for text, words in (("DELETE WHERE { ?s ?p ?o }", "DELETE changes the store"),
                        ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE is refused"),
                        ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?l", "stopped after 0.5")):
        file.write_text(text)
        ran = Ran(capsys, "query", str(file), "--store", folder, "--timeout", "0.5")
        assert ran.code == 2
        assert words in ran.err


def test_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (("query", "treaties"), ("explain", "japan"), ("stats",)):
        ran = Ran(capsys, *command, "--store", str(tmp_path / "none"))
        assert ran.code == 2
        assert "kg build" in ran.err


def test_the_catalogue(capsys: pytest.CaptureFixture[str]) -> None:
    ran = Ran(capsys, "queries")
    assert ran.code == 0
    assert all(name in ran.out for name in catalogue())
    tagged = Ran(capsys, "queries", "--tag", "territory").out
    assert "who-controls" in tagged
    assert "said-by" not in tagged
    assert "choose from" in Ran(capsys, "queries", "--tag", "nothing").err
    assert "did you mean treaties" in Ran(capsys, "queries", "treatys").err


@pytest.mark.parametrize("name", catalogue())
def test_each_query_described(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = Ran(capsys, "queries", name).out
    query = catalogue()[name]
    assert query.question in out
    assert all(p.name in out and p.description.split()[0] in out for p in query.parameters)
    assert all(column.name in out for column in query.columns)
    assert f"kg query {name}" in out


def test_the_reference_page_is_current(capsys: pytest.CaptureFixture[str]) -> None:
    page = Ran(capsys, "queries", "--markdown").out
    assert page == markdown(catalogue())
    assert (ROOT / "queries/README.md").read_text("utf-8") == page, "run: kg queries --markdown > queries/README.md"


def test_explaining_a_fact(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = Ran(capsys, "explain", "p00000000ma2", "--store", folder).out
    assert out.splitlines()[:4] == [
        "position p00000000ma2", "  Russia would, on a condition, support transfer of territory", "",
        "  … to Kyodo, an official said »Moscow would transfer Shikotan after a treaty«. Russia has moved "
        "missiles to …"]
    assert "said by    an official, as told by Kyodo, as told by North Post" in out
    assert "rule       positions.transfer, confidence 1.00" in out
    found = json.loads(Ran(capsys, "explain", "p00000000ma2", "--store", folder, "--format", "json").out)
    assert found[0]["quotation"]["text"] == "Moscow would transfer Shikotan after a treaty"


def test_explaining_an_entity(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = Ran(capsys, "explain", "Northern Territories", "--store", folder).out
    assert "named by Japan: Northern Territories, 北方領土 (ja)" in out
    assert "named by Russia: Southern Kurils" in out
    ran = Ran(capsys, "explain", "p123", "--store", folder)
    assert ran.code == 2
    assert "'p123' is the id of no fact, and of no entity" in ran.err


def test_stats(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = Ran(capsys, "stats", "--store", folder).out
    assert "North Post   GB" in out
    found = json.loads(Ran(capsys, "stats", "--store", folder, "--format", "json").out)
    assert found["counts"]["article"] == 3
    assert found["articles-by-year"] == [{"year": "2016", "articles": "3", "facts": "20"}]
    assert found["entities-most-mentioned"][0]["entity"] == "Japan"


def test_help_has_examples(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("query", "queries", "explain", "stats"):
        assert "Example" in Ran(capsys, command, "--help").out
