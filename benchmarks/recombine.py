"""A corpus of any size from the project's own articles: their paragraphs in new company, under new dates and outlets.

Facts are found once, in the originals, and a paragraph takes those along that lie in it. So a store can be tried with
any number of articles while the language stage, whose time grows with the words alone, runs once. The same number
always gives the same article.
"""

import pickle
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kg.model import Article, Cleaned, Entity, Facts, PartialDate, Span
from kg.reading import read_paths

_PARAGRAPH = re.compile(r"\S.*?(?=\n[ \t]*\n|\s*\Z)", re.DOTALL)
_KINDS = ("statements", "positions", "events", "relations")
#: Articles are dated in here, and share days, as news does.
FIRST, LAST = date(1990, 1, 1), date(2025, 12, 31)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph's text, and the facts that lie in it, with offsets in it."""

    text: str
    facts: Facts


def paragraphs(found: Iterable[Facts]) -> list[Paragraph]:
    """The paragraphs of all articles that hold a statement, position, event or relation."""
    parts = [Paragraph(match[0], _cut(facts, match.start(), match.end()))
             for facts in found for match in _PARAGRAPH.finditer(facts.article.text)]
    return [part for part in parts if any(getattr(part.facts, kind) for kind in _KINDS)]


def recombined(parts: Sequence[Paragraph], outlets: Sequence[str], number: int,
               size: tuple[int, int] = (5, 9)) -> Facts:
    """Article ``number`` and its facts: ``size`` gives how many paragraphs, which have hardly met before."""
    chance = random.Random(number)
    chosen = chance.sample(parts, chance.randint(*size))
    day = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days + 1))
    text = "\n\n".join(part.text for part in chosen) + "\n"
    name = f"again-{number:06}"
    article = Article(name, text, Cleaned.of([]), f"Article {number}", PartialDate.of(day),
                      outlet=chance.choice(outlets), source_name=f"{name}.txt")
    entities: dict[str, Entity] = {}
    kinds: dict[str, list[Any]] = {kind: [] for kind in _KINDS}
    start = 0
    for rank, part in enumerate(chosen):
        for entity in part.facts.entities:
            _add(entities, _moved(entity, start))
        for kind in _KINDS:
            kinds[kind] += (_renamed(_dated(_moved(fact, start), part.facts.article, day), rank)
                            for fact in getattr(part.facts, kind))
        start += len(part.text) + 2
    return Facts(article, tuple(entities.values()), **{kind: tuple(facts) for kind, facts in kinds.items()})


def originals(cache: Path | None = None) -> list[Facts]:
    """The facts of the project's own articles; found once and kept in the file ``cache``, if one is given."""
    if cache is not None and cache.exists():
        return pickle.loads(cache.read_bytes())  # type: ignore[no-any-return]
    from kg.build import extract

    folder = Path(__file__).resolve().parent.parent / "corpus" / "articles"
    found = list(extract(a for a in read_paths([folder]) if isinstance(a, Article)))
    if cache is not None:
        cache.write_bytes(pickle.dumps(found))
    return found


class Recombiner:
    """Articles from the originals, of ``size`` paragraphs (fewest and most)."""

    def __init__(self, found: Sequence[Facts], size: tuple[int, int] = (5, 9)) -> None:
        self.parts, self.outlets, self.size = paragraphs(found), sorted({facts.article.outlet for facts in found}), size

    def __call__(self, first: int, last: int) -> list[Facts]:
        """Those with the numbers from ``first`` to before ``last``."""
        return [recombined(self.parts, self.outlets, number, self.size) for number in range(first, last)]


def articles(count: int, found: Sequence[Facts] = (), first: int = 0, size: tuple[int, int] = (5, 9)) -> list[Facts]:
    """``count`` articles from the originals, from number ``first`` on."""
    return Recombiner(found or originals(), size)(first, first + count)


def written(facts: Facts) -> str:
    """The article as a file with front matter, for builds that begin with files."""
    article = facts.article
    return f"---\ntitle: {article.title}\ndate: {article.date}\noutlet: {article.outlet}\n---\n{article.text}"


def _cut(facts: Facts, start: int, end: int) -> Facts:
    def inside(fact: Any) -> bool:
        return all(start <= span.start and span.end <= end for span in _spans(fact))

    kept = {kind: [f for f in getattr(facts, kind) if inside(f)] for kind in _KINDS}
    names = {fact.id for found in kept.values() for fact in found}
    used = {value for found in kept.values() for fact in found for value in _values(fact) if isinstance(value, str)}
    entities = [replace(e, mentions=tuple(m for m in e.mentions if start <= m.start and m.end <= end))
                for e in facts.entities]
    return Facts(facts.article, tuple(_moved(e, -start) for e in entities if e.mentions or e.id in used),
                 **{kind: tuple(_moved(_without(fact, names), -start) for fact in found)
                    for kind, found in kept.items()})


def _values(fact: Any) -> Iterator[Any]:
    for field in fields(fact):
        value = getattr(fact, field.name)
        yield from value if isinstance(value, tuple) else (value,)


def _spans(fact: Any) -> Iterator[Span]:
    return (value for value in _values(fact) if isinstance(value, Span))


def _without(fact: Any, names: set[str]) -> Any:
    """The fact without links to facts that stayed behind."""
    links = {name: None for name in ("parent", "statement") if getattr(fact, name, None) not in names | {None}}
    return replace(fact, **links)


def _moved(fact: Any, by: int) -> Any:
    def move(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(move, value))
        return Span(value.start + by, value.end + by, value.text) if isinstance(value, Span) else value

    return replace(fact, **{field.name: move(getattr(fact, field.name)) for field in fields(fact)})


def _dated(fact: Any, original: Article, day: date) -> Any:
    """The fact's date as far from the new article's as it was from the old one's."""
    then: PartialDate | None = getattr(fact, "date", None)
    if then is None or original.date is None:
        return fact
    moved = then.first + (day - original.date.first)
    precise = PartialDate.of(moved)
    return replace(fact, date={"day": precise, "month": PartialDate(moved.year, moved.month),
                               "year": PartialDate(moved.year)}[then.precision])


def _renamed(fact: Any, rank: int) -> Any:
    links = {name: f"{getattr(fact, name)}-{rank}" for name in ("id", "parent", "statement")
             if getattr(fact, name, None) is not None}
    return replace(fact, **links)


def _add(entities: dict[str, Entity], entity: Entity) -> None:
    known = entities.get(entity.id)
    if known is not None:
        mentions = tuple(sorted({*known.mentions, *entity.mentions}))
        entity = replace(known, aliases=tuple(sorted({*known.aliases, *entity.aliases})), mentions=mentions)
    entities[entity.id] = entity
