"""The catalogue as a JSON API, described by OpenAPI: questions, their answers, search."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg import __version__
from kg.graph.serving.service import Service
from kg.query import catalogue, choices
from kg.query.catalogue import THING_TYPES, CatalogueQuery
from kg.web import bodies
from kg.web.addresses import address_of
from kg.web.asking import ask
from kg.web.negotiation import best
from kg.web.pages import Pages
from kg.web.problems import ProblemError
from kg.web.searching import Searcher
from kg.web.turns import Turns

#: Hits that a search gives at most.
MAX_HITS = 200


class Api:
    """The API's operations; each is one page, too, for who asks for HTML."""

    def __init__(self, service: Service, pages: Pages, searcher: Searcher, turns: Turns) -> None:
        self._service, self._pages, self._searcher, self._turns = service, pages, searcher, turns

    async def queries(self, request: Request) -> Response:
        """The questions of the catalogue."""
        _known(bodies.fields(request.url.query), set())
        found = [described(query) for query in catalogue().values()]
        if self._html(request):
            return self._pages.render("queries.html", queries=found)
        return JSONResponse({"queries": found}, headers={"Vary": "Accept"})

    async def answer(self, request: Request) -> Response:
        """The answer to one question; its parameters are the request's."""
        name = request.path_params["name"]
        if name not in catalogue():
            raise ProblemError(404, "not-found", f"there is no question {name[:80]!r}", "see /api/queries")
        query = catalogue()[name]
        given = _known(bodies.fields(request.url.query), {p.name for p in query.parameters})
        given = {key: value for key, value in given.items() if value}
        html = self._html(request)
        missing = [p.name for p in query.parameters if p.required and p.name not in given and p.default is None]
        if html and missing:
            return self._pages.render("query.html", query=described(query), given=given, answer=None)
        data = await ask(self._service, self._turns, request, query, given)
        answer = {"query": name, "parameters": given, "generation": self._service.generation, "complete": True,
                  "columns": data["head"]["vars"], "rows": data["results"]["bindings"]}
        if html:
            return self._pages.render("query.html", query=described(query), given=given, answer=answer)
        return JSONResponse(answer, headers={"Vary": "Accept"})

    async def search(self, request: Request) -> Response:
        """What a question finds, the best first."""
        given = _known(bodies.fields(request.url.query), {"q", "limit"})
        limit = given.get("limit", "50")
        if not (limit.isascii() and limit.isdecimal() and 1 <= int(limit[:9]) <= MAX_HITS):
            raise ProblemError(400, "parameters", f"limit={limit[:40]!r} is no number from 1 to {MAX_HITS}")
        hits = await self._searcher.find(given.get("q", ""), int(limit))
        return JSONResponse({"q": given.get("q", ""), "hits": [
            {"iri": hit.iri, "kind": hit.kind, "text": hit.text, "page": address_of(hit.iri)} for hit in hits]})

    async def openapi(self, request: Request) -> Response:  # noqa: ARG002
        """The API's description."""
        return JSONResponse(openapi())

    def _html(self, request: Request) -> bool:
        return best(request.headers.get("accept"), ("application/json", "text/html")) == "text/html"


def _known(pairs: list[tuple[str, str]], names: set[str]) -> dict[str, str]:
    """The parameters; 400 for one that is unknown or there twice."""
    given: dict[str, str] = {}
    for name, value in pairs:
        if name not in names or name in given:
            what = "is given twice" if name in given else "is unknown"
            raise ProblemError(400, "parameters", f"the parameter {name[:60]!r} {what}",
                               f"the parameters are {', '.join(sorted(names)) or 'none'}")
        given[name] = value
    return given


def described(query: CatalogueQuery) -> dict[str, Any]:
    """A question as JSON has it."""
    return {"name": query.name, "title": query.title, "question": query.question, "tags": list(query.tags),
            "href": f"/api/queries/{query.name}", "sparql": query.text,
            "parameters": [{"name": p.name, "type": p.type, "description": p.description, "required": p.required,
                            "default": p.default, "example": p.example, "choices": list(choices(p))}
                           for p in query.parameters],
            "columns": [{"name": c.name, "description": c.description} for c in query.columns]}


def openapi() -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    problem = {"description": "an error", "content": {"application/problem+json": {
        "schema": {"$ref": "#/components/schemas/Problem"}}}}
    errors = dict.fromkeys(("400", "404", "406", "503"), problem)

    def operation(name: str, summary: str, schema: dict[str, Any], parameters: list[dict[str, Any]]) -> dict[str, Any]:
        return {"get": {"operationId": name, "summary": summary, "parameters": parameters, "responses": {
            "200": {"description": "the answer", "content": {"application/json": {"schema": schema}}}, **errors}}}

    strings = {"type": "array", "items": {"type": "string"}}
    paths = {
        "/api/queries": operation("listQueries", "The questions", {
            "type": "object", "required": ["queries"],
            "properties": {"queries": {"type": "array", "items": {"type": "object"}}}}, []),
        "/api/search": operation("search", "Things by their names and sentences", {
            "type": "object", "required": ["q", "hits"], "properties": {"q": {"type": "string"}, "hits": {
                "type": "array", "items": {"type": "object", "required": ["iri", "kind", "text", "page"]}}}}, [
            {"name": "q", "in": "query", "required": True, "schema": {"type": "string"}},
            {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": MAX_HITS}}])}
    for query in catalogue().values():
        parameters = []
        for p in query.parameters:
            schema: dict[str, Any] = {"type": "string"}
            if allowed := choices(p):
                schema["enum"] = list(allowed)
            hint = "; an id, an IRI or a name" if p.type in THING_TYPES else ""
            parameters.append({"name": p.name, "in": "query", "required": p.required, "schema": schema,
                               "description": f"{p.description} ({p.type}{hint})",
                               **({"example": p.example} if p.example else {})})
        paths[f"/api/queries/{query.name}"] = operation(query.name, query.question, {
            "$ref": "#/components/schemas/Answer"}, parameters)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Questions to a graph of territorial disputes", "version": __version__},
        "paths": paths,
        "components": {"schemas": {
            "Answer": {"type": "object", "required": ["query", "parameters", "columns", "rows", "complete"],
                       "properties": {"query": {"type": "string"}, "parameters": {"type": "object"},
                                      "generation": {"type": "string"}, "complete": {"type": "boolean"},
                                      "columns": strings,
                                      "rows": {"type": "array", "items": {"type": "object"}}}},
            "Problem": {"type": "object", "required": ["type", "title", "status", "detail"],
                        "properties": {"type": {"type": "string"}, "title": {"type": "string"},
                                       "status": {"type": "integer"}, "detail": {"type": "string"},
                                       "hint": {"type": "string"}}}}}}
