"""The application: which path is answered by what."""

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg.graph.serving.service import Service
from kg.web.answer_page import AnswerPage
from kg.web.api import Api
from kg.web.config import Config
from kg.web.description import describe_data
from kg.web.endpoint import Endpoint
from kg.web.explorer import Explorer
from kg.web.graphs import GraphStoreProtocol
from kg.web.pages import Pages
from kg.web.problems import ProblemError
from kg.web.review import ReviewPages
from kg.web.searching import Searcher
from kg.web.shield import Shield
from kg.web.statics import static_files
from kg.web.surveying import Surveyor
from kg.web.turns import Turns
from kg.web.views import Views

Handler = Callable[[Request], Awaitable[Response]]


def application(service: Service, config: Config) -> Starlette:
    """The ASGI application over a service, which whoever calls this starts and closes."""

    async def health(_: Request) -> Response:
        return JSONResponse({"status": "ok", "generation": service.generation, "workers": service.counts},
                            headers={"Cache-Control": "no-store"})

    graphs, searcher = GraphStoreProtocol(service, config), Searcher(service)
    turns = Turns()
    pages = Pages(service, config, searcher, turns)
    surveyor = Surveyor(service)
    views = Views(pages, surveyor, turns)
    api = Api(service, config, pages, searcher, turns)
    review = ReviewPages(service, config, pages, turns)
    explorer = Explorer(service, pages, searcher, turns)
    endpoint = Endpoint(service, config, AnswerPage(service, config, pages, turns))

    async def void(request: Request) -> Response:
        return await describe_data(request, service, config)
    app = Starlette(
        routes=[
            *_routes("/sparql", endpoint, "GET", "POST"),
            *_routes("/data", graphs, "GET", "PUT", "POST", "DELETE"),
            *_routes("/data/{rest:path}", graphs, "GET", "PUT", "POST", "DELETE"),
            *_routes("/healthz", health, "GET"),
            *_routes("/", views.home, "GET"),
            *(route for prefix in ("", "/api") for path, handler in views.routes.items()
              for route in _routes(prefix + path, handler, "GET")),
            *_routes("/search", pages.search, "GET"),
            *_routes("/api", api.queries, "GET"),
            *_routes("/api/queries", api.queries, "GET"),
            *_routes("/api/queries/{name}", api.answer, "GET"),
            *_routes("/api/search", api.search, "GET"),
            *_routes("/api/terms", api.terms, "GET"),
            *_routes("/queries", api.queries, "GET"),
            *_routes("/review", review.queue, "GET"),
            *_routes("/review", review.post, "POST"),
            *_routes("/review/decided", review.decided, "GET"),
            *_routes("/explore", explorer.page, "GET"),
            *_routes("/api/explore", explorer.view, "GET"),
            *_routes("/api/explore/find", explorer.find, "GET"),
            *_routes("/api/explore/node", explorer.node, "GET"),
            *_routes("/api/explore/facts", explorer.facts, "GET"),
            *_routes("/api/explore/measures", explorer.measures, "GET"),
            *_routes("/api/explore/sparql", explorer.sparql, "GET"),
            *_routes("/openapi.json", api.openapi, "GET"),
            *_routes("/.well-known/void", void, "GET"),
            *_routes("/dcat", void, "GET"),
            *(route for path in ("/id/{rest:path}", "/vocabulary/{rest:path}", "/ontology", "/ontology.{rest}")
              for route in _routes(path, pages.thing, "GET")),
            static_files(),
        ],
        middleware=[Middleware(Shield, config=config)],
        exception_handlers={HTTPException: _not_found})
    app.router.redirect_slashes = False
    app.state.surveyor = surveyor
    return app


def _routes(path: str, handler: Handler, *methods: str) -> list[Route]:
    async def call(request: Request) -> Response:
        return await handler(request)

    return [Route(path, call, methods=list(methods))]


async def _not_found(request: Request, error: Exception) -> Response:
    """Starlette's own refusals, in the shape of ours."""
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        raise ProblemError(405, "method", f"{request.method} is not answered here", "", error.headers)
    raise ProblemError(error.status_code, "not-found", "there is nothing at this address", "", error.headers)
