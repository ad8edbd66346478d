"""Every example of ``ontology/patterns/statements.yaml``, through the real language model."""

from collections.abc import Mapping
from functools import cache

import pytest
from spacy.tokens import Doc

from kg import language
from kg.extraction.patterns import load_patterns
from kg.extraction.statements import find_statements
from kg.model import Article, Cleaned, Context, Knowledge, Statement

RULES = load_patterns("statements")


@cache
def doc_of(text: str) -> Doc:
    return language.load()(text)


def statements_of(text: str) -> list[Statement]:
    article = Article("x", text, Cleaned.identity(text))
    return list(find_statements(Context(article, doc_of(text), Knowledge({}), {})))


@pytest.mark.parametrize(("rule", "example"), [(r, e) for r, p in RULES.items() for e in p.matches])
def test_rule_finds_its_matches(rule: str, example: Mapping[str, str]) -> None:
    found = [s for s in statements_of(example["text"]) if s.rule == f"statement-{rule}"]
    assert (example["source"], example["cue"], example["content"]) in [
        (s.source_label, s.cue.text, s.content.text) for s in found]


@pytest.mark.parametrize(("rule", "text"), [(r, t) for r, p in RULES.items() for t in p.misses])
def test_rule_finds_nothing_in_its_misses(rule: str, text: str) -> None:
    assert not [s for s in statements_of(text) if s.rule == f"statement-{rule}"]


@pytest.mark.parametrize("rule", RULES)
def test_rule_is_complete(rule: str) -> None:
    pattern = RULES[rule]
    assert pattern.description
    assert 0 < pattern.parameters["confidence"] <= 1
    assert pattern.matches
    assert pattern.misses
