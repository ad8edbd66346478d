"""One client's connection: uvicorn's, with a time limit on a request's head and a limit on their number."""

import asyncio
import json
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.web.config import Sizes

_FULL = (b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")


def connection(sizes: Sizes) -> type[H11Protocol]:
    """The protocol with these limits."""

    class Connection(H11Protocol):
        """Closes a connection whose request's head does not come, and lets a handler break one off."""

        _head: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self.app_state = {**self.app_state, "abort": transport.abort}
            if len(self.connections) > sizes.connections:
                transport.write(_FULL)
                transport.close()
            else:
                self._wait_for_head()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
                if self._head is None and self._waiting():
                    self._wait_for_head()
            else:
                self._stop_waiting()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_waiting()
            super().connection_lost(exc)

        def send_400_response(self, msg: str) -> None:  # noqa: ARG002
            """A request that is no HTTP, in the shape of all errors."""
            body = json.dumps({"type": "urn:kg:problem:http", "title": "Bad Request", "status": 400,
                               "detail": "this is no HTTP request, or its head is too long"}).encode()
            headers: list[tuple[bytes, bytes]] = [(b"content-type", b"application/problem+json"),
                                                  (b"content-length", str(len(body)).encode()),
                                                  (b"connection", b"close")]
            parts: list[Any] = [h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
                                h11.Data(data=body), h11.EndOfMessage()]
            if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
                for part in parts:
                    self.transport.write(self.conn.send(part) or b"")
            self.transport.close()

        def _waiting(self) -> bool:
            return self.cycle is None or self.cycle.response_complete

        def _wait_for_head(self) -> None:
            self._head = self.loop.call_later(sizes.head_seconds, self.transport.abort)

        def _stop_waiting(self) -> None:
            if self._head is not None:
                self._head.cancel()
                self._head = None

    return Connection
