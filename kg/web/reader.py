"""The page of an article: its text with what was read from it, and the facts beside it."""

from collections.abc import Iterable
from typing import Any

from kg.graph.store import GraphStore
from kg.query.reader import KINDS, ArticlePage, article_page, whys
from kg.web.passages import paged, passages
from kg.web.problems import ProblemError
from kg.web.texts import Texts

#: Facts on a page without the text; positions in the summary.
_FACTS, _SUMMED = 60, 14


def read(store: GraphStore, texts: Texts, ident: str, asked: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """What the template shows. ``page`` numbers the part of a long article, ``at`` names a fact that it must have,
    ``hide`` (which may come several times) kinds of facts; other parameters are passed over."""
    given = list(asked)
    page = article_page(store, ident)
    text, begin = texts.of(page)
    parts = paged(text, begin, page) if text else []
    facts = page.facts
    total = len(parts) if text else max(1, -(-len(facts) // _FACTS))
    number = _number(dict(given), page, parts, total)
    if text:
        shown = passages(text, parts[number - 1], page)
        told = [fact for passage in shown for fact in passage.facts]
    else:
        shown = []
        told = list(facts[(number - 1) * _FACTS:number * _FACTS])
    summed = [fact for fact in facts if fact.kind == "position"][:_SUMMED]
    return {"page": page, "passages": shown, "told": told, "whys": whys(store, {f.iri: f for f in (*told, *summed)}
            .values()), "summed": summed, "number": number, "parts": total, "kinds": KINDS,
            "hidden": {value for name, value in given if name == "hide"}}


def _number(given: dict[str, str], page: ArticlePage, parts: list[list[tuple[int, int]]], total: int) -> int:
    """Which part of the article is asked for."""
    if at := given.get("at"):
        for fact in page.facts:
            if fact.iri.endswith(f"/{at}"):
                if not parts:
                    return (fact.number - 1) // _FACTS + 1
                return next((n for n, borders in enumerate(parts, 1) if borders and fact.start < borders[-1][1]), 1)
    asked = given.get("page", "1")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 6 and 1 <= int(asked) <= total):
        raise ProblemError(404, "not-found", f"there is no part {asked[:20]!r} of this article", f"it has {total}")
    return int(asked)
