"""Quotation marks: straight, curly, missing, nested, over paragraphs. Invariants on random text."""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction.quotations import find_quotations

NLP = spacy.blank("en")

TABLE = [
    ('She said, "We stay." Then "go," he added.', ["We stay.", "go,"]),
    ("“The strait is open,” he said, “for now.”", ["The strait is open,", "for now."]),
    ("''The plan,'' she said, ``is new.''", ["The plan,", "is new."]),
    ("Il dit: «Restons», and left.", ["Restons"]),
    ("„Nein”, said the envoy.", ["Nein"]),
    ("They said 'we don't want our islands' sold' and left.", ["we don't want our islands' sold"]),
    ("It's the boats' crews who said rock 'n' roll.", []),
    # no closing mark: to the end of the sentence
    ('He called it "a farce and left. The rest stayed.', ["a farce and left."]),
    # no opening mark: from the start of the paragraph
    ('We will stay," he said. "For good."', ["We will stay,", "For good."]),
    # the newspaper convention: each paragraph re-opens, only the last closes
    ("“The first day was quiet.\n\n“The second was not,” said the pilot.",
     ["The first day was quiet.", "The second was not,"]),
    # marks with spaces inside, closed two paragraphs on
    ('The general said, " Hold the line.\n\nHold it. "\n\nNobody did.', ["Hold the line.\n\nHold it."]),
    ("the mayor“could see an end to the strike.” All went home.", ["could see an end to the strike."]),
    ("”Wrong marks,“ she wrote.", ["Wrong marks,"]),
]


@pytest.mark.parametrize(("text", "inner"), TABLE)
def test_outer_quotations(text: str, inner: list[str]) -> None:
    doc = NLP(text)
    found = [doc[q.inner_start:q.inner_end].text for q in find_quotations(doc) if q.level == 0]
    assert [f if len(f) == len(i) else f[-len(i):] for f, i in zip(found, inner, strict=True)] == inner


def test_nested_quotation_has_a_level() -> None:
    doc = NLP("“They shouted ‘go home’ at us,” he said.")
    assert [(doc[q.inner_start:q.inner_end].text, q.level) for q in find_quotations(doc)] == [
        ("They shouted ‘go home’ at us,", 0), ("go home", 1)]


def test_reopened_paragraph_continues() -> None:
    doc = NLP("“One.\n\n“Two,” she said.")
    assert [(q.closed, q.continued) for q in find_quotations(doc)] == [(False, False), (True, True)]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab ,.\n\"“”‘’'«»`", max_size=60))
def test_any_text_gives_proper_spans(text: str) -> None:
    doc = NLP(text)
    found = find_quotations(doc)
    for q in found:
        assert 0 <= q.start <= q.inner_start < q.inner_end <= q.end <= len(doc)
    outer = [q for q in found if q.level == 0]
    assert all(a.inner_end <= b.inner_start or b.inner_end <= a.inner_start
               for n, a in enumerate(outer) for b in outer[n + 1:])
