"""The catalogue as a JSON API, described by OpenAPI: questions, their answers, search."""

import json
from importlib.resources import files
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg import __version__
from kg.graph.serving.service import Service
from kg.query import bind, catalogue, choices
from kg.query.catalogue import THING_TYPES, CatalogueQuery
from kg.query.completions import completions
from kg.query.parameters import suggestions
from kg.web import bodies
from kg.web.addresses import address_of
from kg.web.answered import OWN, fingerprint, shown
from kg.web.answers import Whole, departure
from kg.web.asking import ask
from kg.web.config import Config
from kg.web.negotiation import best
from kg.web.pages import Pages
from kg.web.problems import ProblemError
from kg.web.searching import Searcher
from kg.web.turns import Turns
from kg.web.views_openapi import view_paths

_JSON = "application/sparql-results+json"
_FILES = {"json": _JSON, "csv": "text/csv", "tsv": "text/tab-separated-values", "xml": "application/sparql-results+xml"}
#: A year, month or day, or nothing, as a form sends it.
_DATE = "^((?!0000)[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)?$"
#: Hits that a search gives at most.
MAX_HITS = 200


class Api:
    """The API's operations; each is one page, too, for who asks for HTML."""

    def __init__(self, service: Service, config: Config, pages: Pages, searcher: Searcher, turns: Turns) -> None:
        self._service, self._pages, self._searcher, self._turns = service, pages, searcher, turns
        self._stall = config.sizes.stall_seconds

    async def queries(self, request: Request) -> Response:
        """The questions of the catalogue."""
        _known(bodies.fields(request.url.query), set())
        found = [described(query) for query in catalogue().values()]
        if self._html(request):
            groups: dict[str, list[dict[str, Any]]] = {}
            for query in found:
                groups.setdefault(query["tags"][0] if query["tags"] else "other", []).append(query)
            return self._pages.render("queries.html", groups=sorted(groups.items()))
        return JSONResponse({"queries": found}, headers={"Vary": "Accept"})

    async def answer(self, request: Request) -> Response:
        """The answer to one question; its parameters are the request's."""
        name = request.path_params["name"]
        if name not in catalogue():
            raise ProblemError(404, "not-found", f"there is no question {name[:80]!r}", "see /api/queries")
        query = catalogue()[name]
        given = _known(bodies.fields(request.url.query), {p.name for p in query.parameters} | set(OWN))
        own = {key: given.pop(key) for key in OWN if key in given}
        given = {key: value for key, value in given.items() if value}
        html, media = self._form(request, own.get("format", ""))
        missing = [p.name for p in query.parameters if p.required and p.name not in given and p.default is None]
        about = {"query": described(query), "given": given}
        if html:
            about["known"] = await self._turns.run(lambda: {p.name: suggestions(self._service.store, p)
                                                            for p in query.parameters})
            if missing:
                return self._pages.render("query.html", **about, answer=None)
        if not html and media != _JSON:
            return await self._file(request, query, given, media)
        data = await ask(self._service, self._turns, request, query, given)
        columns, rows = data["head"]["vars"], data["results"]["bindings"]
        if html:
            store, generation = self._service.store, self._service.generation
            answer = await self._turns.run(lambda: shown(
                store, generation, about["query"]["href"], given, own, columns, rows, ("csv", "json")))
            return self._pages.render("query.html", **about, answer=answer)
        return JSONResponse({"query": name, "parameters": given, "generation": self._service.generation,
                             "result": fingerprint(columns, rows), "complete": True, "columns": columns, "rows": rows},
                            headers={"Vary": "Accept"})

    async def _file(self, request: Request, query: CatalogueQuery, given: dict[str, str], media: str) -> Response:
        text = await self._turns.run(lambda: bind(self._service.store, query, given))
        async with departure(request) as gone:
            found = await self._service.query(text, {"rows": media, "boolean": None, "graph": None}, gone=gone)
        return Whole(found, self._stall, headers={"Vary": "Accept"})

    def _form(self, request: Request, name: str) -> tuple[bool, str]:
        """Whether a page is wanted, and the media type of rows."""
        if name not in ("", "html", *_FILES):
            raise ProblemError(406, "not-acceptable", f"there is no format {name[:40]!r}",
                               f"choose from html, {', '.join(_FILES)}")
        return name == "html" or (not name and self._html(request)), _FILES.get(name, _JSON)

    async def terms(self, request: Request) -> Response:  # noqa: ARG002
        """The ontology's terms, the vocabularies' concepts and the prefixes, for completion."""
        store = self._service.store
        found = await self._turns.run(lambda: completions(store))
        return JSONResponse(found, headers={"Cache-Control": "no-cache"})

    async def search(self, request: Request) -> Response:
        """What a question finds, the best first."""
        given = _known(bodies.fields(request.url.query), {"q", "limit"})
        limit = given.get("limit", "50")
        if not (limit.isascii() and limit.isdecimal() and 1 <= int(limit[:9]) <= MAX_HITS):
            raise ProblemError(400, "parameters", f"limit={limit[:40]!r} is no number from 1 to {MAX_HITS}")
        if "q" not in given:
            raise ProblemError(400, "parameters", "there is no question", "give one as ?q=…")
        hits = await self._searcher.find(given["q"], int(limit))
        return JSONResponse({"q": given["q"], "hits": [
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
    paths |= view_paths(operation)
    for query in catalogue().values():
        parameters = []
        for p in query.parameters:
            schema: dict[str, Any] = {"type": "string", **({"minLength": 1} if p.required else {})}
            if allowed := choices(p):  # what need not be given may be empty, as a form sends it
                schema["enum"] = [*allowed, *([] if p.required else [""])]
            elif p.type == "date":
                schema["pattern"] = _DATE
            hint = "; an id, an IRI or a name" if p.type in THING_TYPES else ""
            parameters.append({"name": p.name, "in": "query", "required": p.required, "schema": schema,
                               "description": f"{p.description} ({p.type}{hint})",
                               **({"example": p.example} if p.example else {})})
        paths[f"/api/queries/{query.name}"] = operation(query.name, query.question, {
            "$ref": "#/components/schemas/Answer"}, parameters)
    explorer = json.loads(files("kg.web").joinpath("explorer_openapi.json").read_text("utf-8"))
    more = explorer["components"]
    return {
        "openapi": "3.1.0",
        "info": {"title": "Questions to a graph of territorial disputes", "version": __version__},
        "paths": paths | explorer["paths"],
        "components": {"responses": more["responses"], "schemas": more["schemas"] | {
            "Answer": {"type": "object", "required": ["query", "parameters", "columns", "rows", "complete"],
                       "properties": {"query": {"type": "string"}, "parameters": {"type": "object"},
                                      "generation": {"type": "string"}, "result": {"type": "string"},
                                      "complete": {"type": "boolean"},
                                      "columns": strings,
                                      "rows": {"type": "array", "items": {"type": "object"}}}},
            "Problem": {"type": "object", "required": ["type", "title", "status", "detail"],
                        "properties": {"type": {"type": "string"}, "title": {"type": "string"},
                                       "status": {"type": "integer"}, "detail": {"type": "string"},
                                       "hint": {"type": "string"}}}}}}
