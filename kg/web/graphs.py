"""``/data``: the SPARQL 1.1 Graph Store HTTP Protocol, for who has the token."""

import hashlib
import uuid
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path
from tempfile import NamedTemporaryFile

from starlette.requests import Request
from starlette.responses import Response

from kg.graph.serving.service import Service
from kg.query.dataset import graph_term
from kg.web import bodies
from kg.web.answers import Whole, departure
from kg.web.config import Config
from kg.web.description import address
from kg.web.endpoint import authorize
from kg.web.negotiation import best
from kg.web.problems import ProblemError

#: Formats that are read and written, the first for who has no preference.
FORMATS = {"text/turtle": "text/turtle", "application/n-triples": "application/n-triples",
           "application/ld+json": "application/ld+json", "application/rdf+xml": "application/rdf+xml",
           "application/trig": "application/trig", "application/n-quads": "application/n-quads"}
READ = ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml")
#: Parts of a multipart body.
MAX_PARTS = 100


class GraphStoreProtocol:
    """Reading and writing whole graphs, named by ``?graph=IRI``, by ``?default``, or by the request's own URL."""

    def __init__(self, service: Service, config: Config) -> None:
        self._service, self._config = service, config

    async def __call__(self, request: Request) -> Response:
        """One request."""
        authorize(request, self._config)
        graph = self._graph(request)
        match request.method:
            case "GET" | "HEAD":
                return await self._get(request, graph)
            case "DELETE":
                return await self._delete(graph)
            case "PUT":
                return await self._write(request, graph, replace=True)
        return await self._write(request, graph, replace=False)

    def _graph(self, request: Request) -> str:
        """The graph's IRI, "" for the default graph, or "new"."""
        fields = bodies.fields(request.url.query)
        names = [name for name, _ in fields]
        if request.path_params.get("rest"):
            if fields:
                raise ProblemError(400, "parameters", "the URL names a graph by its path and by parameters")
            return address(request, self._config, request.scope["raw_path"].decode("ascii"))
        if names == ["default"]:
            return ""
        if names == ["graph"]:
            return graph_term(fields[0][1])[1:-1]
        if not names and request.method == "POST":
            return "new"
        raise ProblemError(400, "parameters", "the URL names no graph", "add ?graph=IRI or ?default")

    async def _exists(self, graph: str) -> bool:
        if not graph:
            return True
        answer = await self._service.query(f"ASK {{ GRAPH {graph_term(graph)} {{}} }}",
                                           {"rows": None, "boolean": "text/csv", "graph": None})
        return answer.body.strip() == b"true"

    async def _get(self, request: Request, graph: str) -> Response:
        if not await self._exists(graph):
            raise ProblemError(404, "no-graph", f"there is no graph <{graph}>")
        media = best(request.headers.get("accept"), tuple(FORMATS))
        if media is None:
            raise ProblemError(406, "not-acceptable", "a graph comes as RDF", f"ask for one of {', '.join(FORMATS)}")
        where = f"GRAPH {graph_term(graph)} {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
        async with departure(request) as gone:
            answer = await self._service.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {where} }}",
                                               {"rows": None, "boolean": None, "graph": media}, gone=gone)
        return Whole(answer, self._config.sizes.stall_seconds, headers={"Vary": "Accept"})

    async def _delete(self, graph: str) -> Response:
        if not await self._exists(graph):
            raise ProblemError(404, "no-graph", f"there is no graph <{graph}>")
        await self._service.update(f"DROP GRAPH {graph_term(graph)}" if graph else "CLEAR DEFAULT")
        return Response(status_code=204)

    async def _write(self, request: Request, graph: str, *, replace: bool) -> Response:
        new = graph == "new"
        if new:
            graph = address(request, self._config, f"/data/{uuid.uuid4().hex}")
        existed = await self._exists(graph)
        triples = await self._triples(request, graph)
        name = graph_term(graph) if graph else ""
        if graph:
            update = f"CREATE SILENT GRAPH {name} ;\nINSERT DATA {{ GRAPH {name} {{\n{triples}}} }}"
        else:
            update = f"INSERT DATA {{\n{triples}}}"
        if replace:
            update = f"{f'DROP SILENT GRAPH {name}' if graph else 'CLEAR DEFAULT'} ;\n{update}"
        await self._service.update(update)
        request.scope["log"]["graph"] = hashlib.sha256(graph.encode()).hexdigest()[:12]
        if new or not existed:
            return Response(status_code=201, headers={"Location": graph} if new else {})
        return Response(status_code=204)

    async def _triples(self, request: Request, graph: str) -> str:
        """The body's triples as N-Triples; read in a worker, for parsers have been brought down before."""
        media, sizes = bodies.media_type(request), self._config.sizes
        with NamedTemporaryFile(dir=self._service.folder, suffix=".rdf") as file:
            await bodies.save(request, path := Path(file.name), sizes.write, sizes.body_seconds)
            parts = _parts(request, path) if media == "multipart/form-data" else [(media, path)]
            try:
                return "".join([await self._parsed(request, media, part, graph) for media, part in parts])
            finally:
                for _, part in parts:
                    part.unlink(missing_ok=True)
                path.touch()

    async def _parsed(self, request: Request, media: str, path: Path, graph: str) -> str:
        if media not in READ:
            raise ProblemError(415, "media-type", f"RDF of type {media[:80] or 'unknown'} is not read",
                          f"send one of {', '.join(READ)}")
        async with departure(request) as gone:
            answer = await self._service.parse(path, media, graph or str(request.url), gone)
        triples = (answer.path.read_bytes() if answer.path else answer.body).decode()
        answer.discard()
        return triples


def _parts(request: Request, path: Path) -> list[tuple[str, Path]]:
    """The parts of a multipart body, each in a file."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode("latin-1")
    message = BytesParser(policy=HTTP).parsebytes(head + path.read_bytes())
    found = []
    for number, part in enumerate(message.iter_parts()):
        if number >= MAX_PARTS:
            raise ProblemError(413, "too-large", f"the body has more than {MAX_PARTS} parts")
        content = part.get_payload(decode=True)
        file = path.with_name(f"{path.name}.{number}")
        file.write_bytes(content if isinstance(content, bytes) else b"")
        found.append((part.get_content_type(), file))
    if not found:
        raise ProblemError(400, "multipart", "the body has no parts")
    return found
