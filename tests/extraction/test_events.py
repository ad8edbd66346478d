"""Events: every frame's own examples, and tables of sentence and expected type, participants, place, date, status."""

import pytest

from kg.extraction.event_frames import frames
from kg.extraction.patterns import load_patterns
from tests.conftest import Read

PATTERNS = load_patterns("events")


@pytest.mark.parametrize(("kind", "text"), [(p.id, t) for p in PATTERNS.values() for t in p.matches])
def test_matches(kind: str, text: str, facts_in: Read) -> None:
    assert kind in {e.type for e in facts_in(text).events}


@pytest.mark.parametrize(("kind", "text"), [(p.id, t) for p in PATTERNS.values() for t in p.misses])
def test_misses(kind: str, text: str, facts_in: Read) -> None:
    assert kind not in {e.type for e in facts_in(text).events}


def test_every_type_of_the_contract_has_a_frame() -> None:
    assert {f.type for f in frames()} == {
        "meeting", "visit", "call", "agreement", "proposal", "sanction", "military", "annexation", "protest",
        "election", "expulsion", "legal", "aid",
    }


@pytest.mark.parametrize(
    ("text", "kind", "participants", "place", "date", "status"),
    [
        ("Prime Minister Shinzo Abe met President Vladimir Putin in Sochi on May 6.", "meeting",
         {"shinzo-abe", "vladimir-putin"}, "Sochi", "2016-05-06", "happened"),
        ("Shinzo Abe will meet Vladimir Putin in Vladivostok in September.", "meeting",
         {"shinzo-abe", "vladimir-putin"}, "Vladivostok", "2016-09", "planned"),
        ("A meeting between Sergei Lavrov and Fumio Kishida in Tokyo was postponed.", "meeting",
         {"sergey-lavrov", "fumio-kishida"}, "Tokyo", None, "cancelled"),
        ("Russia annexed Crimea in March 2014.", "annexation", {"russia"}, "Crimea", "2014-03", "happened"),
        ("Japan imposed sanctions on Russia in 2014.", "sanction", {"japan", "russia"}, None, "2014", "happened"),
        ("Dmitry Medvedev visited Kunashiri on November 1, 2010.", "visit", {"dmitry-medvedev"}, "Kunashiri",
         "2010-11-01", "happened"),
        ("Russia expelled eight Japanese diplomats on Wednesday.", "expulsion", {"russia", "japan"}, None, "2016-05-04",
         "happened"),
        ("The Security Council adopted a resolution in 1993.", "legal", {"un-security-council"}, None, "1993",
         "happened"),
    ],
)
def test_events(text: str, kind: str, participants: set[str], place: str | None, date: str | None, status: str,
                facts_in: Read) -> None:
    found = [e for e in facts_in(text).events if e.type == kind]
    assert len(found) == 1
    event = found[0]
    assert participants <= set(event.participants)
    assert (event.place_label or "").startswith(place or "")
    assert (str(event.date) if event.date else None, event.status) == (date, status)


def test_one_event_named_twice_is_one(facts_in: Read) -> None:
    text = ("Shinzo Abe met Vladimir Putin in Sochi on May 6. The talks between Abe and Putin lasted three hours. "
            "After the Abe-Putin meeting nothing was signed.")
    meetings = [e for e in facts_in(text).events if e.type == "meeting"]
    assert len(meetings) == 1
    assert str(meetings[0].date) == "2016-05-06"


@pytest.mark.parametrize("text", [
    "Did Abe meet Putin in Sochi?", "Abe never met Putin in Sochi.", "Russia could annex the region.",
    "If Russia invades Ukraine, there will be sanctions.", "Abe refused to meet Putin.",
    "Japan holds them responsible for the annexation.",
])
def test_denied_asked_and_possible_events_are_none(text: str, facts_in: Read) -> None:
    assert not [e for e in facts_in(text).events if e.type in ("meeting", "annexation")]
