"""Which entities of several articles are one: stories as tables of appearances and the clusters that they must give."""

from itertools import permutations
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.model import PartialDate
from kg.resolution import clusters
from kg.resolution.clusters import Ruling, cluster
from kg.resolution.same_entity import Appearance, office


def appearance(key: str, line: str) -> Appearance:
    """``Person: Ivan Petrov | mayor > nemuro-city; member > union | 2016-05-07 | japan russia``."""
    kind, _, rest = line.partition(":")
    name, offices, date, states = [*(part.strip() for part in rest.split("|")), "", "", ""][:4]
    held = [office(*(part.strip() for part in (*text.split(">"), "")[:2]))
            for text in offices.split(";") if text.strip()]
    day = PartialDate.parse(date) if date else None
    return Appearance(key, f"article-{key}", f"{kind}-{name}", kind, frozenset({name}), frozenset(held),  # type: ignore[arg-type]
                      frozenset(states.split()), (day, day) if day else None)


def groups(lines: dict[str, str], rulings: tuple[Ruling, ...] = ()) -> set[frozenset[str]]:
    made, _ = cluster([appearance(key, line) for key, line in lines.items()], rulings)
    return {frozenset(member.key for member in c.members) for c in made}


def test_a_name_that_many_have_is_not_compared_with_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[Appearance] = []
    compare = Appearance.compare
    monkeypatch.setattr(Appearance, "compare", lambda a, b: (compared.append(b), compare(a, b))[1])
    monkeypatch.setattr(clusters, "NEAR", 7)
    held = {"x": "Person: Anna Petrov | mayor > yuzhno | 2016", "y": "Person: A. Petrov | mayor > yuzhno | 2017"}
    assert frozenset("xy") in groups({f"n{n}": "Person: Petrov" for n in range(100)} | held)
    assert len(compared) <= 7 * 102


MAYOR = "Person: Ivan Petrov | mayor of Yuzhno-Kurilsk > yuzhno | 2016-05-07 | russia japan"
STORIES = yaml.safe_load(Path(__file__).with_name("same_entity.yaml").read_text("utf-8"))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["story"])
def test_stories_in_any_order(story: dict[str, str]) -> None:
    lines = {key: line for key, line in story.items() if key not in ("story", "clusters")}
    for order in permutations(lines):
        assert groups({key: lines[key] for key in order}) == {frozenset(c) for c in story["clusters"].split()}


def test_an_article_that_names_two_keeps_them_apart() -> None:
    one, other = appearance("a", MAYOR), appearance("b", MAYOR)
    other = Appearance(**{f: getattr(other, f) for f in other.__dataclass_fields__} | {"article": one.article})
    made, _ = cluster([one, other])
    assert len(made) == 2
    made, _ = cluster([one, other], [Ruling("same", frozenset("a"), frozenset("b"))])
    assert len(made) == 1  # a person knows better


def test_reasons_are_written_down() -> None:
    def judged(a: str, b: str) -> tuple[str, str]:
        _, found = cluster([appearance("a", a), appearance("b", b)])
        return found[0].verdict, found[0].by

    assert judged(MAYOR, MAYOR) == ("same", "person.office")
    assert judged(MAYOR, "Person: Ivan Petrov | baker > bakery | 2016-06-01") == ("different", "person.office")
    assert judged(MAYOR, "Person: Ivan Petrov | baker > bakery | 2020-06-01") == ("unsure", "person.office")
    assert judged(MAYOR, "Person: Ivan Petrov | mayor > yuzhno | 1956") == ("different", "person.time")
    assert judged(MAYOR, "Person: Ivan Petrov | | 2016 | peru") == ("unsure", "person.name")


people = st.builds(
    lambda name, held, year, states: f"Person: {name} | {held} | {year} | {' '.join(states)}",
    st.sampled_from(["Ivan Petrov", "I. Petrov", "Igor Petrov", "Petrov", "Petrov Ivan"]),
    st.sampled_from(["", "mayor > a", "mayor > b", "mayor", "baker > c; mayor > a"]),
    st.sampled_from(["1956", "2014", "2016-05-07", "2021", ""]), st.sets(st.sampled_from(["japan", "russia", "peru"])))
rules = st.lists(st.tuples(st.sampled_from(["same", "different", "unsure"]), st.sets(st.integers(0, 7), max_size=3),
                           st.sets(st.integers(0, 7), max_size=3)).filter(lambda r: not r[1] & r[2]), max_size=4)


@given(st.lists(people, max_size=8), rules, st.randoms(use_true_random=False))
def test_order_does_not_matter_and_different_holds(lines: list[str], rules: list[tuple[str, set[int], set[int]]],
                                                   random: st.DataObject) -> None:
    told = {str(n): line for n, line in enumerate(lines)}
    rulings = tuple(Ruling(v, frozenset(map(str, a)), frozenset(map(str, b))) for v, a, b in rules)  # type: ignore[arg-type]
    made = groups(told, rulings)
    assert sorted(key for group in made for key in group) == sorted(told)
    keys = list(told)
    random.shuffle(keys)  # type: ignore[attr-defined]
    assert groups({key: told[key] for key in keys}, rulings) == made
    for ruling in rulings:
        if ruling.verdict == "different":
            assert not any(ruling.one & group and ruling.other & group for group in made)
