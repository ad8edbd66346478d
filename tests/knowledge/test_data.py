"""The knowledge base of the package: sound, even-handed, and right about a sample of facts."""

from itertools import pairwise

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


def test_main_offices_have_a_holder_every_day_since_1985() -> None:
    for office in ("prime-minister-japan", "foreign-minister-japan", "president-united-states"):
        rows = [t for t in KNOWLEDGE.tenures if t.office == office]
        late = sorted((t.start.first, t.end.last) for t in rows if t.start and t.end and t.start.year >= 1985)
        for (_, ended), (began, _) in pairwise(late):
            assert (began - ended).days <= 7, (office, ended, began)


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
