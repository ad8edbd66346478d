"""The knowledge base of the package: sound, even-handed, and right about a sample of facts."""

from datetime import date

import pytest

from kg.knowledge import check, load
from kg.model.dates import PartialDate

KNOWLEDGE = load()

DISPUTES = {
    *("kurils", "senkaku", "takeshima", "south-china-sea", "taiwan-strait", "korea", "kashmir", "crimea", "georgia"),
    *("nagorno-karabakh", "falklands", "gibraltar", "chagos", "western-sahara", "essequibo"),
}


def test_nothing_is_wrong_with_the_tables() -> None:
    assert check() == []


def test_a_second_load_is_the_same_object() -> None:
    assert load() is KNOWLEDGE


def test_no_territory_is_in_a_state() -> None:
    entries = KNOWLEDGE.entries
    for entry in entries.values():
        if entry.type == "Territory":
            assert entry.state == "", entry.id
            whole = entry.part_of
            while whole:
                assert entries[whole].type == "Territory", entry.id
                whole = entries[whole].part_of


def test_every_dispute_has_its_territory_with_names_of_two_sides() -> None:
    assert set(KNOWLEDGE.disputes) == DISPUTES
    for dispute in KNOWLEDGE.disputes.values():
        assert len(dispute.parties) > 1
        assert dispute.summary
        land = {e.id for e in KNOWLEDGE.entries.values() if e.dispute == dispute.id and e.type == "Territory"}
        assert dispute.territory in land
        names = [n for id in land for n in KNOWLEDGE.entries[id].names if n.authority]
        assert len({n.authority for n in names}) > 1, dispute.id
        claimants = {c.claimant for c in KNOWLEDGE.claims if c.territory in land and c.kind == "claim"}
        assert len(claimants) > 1, dispute.id


def test_every_name_of_a_territory_from_the_tables_of_names_says_whose_it_is() -> None:
    for entry in KNOWLEDGE.entries.values():
        if entry.type == "Territory":
            bare = [n.text for n in entry.names if n.kind == "name" and not n.authority]
            assert bare == [entry.label], entry.id


def test_every_row_has_a_source() -> None:
    everything = [*KNOWLEDGE.entries.values(), *KNOWLEDGE.offices.values(), *KNOWLEDGE.tenures, *KNOWLEDGE.claims]
    everything += [*KNOWLEDGE.treaties.values(), *KNOWLEDGE.sanctions.values(), *KNOWLEDGE.memberships]
    assert all(thing.source for thing in everything)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("office", "date", "person"),
    [
        ("prime-minister-japan", "1993-10-13", "morihiro-hosokawa"),
        ("president-russia", "1993-10-13", "boris-yeltsin"),
        ("prime-minister-japan", "1956-10-19", "ichiro-hatoyama"),
        ("prime-minister-soviet-union", "1956-10-19", "nikolai-bulganin"),
        ("foreign-minister-japan", "1956-10-19", "mamoru-shigemitsu"),
        ("foreign-minister-united-states", "1956-09-07", "john-foster-dulles"),
        ("foreign-minister-soviet-union", "1960-01-27", "andrei-gromyko"),
        ("prime-minister-japan", "1991-04-18", "toshiki-kaifu"),
        ("president-soviet-union", "1991-04-18", "mikhail-gorbachev"),
        ("prime-minister-japan", "1998-11-13", "keizo-obuchi"),
        ("prime-minister-japan", "2001-03-25", "yoshiro-mori"),
        ("president-russia", "2010-11-01", "dmitry-medvedev"),
        ("prime-minister-japan", "2016-12-15", "shinzo-abe"),
        ("foreign-minister-japan", "2016-12-15", "fumio-kishida"),
        ("foreign-minister-japan", "2019-01-22", "taro-kono"),
        ("foreign-minister-russia", "2022-03-21", "sergey-lavrov"),
        ("chief-cabinet-secretary-japan", "2018-11-14", "yoshihide-suga"),
        ("president-united-states", "2019-01-22", "donald-trump"),
        ("foreign-minister-european-union", "2016-01-16", "federica-mogherini"),
        ("secretary-general-united-nations", "2016-03-02", "ban-ki-moon"),
        ("foreign-minister-china", "2016-02-23", "wang-yi"),
        ("prime-minister-germany", "2014-03-18", "angela-merkel"),
    ],
)
def test_who_held_an_office_on_a_day(office: str, date: str, person: str) -> None:
    assert KNOWLEDGE.holders(office, PartialDate.parse(date)) == (person,)


#: Offices that somebody held on every day from a date on, until another (the longest gap allowed in days).
UNBROKEN = [
    *[(office, "1985-01-01", "2026-01-01", 7) for office in (
        "prime-minister-japan", "foreign-minister-japan", "defence-minister-japan", "chief-cabinet-secretary-japan",
        "president-united-states", "foreign-minister-united-states", "defence-minister-united-states",
        "white-house-press-secretary", "ambassador-japan-to-united-states")],
    ("general-secretary-cpsu", "1985-01-01", "1991-08-24", 1),
    ("head-of-state-soviet-union", "1985-01-01", "1990-03-15", 1),
    ("prime-minister-soviet-union", "1985-01-01", "1991-12-26", 2),
    ("foreign-minister-soviet-union", "1985-01-01", "1991-12-26", 7),
    ("defence-minister-soviet-union", "1985-01-01", "1991-12-26", 1),
    ("president-russia", "1991-07-10", "2026-01-01", 1),
    ("prime-minister-russia", "1991-11-06", "2026-01-01", 5),
    ("foreign-minister-russia", "1990-10-11", "2026-01-01", 5),
    ("defence-minister-russia", "1992-03-16", "2026-01-01", 5),
    ("ambassador-japan-to-soviet-union", "1985-01-01", "1991-12-26", 1),
    ("ambassador-japan-to-russia", "1991-12-26", "2026-01-01", 1),
    ("foreign-ministry-spokesperson-russia", "1992-01-01", "2026-01-01", 31),
    ("foreign-ministry-spokesperson-japan", "1985-01-01", "2026-01-01", 31),
    ("prime-minister-china", "2000-01-01", "2026-01-01", 1),
    ("president-ukraine", "2000-01-01", "2026-01-01", 1),
    ("president-armenia", "2000-01-01", "2026-01-01", 45),
    ("foreign-minister-argentina", "2000-01-01", "2026-01-01", 20),
    ("foreign-minister-venezuela", "2000-01-01", "2026-01-01", 31),
    ("foreign-minister-philippines", "2001-02-09", "2026-01-01", 20),
    ("prime-minister-mauritius", "2000-01-01", "2026-01-01", 1),
    ("president-guyana", "2000-01-01", "2026-01-01", 1),
    ("prime-minister-india", "2000-01-01", "2026-01-01", 1),
]


@pytest.mark.parametrize(("office", "since", "until", "longest"), UNBROKEN)
def test_an_office_is_never_without_a_holder(office: str, since: str, until: str, longest: int) -> None:
    at, end = date.fromisoformat(since), date.fromisoformat(until)
    spans = [(t.start.first, t.end.last if t.end else end) for t in KNOWLEDGE.tenures if t.office == office and t.start]
    for begins, ends in sorted(spans):
        if ends >= at and begins <= end:
            assert (begins - at).days <= longest, (office, at, begins)
            at = max(at, ends)
    assert (end - at).days <= longest, (office, at)


@pytest.mark.parametrize(
    ("person", "gender"),
    [("sanae-takaichi", "feminine"), ("maria-zakharova", "feminine"), ("shinzo-abe", "masculine"),
     ("kuni-sato", "feminine"), ("sergey-lavrov", "masculine")],
)
def test_a_persons_gender(person: str, gender: str) -> None:
    assert KNOWLEDGE.entries[person].gender == gender


def test_every_person_has_a_gender() -> None:
    assert [e.id for e in KNOWLEDGE.entries.values() if e.type == "Person" and not e.gender] == []


def test_both_sides_read_the_clauses_of_each_dispute() -> None:
    """A dispute's own instruments: of all clauses with readings, none is read by one side only."""
    treaties = {e.id: e.dispute for e in KNOWLEDGE.entries.values() if e.type == "Treaty"}
    told: dict[str, int] = {}
    for clause in KNOWLEDGE.clauses:
        assert len({reading.state for reading in clause.readings}) != 1, (clause.treaty, clause.number)
        told[treaties[clause.treaty]] = told.get(treaties[clause.treaty], 0) + bool(clause.readings)
    for dispute in DISPUTES:
        assert told.get(dispute, 0) >= 5, dispute


def test_every_place_on_the_map_says_how_exact_it_is() -> None:
    for entry in KNOWLEDGE.entries.values():
        if entry.type == "Territory" and entry.wkt:
            assert KNOWLEDGE.territories[entry.id].accuracy_km, entry.id


def test_the_habomais_make_up_their_people_of_1945() -> None:
    islets = ("suisho", "akiyuri", "yuri", "shibotsu", "taraku")
    assert sum(KNOWLEDGE.territories[i].population or 0 for i in islets) == KNOWLEDGE.territories["habomai"].population
    four = ("etorofu", "kunashiri", "shikotan", "habomai")
    whole = KNOWLEDGE.territories["northern-territories"].population
    assert sum(KNOWLEDGE.territories[i].population or 0 for i in four) == whole


@pytest.mark.parametrize("island", ["etorofu", "kunashiri", "shikotan", "habomai"])
def test_each_of_the_four_islands_is_claimed_by_both_and_held_in_turn(island: str) -> None:
    views = [v for v in KNOWLEDGE.claims if v.territory == island]
    assert {v.claimant for v in views if v.kind == "claim"} == {"japan", "soviet-union", "russia"}
    held = sorted((v.start.first, v.claimant) for v in views if v.kind == "control" and v.start)
    assert [who for _, who in held] == ["japan", "soviet-union", "russia"]
    languages = {n.language for n in KNOWLEDGE.entries[island].names}
    assert {"ja", "ru", "en", "ain"} <= languages


def test_the_packages_of_the_european_union_are_in_order() -> None:
    packages = [KNOWLEDGE.sanctions[f"eu-package-{n}"].start for n in range(1, 20)]
    dates = [start.first for start in packages if start]
    assert len(dates) == 19
    assert dates == sorted(dates)
    assert dates[0].isoformat() == "2022-02-23"


def test_nobody_inherits_what_is_in_dispute() -> None:
    for entry in KNOWLEDGE.entries.values():
        if entry.type == "State" and entry.kind == "disputed-status":
            assert entry.successor == "", entry.id


@pytest.mark.parametrize(
    ("text", "id", "kind"),
    [
        ("Kremlin", "russia", "seat"),
        ("Kantei", "japan", "seat"),
        ("Foggy Bottom", "united-states", "seat"),
        ("Moscow", "moscow-city", "name"),
        ("Moscow", "russia", "capital"),
        ("Moscow", "soviet-union", "capital"),
        ("Kiev", "ukraine", "capital"),
        ("Russian", "russia", "adjective"),
        ("Filipinos", "philippines", "demonym"),
        ("Abe", "shinzo-abe", "surname"),
        ("Abe Shinzo", "shinzo-abe", "name"),
        ("Sergei Lavrov", "sergey-lavrov", "name"),
        ("Xi", "xi-jinping", "surname"),
        ("Kim Jong-un", "kim-jong-un", "name"),
        ("four islands", "northern-territories", "description"),
        ("Northern Territories", "northern-territories", "name"),
        ("Southern Kurils", "northern-territories", "name"),
        ("Kunashir", "kunashiri", "name"),
        ("Iturup", "etorofu", "name"),
        ("1956 Joint Declaration", "joint-declaration-1956", "name"),
        ("Yalta accords", "yalta-agreement", "name"),
        ("G-7", "g7", "acronym"),
        ("Kyodo", "kyodo-news", "name"),
        ("Japanese Foreign Ministry", "mofa-japan", "name"),
        ("Foreign Ministry", "mofa-japan", "description"),
        ("State Department", "state-department", "name"),
        ("Dokdo", "takeshima", "name"),
        ("Diaoyu Islands", "senkaku-islands", "name"),
        ("Western sanctions", "western-sanctions-russia", "name"),
        ("Crimean", "crimea", "adjective"),
        ("Kashmiri", "kashmir", "adjective"),
        ("Karabakhi", "nagorno-karabakh", "adjective"),
        ("the Pacific", "pacific-ocean", "name"),
        ("Abkhazia and South Ossetia", "occupied-territories-georgia", "name"),
        ("Storozhevoy Island", "moemoshiri", "name"),
        ("Yongxing Island", "woody-island", "name"),
        ("Đá Gạc Ma", "johnson-south-reef", "name"),
        ("독도", "takeshima", "name"),
        ("Islas Malvinas", "falkland-islands", "name"),
        ("Guayana Esequiba", "essequibo", "name"),
        ("釣魚臺列嶼", "senkaku-islands", "name"),
    ],
)
def test_what_a_name_may_mean(text: str, id: str, kind: str) -> None:
    assert (id, kind) in {(entry.id, name.kind) for entry, name in KNOWLEDGE.by_name[text.casefold()]}


def test_names_of_an_island_say_whose_they_are() -> None:
    names = {name.text: name.authority for name in KNOWLEDGE.entries["kunashiri"].names}
    assert names["Kunashiri"] == "japan"
    assert names["Kunashir"] == "russia"
    assert names["国後島"] == "japan"
    assert names["Кунашир"] == "russia"


def test_a_former_state_names_its_successor() -> None:
    soviet = KNOWLEDGE.entries["soviet-union"]
    assert (str(soviet.end), soviet.successor) == ("1991-12-26", "russia")
    assert KNOWLEDGE.entries["moscow-city"].state == "russia"
    assert KNOWLEDGE.entries["bonn-city"].state == "germany"
    assert KNOWLEDGE.entries["tskhinvali-city"].state == ""


def test_the_foreign_ministers_spokesman_serves_the_ministry() -> None:
    assert KNOWLEDGE.offices["foreign-ministry-spokesperson-japan"].serves == "mofa-japan"
    assert "top diplomat" in KNOWLEDGE.offices["foreign-minister-united-states"].titles


def test_clauses_have_the_readings_of_both_sides() -> None:
    clause = next(c for c in KNOWLEDGE.clauses if (c.treaty, c.number) == ("joint-declaration-1956", "Para. 9"))
    assert {"japan", "russia"} <= {reading.state for reading in clause.readings}


def test_a_treaty_yet_to_be_concluded_has_no_date() -> None:
    info = KNOWLEDGE.treaties["japan-russia-peace-treaty"]
    assert (info.signed, info.in_force, info.status) == (None, None, "not-concluded")


def test_members() -> None:
    assert ("japan", "g7") in KNOWLEDGE.members
    assert ("estonia", "nato") in KNOWLEDGE.members
    russia = next(m for m in KNOWLEDGE.memberships if (m.state, m.organization) == ("russia", "g8"))
    assert str(russia.end) == "2014-03-24"
    assert sum(organization == "united-nations" for _, organization in KNOWLEDGE.members) == 194
