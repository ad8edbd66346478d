"""The explorer: its page, and the JSON that it draws. What is shown follows from the address alone."""

from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.analysis.coding import coded_with_holders
from kg.analysis.discourse import Discourse
from kg.analysis.measures import places
from kg.graph.namespaces import prefixes
from kg.graph.serving.service import Service
from kg.graph.store import GraphStore
from kg.query import catalogue
from kg.query.evidence import places as places_of
from kg.query.explain import explanations
from kg.query.exploring import MOST, View, surroundings, topics
from kg.query.labels import shortened
from kg.query.network import EDGES, explorer_query
from kg.web import bodies
from kg.web.addresses import address_of
from kg.web.asking import ask
from kg.web.explorer_json import shown
from kg.web.explorer_steps import Steps, iri_of
from kg.web.generation import OfGeneration
from kg.web.pages import Pages
from kg.web.problems import ProblemError
from kg.web.searching import Searcher
from kg.web.statics import missing_libraries
from kg.web.turns import Turns

#: Nodes that are shown where nothing is asked for; facts that are explained at a time.
BEGIN, FACTS = 80, 50
#: Hits of a search that are looked at, and that are given.
SEARCHED, HITS = 200, 12


class Explorer:
    """The explorer over a service."""

    def __init__(self, service: Service, pages: Pages, searcher: Searcher, turns: Turns) -> None:
        self._service, self._pages, self._searcher, self._turns = service, pages, searcher, turns
        self._surroundings = OfGeneration(service, surroundings)
        self._measures = OfGeneration(service, _measures)

    async def page(self, request: Request) -> Response:  # noqa: ARG002
        """The page; what it shows is its scripts' to fetch."""
        found = await self._turns.run(lambda: topics(self._service.store))
        return self._pages.render("explore.html", missing=missing_libraries(),
                                  topics=[(shortened(iri), words) for iri, words in found.items()],
                                  queries=catalogue().values())

    async def view(self, request: Request) -> Response:
        """The part of the network that the parameters choose."""
        pairs = bodies.fields(request.url.query)
        around = await self._surroundings.get()
        view, unknown = View([]), list[str]()
        steps = Steps(around, view, unknown)
        names = {name for name, _ in pairs}
        for name, value in pairs:
            steps.take(name, value)
        given = dict(pairs)
        if "query" in names:
            await self._ask(request, steps, given)
        if "path" in names:
            steps.path(given["path"], given.get("after", ""), given.get("before", ""))
        if not names & {"start", "query", "path", "add"}:
            steps.top(BEGIN)
        view.nodes, view.grouped = around.fitted(view.nodes, steps.hidden, MOST)
        drawn = await self._turns.run(lambda: shown(around, view))
        return JSONResponse({"generation": self._service.generation, "unknown": unknown, **drawn})

    async def _ask(self, request: Request, steps: Steps, given: dict[str, str]) -> None:
        name = given["query"]
        if name not in catalogue():
            raise ProblemError(404, "not-found", f"there is no question {name[:80]!r}", "see /api/queries")
        values = {key[2:]: value for key, value in given.items() if key.startswith("p.") and value}
        data = await ask(self._service, self._turns, request, catalogue()[name], values)
        steps.named([cell["value"] for row in data["results"]["bindings"] for cell in row.values()
                     if cell["type"] == "uri"])

    async def find(self, request: Request) -> Response:
        """What a search finds that leads into the network: nodes first, then articles and sentences."""
        asked = dict(bodies.fields(request.url.query)).get("q", "")
        around, hits = await self._surroundings.get(), await self._searcher.find(asked, SEARCHED)
        found = [hit for hit in hits if hit.iri in around or around.named([hit.iri])[0].nodes]
        found.sort(key=lambda hit: hit.iri not in around)
        return JSONResponse({"q": asked, "hits": [
            {"id": shortened(hit.iri), "text": hit.text, "kind": around.kind(hit.iri) or hit.kind,
             "label": around.label(hit.iri)} for hit in found[:HITS]]})

    async def node(self, request: Request) -> Response:
        """A node's neighbours by relation, so that somebody can choose which to bring in."""
        asked = dict(bodies.fields(request.url.query)).get("node", "")
        around, iri = await self._surroundings.get(), iri_of(asked)
        if iri not in around:
            raise ProblemError(404, "not-found", f"{asked[:80]!r} is no node of the network", "see /api/explore")
        relations = [{"relation": key, "nodes": [shortened(n) for n in sorted(nodes)]}
                     for key, nodes in around.relations(iri).items()]
        return JSONResponse({"node": shortened(iri), "iri": iri, "page": address_of(iri), "relations": relations})

    async def facts(self, request: Request) -> Response:
        """Why each fact is in the graph: its sentence in its paragraph, who said it, the rule."""
        asked = [value for name, value in bodies.fields(request.url.query) if name == "fact"]
        if not 1 <= len(asked) <= FACTS:
            raise ProblemError(400, "parameters", f"{len(asked)} facts are asked for", f"ask for 1 to {FACTS}")
        store = self._service.store
        return JSONResponse({"facts": await self._turns.run(lambda: self._explained(store, asked))})

    def _explained(self, store: GraphStore, asked: list[str]) -> list[dict[str, Any]]:
        found = places_of(store, [iri_of(one) for one in asked])
        told = []
        for one, place in zip(explanations(store, found), found.values(), strict=True):
            paragraph = self._pages.texts.paragraph(place)
            told.append(asdict(one) | {"page": address_of(one.iri), "whole": bool(paragraph),
                                       "article_page": address_of(one.iri).rpartition("/")[0]})
            if paragraph:
                told[-1]["quotation"] = dict(zip(("before", "text", "after"), paragraph, strict=True))
        return told

    async def measures(self, request: Request) -> Response:  # noqa: ARG002
        """The actors' places in the network of who agrees with whom."""
        return JSONResponse({"measures": await self._measures.get()})

    async def sparql(self, request: Request) -> Response:  # noqa: ARG002
        """The queries that find the edges, of which a page composes the one for what it shows."""
        return JSONResponse({"prefixes": prefixes(), "edges": {
            kind: [explorer_query(file) for file, of_kind in EDGES.items() if of_kind == kind]
            for kind in dict.fromkeys(EDGES.values())}})


def _measures(store: GraphStore) -> dict[str, dict[str, float]]:
    coded, holders = coded_with_holders(store)
    if not coded:
        return {}
    found = places(Discourse(coded, once_a_text=True).one_mode("subtract"))
    return {shortened(holders[p.actor]): {
        "agreement": p.strength, "betweenness": p.betweenness,
        "brokerage": 0.0 if p.constraint is None else round(max(0.0, 1 - p.constraint), 6), "community": p.community}
        for p in found}
