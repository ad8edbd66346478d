"""Pages that look at the graph as a whole: who stands where, what changed, and the same as JSON."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.analysis.discourse import AGGREGATIONS, ONE_MODE
from kg.analysis.survey import measures
from kg.query.atlas import atlas
from kg.query.chronicle import ENTRIES, STATEMENT, chronicle
from kg.query.matrix import LINES, STANCES, matrix
from kg.query.parameters import concepts
from kg.query.selection import Selection, on_common_ground
from kg.query.stories import SHOWN, STORIES, counted, said, stories, views
from kg.query.survey import DisputeRow, Survey
from kg.web import charts, mapping
from kg.web.cartography import FINE, WIDTH
from kg.web.filters import Asked, asked
from kg.web.pages import Pages
from kg.web.surveying import Surveyor
from kg.web.turns import Turns

_ON_POSITIONS = ("actor", "side", "other", "topic", "regarding", "stance")


class Views:
    """The start page, the pages under ``/positions``, and the timeline."""

    def __init__(self, pages: Pages, surveyor: Surveyor, turns: Turns) -> None:
        self._pages, self._surveyor, self._turns = pages, surveyor, turns

    @property
    def routes(self) -> dict[str, Callable[[Request], Awaitable[Response]]]:
        """Path -> handler; each also answers below ``/api``, with its data as JSON."""
        return {"/positions": self.positions, "/positions/sentences": self.sentences,
                "/positions/sources": self.sources, "/positions/shifts": self.shifts,
                "/positions/disagreements": self.disagreements, "/timeline": self.timeline,
                "/map": self.map, "/measures": self.measures}

    async def home(self, request: Request) -> Response:  # noqa: ARG002
        """The start page."""
        found = await self._turns.run(self._surveyor.home)
        return self._pages.render("front.html", home=found, asked=Asked("/", {}, Selection()), bars=charts.bars,
                                  stances=STANCES)

    async def positions(self, request: Request) -> Response:
        """The matrix of actors by topics."""
        given = asked(request, (), {"by": ("actor", "side"), "show": ("balance", "time")})

        def make() -> dict[str, Any]:
            _, survey = self._surveyor.now
            found = matrix(survey, given.selection, given.get("by") != "actor", given.page)
            return {"matrix": found, "size": LINES, "choices": choices(survey)}
        return await self.answer(request, given, "positions.html", make, strip=charts.strip, stances=STANCES,
                                 bars=charts.bars)

    async def sentences(self, request: Request) -> Response:
        """The positions of a cell, with their sentences."""
        given = asked(request, _ON_POSITIONS)

        def make() -> dict[str, Any]:
            store, survey = self._surveyor.now
            rows = sorted(given.selection.positions(survey), key=lambda row: (row.date, row.fact), reverse=True)
            if given.get("other"):
                rows = on_common_ground(survey, rows, given.get("side") or given.get("actor"), given.get("other"))
            shown = rows[(given.page - 1) * SHOWN:given.page * SHOWN]
            return {"said": said(store, survey, shown), "total": len(rows), "counts": counted(rows), "size": SHOWN,
                    "choices": choices(survey), "words": _words(survey, given)}
        return await self.answer(request, given, "sentences.html", make, stances=STANCES)

    async def sources(self, request: Request) -> Response:
        """One proposition as the outlets, or holders, of each side see it."""
        given = asked(request, ("topic", "regarding"), {"by": ("outlet", "holder")}, {"topic": "transfer"})

        def make() -> dict[str, Any]:
            store, survey = self._surveyor.now
            dispute = _dispute(survey, given.selection.dispute)
            sides = [side for side in dispute.parties if side][:4] if dispute else []
            return {"views": views(store, survey, given.selection, sides, given.get("by") == "holder"),
                    "dispute": dispute.label if dispute else "", "choices": choices(survey),
                    "topics": concepts("topic"), "words": _words(survey, given)}
        return await self.answer(request, given, "sources.html", make, stances=STANCES)

    async def shifts(self, request: Request) -> Response:
        """Who took another stance than before, then and now."""
        return await self._stories(request, "shift")

    async def disagreements(self, request: Request) -> Response:
        """Where outlets give one holder different stances at one time."""
        return await self._stories(request, "disagreement")

    async def timeline(self, request: Request) -> Response:
        """Events, or statements, in time."""
        types = {**concepts("event-type"), STATEMENT: "statements"}
        given = asked(request, ("actor", "side", "type", "place", "status"),
                      {"order": ("old", "new"), "type": tuple(types)})

        def make() -> dict[str, Any]:
            store, survey = self._surveyor.now
            newest = given.get("order") == "new"
            return {"chronicle": chronicle(store, survey, given.selection, given.page, newest), "size": ENTRIES,
                    "choices": choices(survey)}
        return await self.answer(request, given, "timeline.html", make, types=list(types.items()))

    async def map(self, request: Request) -> Response:
        """Land under dispute and the places of events."""
        types = concepts("event-type")
        given = asked(request, ("type", "names", "zoom"), {"zoom": mapping.ZOOMS, "type": tuple(types)})

        def make() -> dict[str, Any]:
            _, survey = self._surveyor.now
            dispute = given.selection.dispute
            by, dot, language = given.get("names").rpartition(".")
            found = atlas(self._surveyor.ground(), survey, given.selection)
            zoom = (given.get("zoom") or "near") if dispute else "world"
            drawing = mapping.draw(found, survey, dispute, zoom, (by, language) if dot else None)
            if request.url.path.startswith("/api/"):
                return mapping.plain(drawing, found)
            drawn = {land.dispute for land in found.lands.values() if land.points}
            rows = mapping.table(found, dispute) if dispute else []
            return {"drawing": drawing, "zoom": zoom, "world": zoom == "world", "rows": rows,
                    "elsewhere": found.elsewhere, "disputes": survey.disputes, "choices": choices(survey),
                    "regions": [(d.id, d.label) for d in survey.disputes.values() if d.id in drawn],
                    "names": mapping.authorities(found, survey, dispute),
                    "parties": list(dict.fromkeys(by for _, names in rows for by in names))[:4],
                    "label": survey.label}
        return await self.answer(request, given, "map.html", make, types=list(types.items()), width=WIDTH, fine=FINE)

    async def measures(self, request: Request) -> Response:
        """Who agrees with whom, camps, brokers, polarization."""
        given = asked(request, ("topic",), {"by": ("actor", "side"), "aggregation": AGGREGATIONS,
                                            "normalization": ONE_MODE})

        def make() -> dict[str, Any]:
            _, survey = self._surveyor.now
            found = measures(survey, given.selection.positions(survey), given.get("by") != "actor",
                             given.get("aggregation") or "subtract",  # type: ignore[arg-type]
                             given.get("normalization") or "no")  # type: ignore[arg-type]
            return {"measures": found, "choices": choices(survey)}
        return await self.answer(request, given, "measures.html", make, topics=concepts("topic"))

    async def _stories(self, request: Request, kind: str) -> Response:
        given = asked(request, ("actor", "side", "topic", "regarding"))

        def make() -> dict[str, Any]:
            store, survey = self._surveyor.now
            found, total = stories(store, survey, given.selection, kind, given.page)
            return {"stories": found, "total": total, "kind": kind, "size": STORIES, "choices": choices(survey),
                    "words": _words(survey, given)}
        return await self.answer(request, given, "stories.html", make, topics=concepts("topic"))

    async def answer(self, request: Request, given: Asked, template: str, make: Callable[[], dict[str, Any]],
                     **drawing: Any) -> Response:
        """The page, or its data below ``/api``; the work is done in a turn."""
        values = await self._turns.run(make)
        if request.url.path.startswith("/api/"):
            data = {name: _plain(value) for name, value in values.items() if name != "choices"}
            return JSONResponse({"asked": dict(given.given), **data})
        return self._pages.render(template, asked=given, **values, **drawing)


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return asdict(value) if hasattr(value, "__dataclass_fields__") else value


def choices(survey: Survey) -> dict[str, list[tuple[str, str]]]:
    """What the filters may be: (value, words) pairs; disputes and countries that articles are about and from."""
    told = {dispute for row in survey.articles.values() for dispute in row.disputes}
    countries = {row.country for row in survey.articles.values() if row.country}
    return {"dispute": [(d.id, d.label) for d in survey.disputes.values() if d.id in told],
            "country": sorted(((c, survey.label(c)) for c in countries), key=lambda pair: pair[1])}


def _dispute(survey: Survey, ident: str) -> DisputeRow | None:
    """The dispute asked for, or else the one that most articles are about; None where the graph has none."""
    if ident in survey.disputes:
        return survey.disputes[ident]
    told = Counter(dispute for row in survey.articles.values() for dispute in row.disputes)
    return max(survey.disputes.values(), key=lambda d: (told[d.id], d.id), default=None)


def _words(survey: Survey, given: Asked) -> dict[str, str]:
    """What the filters mean, for headings."""
    names = concepts("topic")
    told = {}
    for name in ("actor", "side", "other"):
        if value := given.get(name):
            told[name] = survey.label(value)
    if topic := given.get("topic"):
        told["topic"] = names[topic]
    regarding = given.get("regarding")
    if regarding:
        told["regarding"] = "other matters" if regarding.startswith("!") else survey.label(regarding)
    return told
