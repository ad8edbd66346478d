"""Errors, all of one shape: RFC 9457 problem details, without anything of the inside."""

import json
import re
from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

from kg.errors import QueryError
from kg.graph.serving.pool import BusyError, TimedOutError
from kg.graph.serving.workers import RefusedError, WorkerError
from kg.query.guard import HostRefusedError

MEDIA = "application/problem+json"
_PATH = re.compile(r"(?<![\w:/.<])/(?:[\w.@+~-]+/)+[\w.@+~-]*")
#: Status and name by what a worker says (``kg.graph.serving.spool.AnswerError``).
_REFUSED = {"syntax": (400, "syntax"), "graph": (400, "unknown-graph"), "format": (406, "not-acceptable"),
            "rows": (503, "too-many-rows"), "bytes": (503, "too-many-bytes"), "failed": (422, "failed")}
_HINTS = {"rows": "add a LIMIT, or ask for less at a time", "bytes": "add a LIMIT, or ask for less at a time",
          "syntax": "line and column count from 1; prefixes of the graph's own vocabularies need no declaration",
          "graph": "ask for the graphs there are with SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"}


class ProblemError(Exception):
    """An answer that is an error: ``kind`` names it for programs, ``detail`` and ``hint`` tell people."""

    def __init__(self, status: int, kind: str, detail: str, hint: str = "",
                 headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail, self.hint = status, kind, detail, hint
        self.headers = dict(headers or {})

    def response(self) -> Response:
        """The problem as JSON."""
        body = {"type": f"urn:kg:problem:{self.kind}", "title": HTTPStatus(self.status).phrase, "status": self.status,
                "detail": scrubbed(self.detail)} | ({"hint": scrubbed(self.hint)} if self.hint else {})
        return Response(json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"), self.status,
                        {**self.headers, "Cache-Control": "no-store"}, MEDIA)


def scrubbed(text: str) -> str:
    """The text on one line, cut, and without paths of this computer."""
    text = _PATH.sub("…", " ".join(text.split()))
    return text if len(text) <= 400 else text[:399] + "…"


def problem_of(error: Exception) -> ProblemError:
    """The problem that an error is; one that nobody foresaw tells nothing."""
    match error:
        case ProblemError():
            return error
        case BusyError():
            return ProblemError(503, "busy", error.message, error.hint, {"Retry-After": "2"})
        case TimedOutError():
            return ProblemError(503, "timed-out", error.message, error.hint)
        case WorkerError():
            return ProblemError(503, "out-of-memory", error.message, error.hint)
        case RefusedError():
            status, kind = _REFUSED[error.kind]
            return ProblemError(status, kind, error.message, _HINTS.get(error.kind, ""))
        case HostRefusedError():
            return ProblemError(403, "refused", error.message, error.hint)
        case QueryError():
            return ProblemError(400, "query", error.message, error.hint)
    return ProblemError(500, "internal", "the server failed", "its log says why")
