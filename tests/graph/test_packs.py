"""Packs of a knowledge base: refused with file, line and remedy, or left out where somebody asks for the rest."""

import shutil
from pathlib import Path

import pytest

from kg.errors import KnowledgeError
from kg.graph import packs
from kg.knowledge import load
from kg.knowledge.skeleton import new_pack

#: A small world with two sound disputes, as files.
FILES = {
    "world/states.csv": """id,label,kind,names,acronyms,adjectives,demonyms,capital,capital_wikidata,seats,wikidata,\
start,end,successor,source
northland,Northland,un-member,,,Northern,,Northtown,,,,,,,own
southland,Southland,un-member,,,Southern,,Southtown,,,,,,,own
""",
    "world/people.csv": """id,label,surname,names,state,wikidata,source
ann-ash,Ann Ash,Ash,,northland,,own
""",
    "world/offices.csv": """id,label,titles,serves,state,single_holder,source
president-northland,President of Northland,president,northland,northland,yes,own
""",
    "world/tenures.csv": """person,office,start,end,source
ann-ash,president-northland,2000,2004,own
""",
}
DISPUTE = {
    "dispute.yaml": "id: {0}\nlabel: {0} dispute\nparties: northland|southland\nterritory: {0}\nsummary: Both claim it."
                    "\ndescriptions:\n  {0}: the {0}\nsource: own\n",
    "territories.csv": "id,label,kind,part_of,wikidata,wkt,area_km2,population,population_year,source\n"
                       "{0},{0} land,island,,,POINT(1 2),5,,,own\n",
    "names.csv": "territory,name,language,kind,authority,source\n{0},North {0},en,name,northland,own\n"
                 "{0},South {0},en,name,southland,own\n",
    "claims.csv": "kind,claimant,territory,basis,start,end,source\nclaim,northland,{0},treaty|Old maps,1900,,own\n"
                  "control,southland,{0},,1950,,own\n",
    "treaties.csv": "id,label,kind,names,parties,signed,in_force,place,status,wikidata,source\n"
                    "pact-{0},Pact of {0},treaty,,northland|southland,1951,1952,,in-force,,own\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = dict(FILES)
    for name in ("isles", "reefs"):
        files |= {f"{name}/{file}": text.format(name) for file, text in DISPUTE.items()}
    for file, text in files.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(text, "utf-8")
    return tmp_path


def edit(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text("utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), "utf-8")


def test_a_sound_base_has_no_findings(root: Path) -> None:
    assert list(map(str, packs.findings(root))) == []
    knowledge, faults = packs.sound(root)
    assert (set(knowledge.disputes), faults) == ({"isles", "reefs"}, [])


FAULTS: list[tuple[str, str, str, int, str, str]] = [
    ("isles/treaties.csv", ",treaty,", ",treatise,", 2, "'treatise' is not in the vocabulary treaty-kind", "'treaty'"),
    ("isles/territories.csv", ",island,", ",iland,", 2, "'iland' is not in the vocabulary territory-kind", "'island'"),
    ("isles/claims.csv", "treaty|Old", "treatty|Old", 2, "'treatty' is not in the vocabulary claim-basis", "'treaty'"),
    ("isles/territories.csv", ",5,", ",0,", 2, "no land has an area of 0", "leave the cell empty"),
    ("isles/territories.csv", "POINT(1 2)", "POINT(1 200)", 2, "1 200 is no place on earth", "longitude before"),
    ("isles/territories.csv", "POINT(1 2)", "POINT 1 2", 2, "is none of POINT", "POINT("),
    ("isles/names.csv", ",en,", ",english!,", 2, "no tag of BCP 47", "'ja-Latn'"),
    ("isles/claims.csv", "claim,northland", "claim\tnorthland", 2, "6 cells where the table has 7", "a cell"),
    ("isles/claims.csv", ",1900,,own", ",1900,,own,extra", 2, "8 cells where", "double quotes"),
    ("isles/claims.csv", "claim,northland", '"claim,northland', 2, "not CSV", "close every double quote"),
    ("isles/claims.csv", "northland", "north\u200bland", 2, "U+200B", "retype"),
    ("isles/claims.csv", "control,southland,isles,,1950,,own\n", "control,southland,isles,,1950,,own\n" * 2, 4,
     "the same row as line 3", "remove one"),
    ("isles/claims.csv", "kind,claimant", "claimant,kind", 1, "the columns are claimant,kind", "put them in order"),
    ("isles/claims.csv", ",basis,", ",Basis,", 1, "the columns are", "add basis and remove Basis"),
    ("isles/treaties.csv", "northland|southland", "northland||southland", 2, "an empty value", "one | between"),
    ("isles/dispute.yaml", "label: isles", "\tlabel: isles", 2, "not YAML", "indent with spaces"),
    ("isles/dispute.yaml", "label: isles dispute", "label: isles: dispute", 2, "not YAML", "hold ': '"),
    ("isles/dispute.yaml", "label: isles dispute", "label: x\nlabel: y", 3, "twice, first in line 2", "keep one"),
    ("isles/dispute.yaml", "northland|southland", "northland", 3, "the parties 'northland'", "two or more"),
    ("isles/dispute.yaml", "northland|southland", "northland|southlnd", 3, "the id 'southlnd'", "southland"),
    ("isles/dispute.yaml", "territory: isles", "territory: northland", 4, "is a State", "id of a Territory"),
    ("isles/dispute.yaml", "territory: isles", "territory: [isles]", 4, "the wrong form", "'territory: text'"),
    ("isles/dispute.yaml", "  isles: the isles", "  rocks: the isles", 7, "no entry has the id 'rocks'", "correct"),
    ("isles/dispute.yaml", "id: isles", "id: Isles", 1, "not an id", "small letters"),
]


@pytest.mark.parametrize(("file", "old", "new", "line", "problem", "remedy"), FAULTS)
def test_a_fault_is_found_and_its_pack_left_out(root: Path, file: str, old: str, new: str, line: int, problem: str,
                                                remedy: str) -> None:
    edit(root, file, old, new)
    found = packs.findings(root)
    hits = [f for f in found if (f.file, f.line) == (file, line) and problem in f.problem and remedy in f.remedy]
    assert hits, list(map(str, found))
    knowledge, faults = packs.sound(root)
    assert set(knowledge.disputes) == {"reefs"}
    assert hits[0] in faults
    assert not any(entry.dispute == "isles" for entry in knowledge.entries.values())


def test_a_byte_order_mark_and_line_ends_are_no_faults(root: Path) -> None:
    for path in [*root.glob("*/*.csv"), *root.glob("*/*.yaml")]:
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert list(map(str, packs.findings(root))) == []


@pytest.mark.parametrize("name", ["north ISLES", "NORTH  isles", "Ｎorth isles"])
def test_a_name_of_another_pack_in_other_letters_is_a_duplicate(root: Path, name: str) -> None:
    edit(root, "reefs/names.csv", "North reefs", name)
    found = [f for f in packs.findings(root) if f.file == "reefs/names.csv"]
    assert [f.line for f in found] == [2]
    assert "already a name in isles/names.csv:2" in found[0].problem


@pytest.mark.parametrize("label", ["isles land", "ISLES Land", "isles  land"])
def test_a_label_of_another_pack_is_a_duplicate(root: Path, label: str) -> None:
    edit(root, "reefs/territories.csv", "reefs land", label)
    found = packs.findings(root)
    assert [(f.file, f.line) for f in found] == [("reefs/territories.csv", 2)]
    assert "already that of 'isles' in isles/territories.csv:2" in found[0].problem


def test_a_cycle_of_parts_over_three_packs_is_found_in_each(root: Path) -> None:
    shutil.copytree(root / "reefs", root / "rocks")
    for path in (root / "rocks").iterdir():
        path.write_text(path.read_text("utf-8").replace("reefs", "rocks"), "utf-8")
    assert packs.findings(root) == []
    for one, other in (("isles", "reefs"), ("reefs", "rocks"), ("rocks", "isles")):
        edit(root, f"{one}/territories.csv", ",island,,", f",island,{other},")
    found = [f for f in packs.findings(root) if "is part of itself" in f.problem]
    assert {f.file for f in found} == {f"{name}/territories.csv" for name in ("isles", "reefs", "rocks")}
    assert all("break the cycle" in f.remedy for f in found)
    knowledge, _ = packs.sound(root)
    assert not knowledge.disputes


@pytest.mark.parametrize(("name", "text", "problem"), [
    ("Claims.CSV", "x", "nothing reads a file 'Claims.CSV'"), ("claims.tsv", "x", "nothing reads"),
    ("dispute.yml", "x", "nothing reads"), ("claim.csv", "x", "no table has the name 'claim'"),
    ("topics.ttl", "@prefix : <http://x/> .\n:a :b :c\n", "not Turtle"), ("claims.csv~", "x", "nothing reads"),
    ("treaties.csv", "", "the columns are missing"), ("treaties.csv", "id;label;kind", "the columns are id;label;kind"),
])
def test_files_that_nobody_would_read_are_told(root: Path, name: str, text: str, problem: str) -> None:
    (root / "isles" / name).write_text(text, "utf-8")
    found = [f for f in packs.findings(root) if f.file == f"isles/{name}"]
    assert problem in found[0].problem
    assert found[0].remedy


def test_folders_and_files_at_odd_places_are_told(root: Path) -> None:
    (root / "claims.csv").write_text("x", "utf-8")
    (root / "isles" / "more").mkdir()
    (root / "isles" / "names.csv").unlink()
    (root / "isles" / "names.csv").mkdir()
    (root / ".git").mkdir()
    (root / "README.md").write_text("x", "utf-8")
    assert {f.file for f in packs.findings(root)} == {"claims.csv", "isles/more", "isles/names.csv"}


def test_a_violated_shape_is_found_at_its_row(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables' own checks are as strict as the shapes, so a shape has to be broken on purpose."""
    monkeypatch.setattr(packs, "knowledge_quads", lambda k: [
        q for q in original(k) if not (str(q.predicate).endswith("claimant>") and "reefs" in territory_of(k, q))])
    original = __import__("kg.graph.knowledge_mapping", fromlist=["x"]).knowledge_quads

    def territory_of(knowledge: object, quad: object) -> str:
        return " ".join(str(q.object) for q in original(knowledge) if q.subject == quad.subject)  # type: ignore[attr-defined]

    found = packs.findings(root)
    assert [(f.file, f.line) for f in found] == [("reefs/claims.csv", 2)]
    assert "exactly one claimant" in found[0].remedy


def test_a_row_of_the_world_is_left_out_with_what_hangs_on_it(root: Path) -> None:
    edit(root, "world/people.csv", "ann-ash,Ann Ash", "Ann Ash,Ann Ash")
    with pytest.raises(KnowledgeError, match=r"world/people\.csv:2"):
        load(root)
    knowledge, faults = packs.sound(root)
    assert {(f.file, f.line) for f in faults} == {("world/people.csv", 2), ("world/tenures.csv", 2)}
    assert knowledge.tenures == ()
    assert set(knowledge.disputes) == {"isles", "reefs"}


def test_a_pack_that_needs_one_that_is_left_out_is_left_out_too(root: Path) -> None:
    edit(root, "isles/territories.csv", ",island,,", ",island,reefs,")
    edit(root, "reefs/claims.csv", "claim,northland", "claim,northlandia")
    knowledge, faults = packs.sound(root)
    assert not knowledge.disputes
    assert {f.file.split("/")[0] for f in faults} == {"isles", "reefs"}


def test_a_world_that_cannot_be_read_is_refused_whatever_one_asks_for(root: Path) -> None:
    edit(root, "world/states.csv", "id,label", "id;label")
    with pytest.raises(KnowledgeError, match=r"world/states\.csv:1"):
        packs.sound(root)


def test_a_skeleton_is_a_list_of_gaps_and_filled_it_is_sound(root: Path) -> None:
    files = new_pack("rocks", "Rocks dispute", ["northland", "southland"], root)
    assert {path.parent for path in files} == {root / "rocks"}
    gaps = packs.findings(root)
    assert {f.file.split("/")[0] for f in gaps} == {"rocks"}
    assert all("is empty" in f.problem and f.remedy for f in gaps), list(map(str, gaps))
    for path in files:
        text = path.read_text("utf-8").replace("summary:", "summary: Both.").replace("\nsource:", "\nsource: own")
        for side in ("northland", "southland"):
            text = text.replace(f"en,name,{side},", f"en,name,{side},own")
        text = text.replace("rocks,,en,name,n", "rocks,A,en,name,n").replace("rocks,,en,name,s", "rocks,B,en,name,s")
        text = text.replace("rocks,,region,,,,,,,,", "rocks,Rocks,region,,,,,,,,own")
        text = text.replace(",rocks,,,,", ",rocks,,,,own")
        path.write_text(text.replace("control,,", "control,northland,"), "utf-8")
    assert list(map(str, packs.findings(root))) == []


@pytest.mark.parametrize(("name", "parties", "says"), [
    ("Rocks", [], "as in 'rocks'"), ("../rocks", [], "as in 'rocks'"), ("", [], "join small letters"),
    ("isles", [], "already"), ("world", [], "already"), ("rocks", ["northlandia", "southland"], "'northland'"),
    ("rocks", ["northland"], "two parties or more"), ("x" * 70, [], "as in"),
])
def test_a_skeleton_is_refused(root: Path, name: str, parties: list[str], says: str) -> None:
    before = sorted(root.rglob("*"))
    with pytest.raises(KnowledgeError) as caught:
        new_pack(name, "", parties, root)
    assert says in str(caught.value)
    assert sorted(root.rglob("*")) == before
