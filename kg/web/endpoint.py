"""``/sparql``: the SPARQL 1.1 Protocol."""

import asyncio
import hashlib
import hmac
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import QueryError
from kg.graph.serving.pool import GoneError
from kg.graph.serving.service import Service
from kg.query import guard
from kg.query.dataset import Dataset, dataset, graph_term, using
from kg.query.federation import harmless
from kg.query.guard import HostRefusedError
from kg.web import bodies
from kg.web.answer_page import FORMATS, AnswerPage
from kg.web.answers import Whole, departure
from kg.web.config import Config
from kg.web.description import address, describe
from kg.web.negotiation import best
from kg.web.problems import ProblemError

QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
#: What is on offer, the first for who has no preference; the second name of a format is for old clients.
ROWS = {"application/sparql-results+json": "application/sparql-results+json",
        "application/json": "application/sparql-results+json",
        "application/sparql-results+xml": "application/sparql-results+xml",
        "application/xml": "application/sparql-results+xml", "text/csv": "text/csv",
        "text/tab-separated-values": "text/tab-separated-values", "text/xml": "application/sparql-results+xml"}
GRAPHS = {"text/turtle": "text/turtle", "application/n-triples": "application/n-triples",
          "application/ld+json": "application/ld+json", "application/json": "application/ld+json",
          "application/rdf+xml": "application/rdf+xml", "application/xml": "application/rdf+xml",
          "application/trig": "application/trig", "application/n-quads": "application/n-quads",
          "text/plain": "application/n-triples"}
#: Values of the parameter ``format``, for links and for clients that cannot set headers.
SHORT = {"json": "application/json", "xml": "application/xml", "csv": "text/csv", "tsv": "text/tab-separated-values",
         "ttl": "text/turtle", "turtle": "text/turtle", "nt": "application/n-triples", "jsonld": "application/ld+json",
         "rdfxml": "application/rdf+xml", "rdf": "application/rdf+xml", "trig": "application/trig",
         "nq": "application/n-quads"}
Fields = Mapping[str, list[str]]


class Endpoint:
    """The protocol's operations: query, update, and the service's description."""

    def __init__(self, service: Service, config: Config, page: AnswerPage) -> None:
        self._service, self._config, self._page = service, config, page

    async def __call__(self, request: Request) -> Response:
        """One request."""
        url = _collected(bodies.fields(request.url.query))
        if request.method in ("GET", "HEAD"):
            if "update" in url:
                raise ProblemError(400, "method", "an update is sent by POST")
            if "query" in url:
                return await self._query(request, _one(url, "query"), url)
            if url.keys() - {"format"}:
                raise ProblemError(400, "parameters", "there is no query", "give one as ?query=…")
            if best(request.headers.get("accept"), ("text/turtle", "text/html")) == "text/html":
                return self._page.form()
            return await describe(request, self._service, self._config)
        media = bodies.media_type(request)
        sizes = self._config.sizes
        limit = sizes.write if self._may_write(request) else sizes.body
        if media == bodies.FORM:
            form = _collected(bodies.fields(bodies.text(await bodies.read(request, limit, sizes.body_seconds))))
            both = _collected([*((k, v) for k, vs in url.items() for v in vs),
                               *((k, v) for k, vs in form.items() for v in vs)])
            if "query" in both and "update" in both:
                raise ProblemError(400, "parameters", "the request has a query and an update", "send one at a time")
            if "update" in both:
                return await self._update(request, _one(both, "update"), both)
            return await self._query(request, _one(both, "query"), both)
        if media not in (QUERY, UPDATE):
            raise ProblemError(415, "media-type", f"a body of type {media[:80] or 'unknown'} is not read",
                          f"send a form, {QUERY} or {UPDATE}")
        if "query" in url or "update" in url:
            raise ProblemError(400, "parameters", "there is a query or an update in the URL, and one in the body")
        text = bodies.text(await bodies.read(request, limit, sizes.body_seconds))
        return await (self._query if media == QUERY else self._update)(request, text, url)

    # --- query ---

    async def _query(self, request: Request, text: str, fields: Fields) -> Response:
        request.scope["log"]["query"] = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
        base, hosts = address(request, self._config, "/sparql"), self._config.hosts
        text = harmless(text, hosts)
        try:
            guard.check(text, hosts)
        except HostRefusedError as refusal:
            with suppress(HostRefusedError):  # what is no SPARQL is told so, rather than that it is refused
                guard.check(tried := harmless(text, hosts, silent_only=False))
                await self._service.check("query", tried, base)
            raise refusal
        graphs = Dataset(fields.get("default-graph-uri", []), fields.get("named-graph-uri", []))
        asked = _checked(graphs) if any(graphs) else dataset(text, base)
        as_page = fields.get("format") == ["html"]
        generation = self._service.generation
        async with departure(request) as gone:
            try:
                answer = await self._service.query(
                    text, FORMATS if as_page else formats(request, fields), base=base,
                    default=asked.default if asked else None, named=asked.named if asked else None,
                    strict=self._config.strict, gone=gone)
            except GoneError:
                request.scope["log"]["gone"] = True
                return Response(status_code=499)
        if as_page:
            return await self._page(text, {name: values[-1] for name, values in fields.items()}, answer, generation)
        return Whole(answer, self._config.sizes.stall_seconds,
                     headers={"Vary": "Accept", "Cache-Control": "no-cache",
                              "X-KG-Generation": self._service.generation})

    # --- update ---

    async def _update(self, request: Request, text: str, fields: Fields) -> Response:
        authorize(request, self._config)
        graphs = Dataset(fields.get("using-graph-uri", []), fields.get("using-named-graph-uri", []))
        base, hosts, length = address(request, self._config, "/sparql"), self._config.hosts, self._config.sizes.write
        text = harmless(text, hosts)
        try:
            await asyncio.to_thread(guard.check_update, text, hosts, length)
        except HostRefusedError as refusal:
            with suppress(HostRefusedError):
                guard.check_update(tried := harmless(text, hosts, silent_only=False), (), length)
                await self._service.check("update", tried, base)
            raise refusal
        if any(graphs):
            text = using(text, _checked(graphs))
        await self._service.update(text, base)
        return Response(status_code=204)

    def _may_write(self, request: Request) -> bool:
        try:
            authorize(request, self._config)
        except ProblemError:
            return False
        return True


def authorize(request: Request, config: Config) -> None:
    """ProblemError unless the request has the token: 403 where there is none, 401 without it or with another."""
    if not config.token:
        raise ProblemError(403, "read-only", "this server only reads", "start it with a token: KG_TOKEN=… kg serve")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode("utf-8", "replace"),
                                                             config.token.encode()):
        raise ProblemError(401, "token", "writing needs the token that the server was started with",
                      "send it as the header Authorization: Bearer …", {"WWW-Authenticate": "Bearer"})


def formats(request: Request, fields: Fields) -> dict[str, str | None]:
    """The media type of the answer for each kind of answer, None where the client takes none of ours."""
    accept = ", ".join(request.headers.getlist("accept")) or None
    if "format" in fields:
        short = _one(fields, "format")
        if short not in SHORT:
            raise ProblemError(406, "not-acceptable", f"there is no format {short[:40]!r}",
                               f"choose from {', '.join(SHORT)}")
        accept = SHORT[short]
    rows, graph = best(accept, tuple(ROWS)), best(accept, tuple(GRAPHS))
    return {"rows": rows and ROWS[rows], "boolean": rows and ROWS[rows], "graph": graph and GRAPHS[graph]}


def _collected(pairs: list[tuple[str, str]]) -> Fields:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        found[name].append(value)
    return dict(found)


def _one(fields: Fields, name: str) -> str:
    values = fields.get(name, [])
    if len(values) != 1:
        raise ProblemError(400, "parameters", f"the request has {len(values) or 'no'} {name}", f"send one {name}")
    return values[0]


def _checked(graphs: Dataset) -> Dataset:
    for iri in (*graphs.default, *graphs.named):
        try:
            graph_term(iri)
        except QueryError as error:
            raise ProblemError(400, "parameters", error.message, error.hint) from error
    return graphs
