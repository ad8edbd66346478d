"""The answer to a GET of the endpoint without a query: what it can do."""

import asyncio
import json

from starlette.requests import Request
from starlette.responses import Response

from kg.graph.serving.service import Service
from kg.query.description import data_description, description
from kg.web.config import Config
from kg.web.negotiation import best
from kg.web.problems import ProblemError

RDF = ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml", "application/trig",
       "application/n-quads")
#: Named graphs that the description lists; the others can be asked for.
MAX_GRAPHS = 1_000
_NAMES = f"SELECT DISTINCT ?g {{ GRAPH ?g {{}} }} ORDER BY ?g LIMIT {MAX_GRAPHS}"


def address(request: Request, config: Config, path: str) -> str:
    """The URL of a path of this server, as its readers know it."""
    return f"{config.url.rstrip('/') or str(request.base_url).rstrip('/')}{path}"


async def describe_data(request: Request, service: Service, config: Config) -> Response:
    """The data set, for VoID's well-known address and for catalogues (DCAT)."""
    media = best(request.headers.get("accept"), RDF)
    if media is None:
        raise ProblemError(406, "not-acceptable", "the description comes as RDF", f"ask for one of {', '.join(RDF)}")
    counts = await asyncio.to_thread(service.store.counts)
    body = data_description(address(request, config, ""), counts, service.generation, media)
    return Response(body, headers={"Vary": "Accept"}, media_type=media)


async def describe(request: Request, service: Service, config: Config) -> Response:
    """The description in the RDF format that the client likes best."""
    media = best(request.headers.get("accept"), RDF)
    if media is None:
        raise ProblemError(406, "not-acceptable", "the description comes as RDF", f"ask for one of {', '.join(RDF)}")
    answer = await service.query(_NAMES, {"rows": "application/sparql-results+json", "boolean": None, "graph": None})
    rows = json.loads(answer.path.read_bytes() if answer.path else answer.body)["results"]["bindings"]
    answer.discard()
    body = description(address(request, config, "/sparql"), [row["g"]["value"] for row in rows],
                       union=service.union, writable=bool(config.token), media=media)
    return Response(body, headers={"Vary": "Accept"}, media_type=media)
