"""Which events that articles tell are one: stories as tables of tellings and the clusters that they must give."""

from itertools import permutations
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.model import PartialDate
from kg.resolution.clusters import Ruling, cluster
from kg.resolution.same_event import Telling

STATE = {"abe": "japan", "kishida": "japan", "mofa": "japan", "putin": "russia", "lavrov": "russia", "trump": "usa"}
WITHIN = {"sochi": {"sochi", "russia"}, "moscow": {"moscow", "russia"}, "tokyo": {"tokyo", "japan"},
          "black-sea": {"black-sea"}, "hokkaido": {"hokkaido", "japan"}, "krasnodar": {"krasnodar", "russia"},
          "russia": {"russia"}, "kunashiri": {"kunashiri", "kurils"}, "kurils": {"kurils"}}

KIND = {"black-sea": "sea", "hokkaido": "region", "krasnodar": "region", "sochi": "city", "moscow": "city",
        "tokyo": "city"}


def telling(key: str, line: str) -> Telling:
    """``meeting: abe putin @sochi 2016-05-06 <2016-05-07`` (@: where, <: when it was published)."""
    kind, _, rest = line.partition(":")
    words = rest.split()
    place = next((w[1:] for w in words if w[0] == "@"), None)
    published = next((w[1:] for w in words if w[0] == "<"), None)
    when = next((w for w in words if w[0].isdigit()), None)
    who = [w for w in words if w[0].isalpha()]
    return Telling(key, kind, frozenset(who), tuple((p, STATE.get(p, p)) for p in sorted(who)),
                   PartialDate.parse(when) if when else None, place, frozenset(WITHIN.get(place or "", ())),
                   KIND.get(place or "", ""),
                   PartialDate.parse(published) if published else None)


def groups(lines: dict[str, str], rulings: tuple[Ruling, ...] = ()) -> set[frozenset[str]]:
    made, _ = cluster([telling(key, line) for key, line in lines.items()], rulings)
    return {frozenset(member.key for member in c.members) for c in made}


def expected(text: str) -> set[frozenset[str]]:
    return {frozenset(group) for group in text.split()}


STORIES = yaml.safe_load(Path(__file__).with_name("same_event.yaml").read_text("utf-8"))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["story"])
def test_stories_in_any_order(story: dict[str, str]) -> None:
    lines = {key: line for key, line in story.items() if key not in ("story", "clusters")}
    for order in permutations(lines):
        assert groups({key: lines[key] for key in order}) == {frozenset(c) for c in story["clusters"].split()}


def test_what_is_doubtful_is_written_down() -> None:
    def doubts(*lines: str) -> list[tuple[str, str]]:
        _, judged = cluster(telling(str(n), line) for n, line in enumerate(lines))
        return [(j.verdict, j.by) for j in judged]

    assert doubts("meeting: abe putin @sochi 2016-05-06", "meeting: abe putin @sochi 2016-05-07") == [
        ("unsure", "event.neighbouring-day")]
    assert doubts("meeting: abe putin @sochi 2016-05-06", "meeting: abe putin @tokyo 2016-05-06") == [
        ("unsure", "event.place")]
    assert doubts("meeting: abe putin 2016-05-06", "meeting: kishida lavrov 2016-05-06",
                  "meeting: japan russia 2016-05-06") == [("unsure", "event.day")] * 2


def ruling(verdict: str, one: str, other: str) -> Ruling:
    return Ruling(verdict, frozenset({one}), frozenset({other}))  # type: ignore[arg-type]


TWICE = {"a": "meeting: abe putin 2016-05-06", "b": "meeting: abe putin 2016-05-06",
         "c": "meeting: abe putin 2016-09-02"}


@pytest.mark.parametrize(("rulings", "clusters"), [
    ([("different", "a", "b")], "a b c"),
    ([("unsure", "a", "b")], "a b c"),
    ([("same", "a", "c")], "abc"),  # b agrees with a
    ([("same", "a", "c"), ("different", "b", "c")], "ac b"),
    ([("same", "a", "b"), ("same", "b", "c")], "abc"),
    ([("same", "a", "b"), ("same", "b", "c"), ("different", "a", "c")], "ab c"),  # different overrules
    ([("same", "a", "b"), ("different", "a", "b")], "a b c"),
    ([("same", "a", "zzz"), ("different", "yyy", "b")], "ab c"),  # what is not there has no effect
    ([("unsure", "a", "c"), ("same", "a", "c")], "abc"),
])
def test_people_overrule_rules(rulings: list[tuple[str, str, str]], clusters: str) -> None:
    assert groups(TWICE, tuple(ruling(*one) for one in rulings)) == expected(clusters)


names = st.sampled_from(["abe", "kishida", "putin", "lavrov", "japan", "russia", "trump", "mofa"])
dates = st.sampled_from(["2016-05-06", "2016-05-07", "2016-05", "2016", ""])
tellings = st.lists(st.builds(
    lambda kind, who, where, when: f"{kind}: {' '.join(who)} {where} {when} <2016-05-08",
    st.sampled_from(["meeting", "visit"]), st.lists(names, max_size=3, unique=True),
    st.sampled_from(["@sochi", "@russia", "@tokyo", ""]), dates), max_size=9)
rules = st.lists(st.tuples(st.sampled_from(["same", "different", "unsure"]), st.integers(0, 8), st.integers(0, 8))
                 .filter(lambda r: r[1] != r[2]), max_size=5)


@given(tellings, rules, st.randoms(use_true_random=False))
def test_order_does_not_matter_and_different_holds(lines: list[str], rules: list[tuple[str, int, int]],
                                                   random: st.DataObject) -> None:
    told = {str(n): line for n, line in enumerate(lines)}
    rulings = tuple(ruling(v, str(a), str(b)) for v, a, b in rules)
    made = groups(told, rulings)
    assert sorted(key for group in made for key in group) == sorted(told)
    keys = list(told)
    random.shuffle(keys)  # type: ignore[attr-defined]
    assert groups({key: told[key] for key in keys}, rulings) == made
    for verdict, a, b in rules:
        if verdict == "different":
            assert not any({str(a), str(b)} <= group for group in made)


@given(tellings)
def test_a_second_run_over_what_was_joined_changes_nothing(lines: list[str]) -> None:
    told = {str(n): line for n, line in enumerate(lines)}
    made = groups(told)
    again = tuple(ruling("same", group[0], other) for group in [sorted(g) for g in made] for other in group[1:])
    assert groups(told, again) == made
