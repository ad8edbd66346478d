"""Sending what a worker answered, and noticing when nobody waits for it any more."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg.graph.serving.workers import Answer

_PIECE = 1 << 18
_CHARSET = ("text/csv", "text/tab-separated-values", "text/turtle", "application/trig", "application/n-triples",
            "application/n-quads")


class Whole(Response):
    """A worker's answer. It is complete when the first byte goes out, and its length is said before."""

    def __init__(self, answer: Answer, seconds: float, status: int = 200,
                 headers: Mapping[str, str] | None = None) -> None:
        media = f"{answer.media}; charset=utf-8" if answer.media in _CHARSET else answer.media
        super().__init__(answer.body, status, dict(headers or {}))
        self.headers["content-type"] = media
        self.headers["content-length"] = str(answer.size)
        self._answer, self._seconds = answer, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends it; a client that takes nothing more for ``seconds`` loses the connection."""
        if self._answer.path is None or scope["method"] == "HEAD":
            self._answer.discard()
            await super().__call__(scope, receive, send)
            return
        with self._answer.path.open("rb") as file:
            self._answer.discard()  # the name; the file stays until it is closed
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            while piece := file.read(_PIECE):
                await asyncio.wait_for(send({"type": "http.response.body", "body": piece, "more_body": True}),
                                       self._seconds)
        await asyncio.wait_for(send({"type": "http.response.body", "body": b""}), self._seconds)


@asynccontextmanager
async def departure(request: Request) -> AsyncIterator["asyncio.Future[Any]"]:
    """A future that is done when the client goes; for a request whose body has been read."""

    async def wait() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    task = asyncio.ensure_future(wait())
    try:
        yield task
    finally:
        task.cancel()
