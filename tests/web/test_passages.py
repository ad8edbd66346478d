"""Articles' texts in passages: nothing lost, marks where the facts are, long ones in parts."""

from hypothesis import given
from hypothesis import strategies as st

from kg.query.pages import Value
from kg.query.reader import ArticlePage, Stretch
from kg.web.passages import paged, passages

TEXT = "One is said here.\n\nTwo is\nsaid there.\n- and an item\n\nThree."


def article(*facts: tuple[int, int, str], mentions: tuple[tuple[int, int], ...] = ()) -> ArticlePage:
    return ArticlePage("iri", "id", "title", {}, tuple(
        Stretch(n, start, end, f"fact{n}", kind) for n, (start, end, kind) in enumerate(sorted(facts), 1)),
        tuple((start, end, Value("thing", "thing")) for start, end in mentions))


def test_facts_stand_beside_the_paragraph_that_they_begin_in() -> None:
    page = article((0, 3, "position"), (0, 17, "statement"), (11, 26, "event"), mentions=((0, 3), (19, 22)))
    first, second, third = passages(TEXT, paged(TEXT, 0, page)[0], page)
    assert ["".join(piece.text for piece in p.pieces) for p in (first, second, third)] == TEXT.split("\n\n")
    assert [(p.text, p.kinds, p.thing, [f.number for f in p.ends]) for p in first.pieces] == [
        ("One", ("position", "statement"), "thing", [1]), (" is said", ("statement",), "", []),
        (" here.", ("event", "statement"), "", [2])]
    assert [(p.text, p.kinds) for p in second.pieces][:2] == [("Two", ("event",)), (" is\n", ("event",))]
    assert [[f.number for f in p.facts] for p in (first, second, third)] == [[1, 2, 3], [], []]
    assert [p.wrapped for p in (first, second, third)] == [True, False, True]


def test_lines_that_a_file_wrapped_are_told_from_lines_of_their_own() -> None:
    for lines, wrapped in (
            (["A few months ago, the Federation of the North", "annexed an island. One country, which is a Member",
              "State, decided to take the land", "of its neighbour."], True),
            (["A single line."], True), (["North:", "South:", "East:"], False),
            (["The first sentence has a line of its own here.", "So has the second one, which is as long as it."],
             False),
            (["- an item of a list that is rather long, as it happens", "- another item of the list, as long"], False)):
        text = "\n".join(lines)
        (found,) = passages(text, paged(text, 0, article())[0], article())
        assert found.wrapped is wrapped, lines


def test_a_long_article_comes_in_parts() -> None:
    text = "\n\n".join(["word " * 100] * 200)
    page = article(*((n * 502, n * 502 + 4, "event") for n in range(200)))
    parts = paged(text, 0, page)
    assert len(parts) > 3
    assert [border for part in parts for border in part] == sorted(border for part in parts for border in part)
    found = [fact.number for part in parts for p in passages(text, part, page) for fact in p.facts]
    assert found == list(range(1, 201))


@given(st.text(alphabet="ab \n\r-", max_size=60),
       st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_no_character_and_no_fact_is_lost(text: str, spans: list[tuple[int, int]]) -> None:
    facts = [(a, b, "position") for a, b in spans if a < b <= len(text)]
    page = article(*facts)
    made = [p for part in paged(text, 0, page) for p in passages(text, part, page)]
    assert "".join(piece.text for p in made for piece in p.pieces).split() == text.split() or len(made) != 1
    assert "".join("".join(piece.text for p in made for piece in p.pieces).split()) == "".join(text.split())
    inside = [f for f in page.facts if text[f.start:].strip()]
    assert {f.number for f in inside} <= {f.number for p in made for f in p.facts}


def test_nothing_is_one_empty_part() -> None:
    assert paged("", 0, article()) == [[]]
    assert passages("", [], article()) == []
