"""Cleaning: the list of repairs that turn a noisy text into the one that is parsed."""

from collections.abc import Iterable

from kg.model.spans import Cleaned
from kg.reading.edits import Edit, apply
from kg.reading.repairs import (
    apostrophes,
    boilerplate,
    characters,
    glued,
    markup,
    openings,
    page_numbers,
    paragraphs,
    quotes,
)


def clean(text: str, *, body: int = 0, title: str = "", markdown: bool = False) -> Cleaned:
    """The text from offset ``body`` on without its noise, aligned with ``text``; clean text stays as it is.

    Each repair works on the result of those before it. Paragraphs are apart by an empty line; ``title`` is
    looked for at the start of the body, where pages repeat it.
    """
    state = Cleaned.identity(text)

    def repair(edits: Iterable[Edit]) -> None:
        nonlocal state
        state = apply(state, edits)

    repair([Edit(0, body)] if body else [])
    repair(characters.encoding_damage(state.text))
    repair(characters.odd_characters(state.text))
    repair(page_numbers.page_numbers(state.text))
    repair(markup.html_tags(state.text))
    if markdown:
        repair(markup.markdown(state.text))
    repair(boilerplate.boilerplate(state.text, title))
    repair(paragraphs.paragraphs(state.text, title))
    repair(boilerplate.boilerplate(state.text))  # credits that were broken over lines
    repair(paragraphs.paragraphs(state.text, title))
    repair(openings.titles(state.text, title))
    repair(openings.datelines(state.text))
    repair(quotes.detached(state.text))
    repair(quotes.quotation_marks(state.text))
    repair(quotes.missing_spaces(state.text))
    lost_marks = apostrophes.has_lost_apostrophes(state.text)
    repair(apostrophes.lost_possessives(state.text))
    repair(apostrophes.lost_contractions(state.text))
    repair(glued.glued_words(state.text, lost_marks))
    return state
