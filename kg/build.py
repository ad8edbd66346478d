"""The whole flow, on one screen: files -> articles -> Docs -> facts -> store."""

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg import knowledge as domain
from kg import language
from kg.extraction.coreference import add_coreference
from kg.extraction.dates import add_times
from kg.extraction.events import find_events
from kg.extraction.names import find_mentions
from kg.extraction.positions import find_positions
from kg.extraction.relations import find_relations
from kg.extraction.statements import find_statements
from kg.graph.derive import derive
from kg.graph.store import Change, GraphStore
from kg.model import Article, Facts, Knowledge
from kg.reading import Refusal, read_paths
from kg.resolution import resolve

#: How many articles the language model sees at a time, and how many are stored together: enough for full batches, few
#: enough that a build that is asked to stop, and finishes them first, stops soon, and that little is lost by a kill.
BATCH = 16

Notice = Callable[[Article | Refusal], None]


@dataclass
class Summary:
    """What a build did: articles by what became of them, facts by kind, and the files it refused."""

    articles: Counter[str] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)
    refused: list[Refusal] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    stopped: bool = False


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles, which an article's facts hardly make: it would go through all knowledge and all
    Docs again and again, for a tenth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@_uncollected()
def facts_of(article: Article, doc: Doc, knowledge: Knowledge) -> Facts:
    """All facts of one parsed article."""
    context = resolve(doc, article, knowledge, find_mentions(doc, article, knowledge))
    context = add_times(add_coreference(context))
    statements = tuple(find_statements(context))
    events = tuple(find_events(context, statements))
    positions = tuple(find_positions(context, statements, events))
    relations = tuple(find_relations(context, events, positions))
    return Facts(article, tuple(context.entities.values()), statements, positions, events, relations)


def extract(articles: Iterable[Article], nlp: Language | None = None,
            knowledge: Knowledge | None = None) -> Iterator[Facts]:
    """The facts of each article, in the articles' order. The language model reads ``BATCH`` articles at a time."""
    nlp, knowledge = nlp or language.load(), knowledge or domain.load()
    source = iter(articles)
    while batch := list(islice(source, BATCH)):
        for article, doc in zip(batch, nlp.pipe(a.cleaned.text for a in batch), strict=True):
            yield facts_of(article, doc, knowledge)


def readable(paths: Sequence[Path | str], summary: Summary, date: str | None = None,
             notice: Notice = lambda _: None) -> Iterator[Article]:
    """The articles of files and folders; refused files and warnings are noted in the summary."""
    for item in read_paths(paths, date=date):
        notice(item)
        if isinstance(item, Refusal):
            summary.refused.append(item)
        else:
            summary.warnings.extend((item.source_name or item.id, warning) for warning in item.warnings)
            yield item


def build(paths: Sequence[Path | str], store: GraphStore, date: str | None = None,
          notice: Notice = lambda _: None, done: Callable[[Facts], None] = lambda _: None,
          knowledge: Knowledge | None = None, stop: Callable[[], bool] = lambda: False) -> Summary:
    """Read, extract and store, each article whole or not at all; then derive what follows from all of them.

    An article whose text, knowledge and extractor have not changed is not read by the language model again. ``done``
    hears of each one whose facts have been found. ``knowledge`` is what the store was opened with, the package's own by
    default. Once ``stop`` says so no more articles are read: those at hand are stored, and conclusions drawn.
    """
    summary = Summary()

    def fresh() -> Iterator[Article]:
        for article in readable(paths, summary, date, notice):
            if stop():
                summary.stopped = True
                return
            if store.is_current(article):
                summary.articles["unchanged"] += 1
            else:
                yield article

    def found() -> Iterator[Facts]:
        for facts in extract(fresh(), knowledge=knowledge):
            summary.facts.update(str(record["kind"]) for record in facts.records())
            done(facts)
            yield facts

    with ThreadPoolExecutor(1) as background:  # the engine works while the next articles are read
        source, storing = found(), background.submit(list[Change])
        while batch := list(islice(source, BATCH)):
            summary.articles.update(storing.result())
            storing = background.submit(store.add_all, batch)
        summary.articles.update(storing.result())
    derive(store)
    return summary
