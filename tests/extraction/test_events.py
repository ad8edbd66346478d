"""Events: every frame's own examples, and tables of sentence and expected type, participants, place, date, status."""

from pathlib import Path

import pytest

from kg.extraction.event_frames import frames
from kg.extraction.patterns import load_patterns
from tests.conftest import Read

PATTERNS = load_patterns("events")
TYPES = {f.id: f.type for f in frames()}
LINES = (Path(__file__).parent / "event_sentences.txt").read_text("utf-8").splitlines()
ROWS = [[cell.strip() for cell in line.split("|")] for line in LINES if line and line[0] not in "#!"]
NONE = [[cell.strip() for cell in line[1:].split("|")] for line in LINES if line.startswith("!")]


@pytest.mark.parametrize(("rule", "text"), [(p.id, t) for p in PATTERNS.values() for t in p.matches])
def test_matches(rule: str, text: str, facts_in: Read) -> None:
    assert TYPES[rule] in {e.type for e in facts_in(text).events}


@pytest.mark.parametrize(("rule", "text"), [(p.id, t) for p in PATTERNS.values() for t in p.misses])
def test_misses(rule: str, text: str, facts_in: Read) -> None:
    assert rule not in {e.rule.split("/")[1] for e in facts_in(text).events}


def test_every_type_of_the_contract_has_a_frame() -> None:
    assert set(TYPES.values()) == {
        "meeting", "visit", "call", "agreement", "proposal", "sanction", "military", "annexation", "protest",
        "election", "expulsion", "legal", "aid",
    }


@pytest.mark.parametrize(("kind", "participants", "place", "date", "status", "text"), ROWS)
def test_sentences(kind: str, participants: str, place: str, date: str, status: str, text: str,
                   facts_in: Read) -> None:
    found = [e for e in facts_in(text).events if e.type == kind]
    names = [name.strip() for name in participants.split(";") if name.strip()]
    assert any(
        all(any(name in label for label in e.participant_labels) for name in names)
        and (place == "*" or place in (e.place_label or ""))
        and (date == "*" or str(e.date) == date) and e.status == status
        for e in found), found


@pytest.mark.parametrize(("kind", "text"), NONE)
def test_sentences_without_such_an_event(kind: str, text: str, facts_in: Read) -> None:
    assert not [e for e in facts_in(text).events if e.type == kind]


def test_one_event_named_twice_is_one(facts_in: Read) -> None:
    text = ("Shinzo Abe met Vladimir Putin in Sochi on May 6. The talks between Abe and Putin lasted three hours. "
            "After the Abe-Putin meeting nothing was signed.")
    meetings = [e for e in facts_in(text).events if e.type == "meeting"]
    assert len(meetings) == 1
    assert str(meetings[0].date) == "2016-05-06"


@pytest.mark.parametrize("text", [
    "Did Abe meet Putin in Sochi?", "Abe never met Putin in Sochi.", "Russia could annex the region.",
    "If Russia invades Ukraine, there will be sanctions.", "Abe refused to meet Putin.",
    "Japan holds them responsible for the annexation.", "Russia could have annexed the region.",
])
def test_denied_asked_and_possible_events_are_none(text: str, facts_in: Read) -> None:
    assert not [e for e in facts_in(text).events if e.type in ("meeting", "annexation")]


def test_what_an_act_was_for_is_one_event_with_it(facts_in: Read) -> None:
    found = facts_in("Russia sent a fighter jet to intercept an American plane over the Baltic Sea.").events
    assert [(e.type, set(e.participants)) for e in found] == [("military", {"russia", "united-states"})]


def test_an_arrival_for_talks_has_their_date(facts_in: Read) -> None:
    text = "Abe held talks with Putin in Sochi on May 6. Abe's arrival in Sochi was shown on television."
    found = facts_in(text).events
    assert {(e.type, str(e.date)) for e in found} == {("meeting", "2016-05-06"), ("visit", "2016-05-06")}


def test_groups_without_a_name_keep_their_words(facts_in: Read) -> None:
    [event] = facts_in("Hong Kong activists landed on the Senkaku Islands in August 2012.").events
    assert event.participant_labels == ("Hong Kong activists",)
    assert event.place == "senkaku-islands"


def test_a_chronology_dates_what_stands_under_its_years(facts_in: Read) -> None:
    text = ("1965: London detaches the Chagos Islands from Mauritius.\n\n1 April 2010: Britain proclaims a marine "
            "reserve. Mauritius takes Britain to arbitration that December.\n\n2019: The International Court of "
            "Justice rules against Britain.")
    assert {(e.type, str(e.date)) for e in facts_in(text).events} == {
        ("annexation", "1965"), ("legal", "2010-04-01"), ("legal", "2010-12"), ("legal", "2019")}


def test_a_live_blog_counts_from_the_day_of_its_heading(facts_in: Read) -> None:
    text = ("6 May\n\nShinzo Abe has met Vladimir Putin in Sochi.\n\n5 May\n\nSergey Lavrov flew to Sochi yesterday. "
            "Russia will open a drill off Etorofu in June.")
    assert {(e.type, str(e.date)) for e in facts_in(text).events} == {
        ("meeting", "2016-05-06"), ("visit", "2016-05-04"), ("military", "2016-06")}


def test_a_single_date_at_the_top_dates_nothing(facts_in: Read) -> None:
    [event] = facts_in("6 May 2016\n\nShinzo Abe met Vladimir Putin in Sochi.").events
    assert event.date is None


@pytest.mark.parametrize(("text", "date"), [
    ("Argentina tore up the pact on Thursday, drawing a rebuke from Britain.", "2016-05-05"),
    ("On Friday, when Indian and Pakistani forces clashed in Kashmir, ten people died.", "2016-05-06"),
    ("Beijing was accused on Thursday of stoking tension by its deployment of missiles on Woody Island.", "None"),
    ("The sanctions imposed by Japan on Russia were prolonged until June 2017.", "None"),
])
def test_dates_of_clauses_that_go_together(text: str, date: str, facts_in: Read) -> None:
    assert {str(e.date) for e in facts_in(text).events if e.type in ("protest", "military", "sanction")} == {date}
