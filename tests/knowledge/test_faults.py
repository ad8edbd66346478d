"""Every fault of a table is refused with its file, its line and a remedy; sound tables load."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import KnowledgeError
from kg.knowledge import check, load
from kg.knowledge.tables import COLUMNS

DISPUTE = """\
id: isles
label: Isles dispute
parties: northland|southland
territory: isles
summary: Both claim the isles.
descriptions:
  isles: disputed isles|two rocks
source: own
"""

#: A small world: two states, one dispute.
SOUND: dict[str, list[str]] = {
    "world/states.csv": [
        "northland,Northland,state,,NL,Northern,Northerners,Northtown,,Grey House,Q1,,,,own",
        "southland,Southland,state,,,Southern,,Southtown,,,,,,,own",
    ],
    "world/organizations.csv": ["league,League,igo,,,,LG,,,,,,own"],
    "world/offices.csv": ["president-northland,President of Northland,president,northland,northland,yes,own"],
    "world/people.csv": ["ann-ash,Ann Ash,Ash,,northland,feminine,,own", "bea-birch,Bea Birch,Birch,,northland,,,own"],
    "world/tenures.csv": [
        "ann-ash,president-northland,2000-05-01,2004-05-01,own",
        "bea-birch,president-northland,2004-05-01,,own",
    ],
    "world/locations.csv": ["northtown-city,POINT(10.5 60.2),own"],
    "world/memberships.csv": ["northland,league,1990,,own"],
    "isles/territories.csv": ["isles,Isles,island-group,,,,,12.5,40,1990,own", "rock,Rock,island,isles,,,,,,,own"],
    "isles/names.csv": ["isles,North Isles,en,name,northland,own", "isles,South Isles,en,name,southland,own"],
    "isles/claims.csv": ["claim,northland,isles,history,1900,,own", "control,southland,isles,landing,1950,,own"],
    "isles/treaties.csv": [
        "isles-treaty,Isles Treaty,treaty,,northland|southland,1951-01-02,1952-01-02,,in-force,,own"
    ],
    "isles/clauses.csv": ["isles-treaty,Art. 1,The isles stay as they are.,own"],
    "isles/readings.csv": ["isles-treaty,Art. 1,northland,For a year.,own"],
    "isles/sanctions.csv": ["fish-ban,Fish ban,,northland,southland|ann-ash,No fish,,2010,2011,,own"],
}

Make = Callable[[dict[str, list[str]]], Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write the small world with some files changed."""

    def write(changes: dict[str, list[str]]) -> Path:
        for file, rows in (SOUND | changes).items():
            path = tmp_path / file
            path.parent.mkdir(exist_ok=True)
            path.write_text("\n".join([",".join(COLUMNS[path.stem]), *rows]) + "\n", "utf-8")
        (tmp_path / "isles" / "dispute.yaml").write_text(DISPUTE, "utf-8")
        return tmp_path

    return write


def test_a_sound_world_loads(make: Make) -> None:
    knowledge = load(make({}))
    assert [name.text for name in knowledge.entries["northland"].names if name.kind == "seat"] == ["Grey House"]
    assert knowledge.entries["northtown-city"].state == "northland"
    assert knowledge.clauses[0].readings[0].state == "northland"
    assert knowledge.territories["isles"].population == 40
    assert knowledge.entries["ann-ash"].gender == "feminine"
    assert [n.text for n in knowledge.entries["isles"].names if n.dispute == "isles"] == ["disputed isles", "two rocks"]


def changed(file: str, line: int, row: str) -> tuple[str, list[str]]:
    """The file with its row on ``line`` (the header is line 1) replaced, or one added."""
    rows = list(SOUND[file])
    rows[line - 2 : line - 1] = [row]
    return file, rows


FAULTS = [
    ("world/states.csv", 2, "North Land,Northland,state,,,,,,,,,,,,own", "not an id", "small letters"),
    (
        "world/states.csv",
        3,
        "northland,Northland,state,,,,,,,,,,,,own",
        "already used in world/states.csv:2",
        "another id",
    ),
    ("world/states.csv", 2, "northland,Northland,state,,,,,,,,17,,,,own", "not a Wikidata id: '17'", "Q and a number"),
    ("world/states.csv", 3, "southland,Southland,state,,,,,,,,Q1,,,,own", "already the Wikidata id of", "empty"),
    ("world/states.csv", 2, "northland,Northland,state,,,,,,,,,,,,", "'source' is empty", "fill in source"),
    ("world/states.csv", 2, "northland,Northland,state,own", "4 cells where the table has 15", "double quotes"),
    ("world/states.csv", 3, "southland,Southland,state,,,,,,,,,1900,1800,,own", "before the start", "dates"),
    ("world/states.csv", 3, "southland,Southland,state,,,,,,,,,,,eastland,own", "no entry has the id 'eastland'", ""),
    ("world/organizations.csv", 2, "league,League,igo,nrthland,,,,,,,,,own", "'nrthland'", "did you mean 'northland'"),
    ("world/organizations.csv", 3, "sub,Sub,igo,,sub,,,,,,,,own", "is part of itself", "break the cycle"),
    ("world/offices.csv", 2, "president-northland,P,p,northland,northland,maybe,own", "'maybe'", "yes, no"),
    ("world/offices.csv", 3, "president-northland,P,p,northland,northland,yes,own", "has two rows", "join them"),
    ("world/offices.csv", 2, "president-northland,P,p,ann-ash,northland,yes,own", "is a Person", "State or Org"),
    ("world/people.csv", 2, "ann-ash,Ann Ash,Ash,,league,,,own", "'league' is a Organization", "id of a State"),
    ("world/tenures.csv", 2, "ann-ash,president-northland,2000-13,,own", "month must be in 1..12", "YYYY-MM-DD"),
    ("world/tenures.csv", 2, "ann-ash,president-northland,May 2000,,own", "not a date", "YYYY-MM-DD"),
    ("world/tenures.csv", 3, "bea-birch,president-northland,2003-01-01,,own", "both hold president-northland", "end"),
    ("world/tenures.csv", 3, "bea-birch,president-southland,2004,,own", "no office has the id", "did you mean"),
    ("world/people.csv", 2, "ann-ash,Ann Ash,Ash,,northland,f,,own", "gender: 'f' is none", "masculine, feminine"),
    ("world/memberships.csv", 2, "northland,ann-ash,,,own", "'ann-ash' is a Person", "Organization"),
    ("world/locations.csv", 2, "northtown-city,POINT(60.2 210),own", "no place on earth", "longitude before latitude"),
    ("world/locations.csv", 2, "northland,POINT(10.5 60.2),own", "'northland' is a State", "id of a Place"),
    ("world/locations.csv", 3, "northtown-city,POINT(10.6 60.2),own", "has a location already", "keep one"),
    ("isles/territories.csv", 3, "rock,Rock,island,southland,,,,,,,own", "'southland' is a State", "id of a Territory"),
    ("isles/territories.csv", 2, "isles,Isles,island-group,,,,near,,,,own", "accuracy_km: not a number", "digits"),
    ("isles/territories.csv", 2, "isles,Isles,island-group,,,,,wide,,,own", "not a number: 'wide'", "digits"),
    ("isles/territories.csv", 2, "isles,Isles,island-group,,,,,,40,,own", "without its year", "population_year"),
    ("isles/names.csv", 3, "isles,South Isles,en,name,,own", "nobody's name: 'South Isles'", "authority"),
    ("isles/names.csv", 3, "rock,NORTH ISLES,en,name,northland,own", "already a name in isles/names.csv:2", "keep one"),
    (
        "isles/names.csv",
        3,
        "isles,South Isles,en,label,southland,own",
        "'label' is none of the words",
        "use one of: name",
    ),
    ("isles/claims.csv", 2, "owns,northland,isles,,,,own", "'owns' is none", "claim, control"),
    ("isles/claims.csv", 3, "control,southland,northland,,,,own", "'northland' is a State", "Territory"),
    ("isles/treaties.csv", 2, "isles-treaty,T,treaty,,northland,1951,1950,,,,own", "before it was signed", "dates"),
    ("isles/treaties.csv", 2, "isles-treaty,T,treaty,,northland,1951,,,good,,own", "'good' is none", "in-force"),
    ("isles/readings.csv", 2, "isles-treaty,Art. 7,northland,No.,own", "no clause 'Art. 7'", "clauses.csv"),
    ("isles/sanctions.csv", 2, "fish-ban,Fish ban,,isles,southland,,,,,,own", "'isles' is a Territory", "State or"),
    ("isles/sanctions.csv", 2, 'fish-ban,"Fish,,northland,southland,,,,,,own', "not CSV", "double quote"),
]


@pytest.mark.parametrize(("file", "line", "row", "problem", "remedy"), FAULTS)
def test_a_faulty_row_is_found(make: Make, file: str, line: int, row: str, problem: str, remedy: str) -> None:
    root = make(dict([changed(file, line, row)]))
    findings = check(root)
    assert any(
        (f.file, f.line) == (file, line) and problem in f.problem and f.remedy and remedy in f.remedy for f in findings
    ), list(map(str, findings))
    with pytest.raises(KnowledgeError) as caught:
        load(root)
    assert str(findings[0].file) in str(caught.value)
    assert findings[0].remedy in caught.value.hint


def test_tables_with_other_columns_or_names_are_refused(make: Make) -> None:
    root = make({})
    (root / "world" / "people.csv").write_text("id,label\nann-ash,Ann Ash\n", "utf-8")
    (root / "world" / "persons.csv").write_text("id\n", "utf-8")
    problems = {(f.file, f.line): f.problem for f in check(root)}
    assert problems["world/people.csv", 1] == "the columns are id,label"
    assert problems["world/persons.csv", 1] == "no table has the name 'persons'"


def test_a_table_may_leave_out_a_column_that_came_later(make: Make) -> None:
    root = make({})
    (root / "world" / "people.csv").write_text(
        "id,label,surname,names,state,wikidata,source\n"
        "ann-ash,Ann Ash,Ash,,northland,,own\nbea-birch,Bea Birch,Birch,,northland,Q7,own\n", "utf-8")
    assert load(root).entries["bea-birch"].gender == ""
    assert load(root).entries["bea-birch"].wikidata == "Q7"


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        (DISPUTE.replace("id: isles", "id: rocks"), 1, "not the folder's name"),
        (DISPUTE.replace("summary: Both", "summary: 'Both"), 5, "not YAML"),
        (DISPUTE.replace("source: own", ""), 1, "missing or unknown: source"),
        (DISPUTE.replace("  isles: disp", "  islets: disp"), 1, "no entry has the id 'islets'"),
        (DISPUTE.replace("parties: northland|southland", "parties: [northland]"), 1, "wrong form"),
        ("- a\n- b\n", 1, "not a mapping"),
    ],
)
def test_a_faulty_dispute_file_is_found(make: Make, text: str, line: int, problem: str) -> None:
    root = make({})
    (root / "isles" / "dispute.yaml").write_text(text, "utf-8")
    found = [f for f in check(root) if f.file == "isles/dispute.yaml"]
    assert found, check(root)
    assert problem in found[0].problem
    assert found[0].line >= line
    assert found[0].remedy


def test_a_file_that_is_not_utf8_is_refused_with_its_line(make: Make) -> None:
    root = make({})
    path = root / "world" / "people.csv"
    path.write_bytes(path.read_bytes().replace(b"Bea Birch", b"B\xe9a Birch"))
    assert ("world/people.csv", 3, "not UTF-8") in {(f.file, f.line, f.problem) for f in check(root)}


def test_a_missing_dispute_file_and_world_are_findings(make: Make, tmp_path: Path) -> None:
    root = make({})
    (root / "isles" / "dispute.yaml").unlink()
    assert any(f.file == "isles/dispute.yaml" and "cannot be read" in f.problem for f in check(root))
    empty = tmp_path / "nothing"
    empty.mkdir()
    with pytest.raises(KnowledgeError, match="no folder 'world'"):
        load(empty)
