"""Shared by the tests: the language model and the knowledge are loaded once a process."""

from collections.abc import Callable

import pytest
from hypothesis import settings
from spacy.language import Language

from kg import knowledge as domain
from kg import language
from kg.build import facts_of
from kg.model import Facts, Knowledge
from kg.reading import read_text

#: No example is too slow: how long something takes is for benchmarks/ to say. The examples of properties are the same
#: everywhere, so that a run fails for what was changed; ``--hypothesis-profile=explore`` looks for new ones.
settings.register_profile("untimed", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile("untimed")

Read = Callable[..., Facts]


@pytest.fixture(scope="session")
def nlp() -> Language:
    return language.load()


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return domain.load()


@pytest.fixture(scope="session")
def facts_in(nlp: Language, knowledge: Knowledge) -> Read:
    """The facts of a text, as an article of Saturday, 7 May 2016, or of another date."""

    def read(text: str, date: str | None = "2016-05-07") -> Facts:
        article = read_text(text, name="example", date=date)
        return facts_of(article, nlp(article.cleaned.text), knowledge)

    return read
