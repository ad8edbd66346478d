"""What every request passes through: limits on its head, safe headers on the answer, one line in the log."""

import json
import logging
import time
from typing import Any

from starlette.responses import Response
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.web.config import Config
from kg.web.problems import ProblemError, problem_of

log = logging.getLogger("kg.web")

#: Nothing runs, loads or is framed but what this server itself sends.
CSP = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
       "connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
_HEADERS = {"content-security-policy": CSP, "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
            "x-frame-options": "DENY", "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin", "permissions-policy": "interest-cohort=()"}


class Shield:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, config: Config) -> None:
        self._app, self._config = app, config

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, entry = time.perf_counter(), {"status": 0, "bytes": 0}
        note: dict[str, Any] = {}
        scope["log"] = note  # handlers add what they know
        origin = _header(scope, b"origin")
        extra = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
        if origin and origin in self._config.origins:
            extra = [(name, value) for name, value in extra if name != b"cross-origin-resource-policy"]
            extra += [(b"access-control-allow-origin", origin.encode()), (b"vary", b"Origin"),
                      (b"access-control-expose-headers", b"link, retry-after")]

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                entry["status"] = message["status"]
                given = {name.lower() for name, _ in message.get("headers", ())}
                message["headers"] = [*message.get("headers", ()),
                                      *((name, value) for name, value in extra if name == b"vary" or name not in given)]
            else:
                entry["bytes"] += len(message.get("body", b""))
            await send(message)

        try:
            self._check(scope)
            if scope["method"] == "OPTIONS" and (methods := _methods(scope)):
                await _preflight(self._config, origin, methods)(scope, receive, answer)
            else:
                await self._app(scope, receive, answer)
        except Exception as error:
            problem = problem_of(error)
            note.setdefault("problem", problem.kind)
            if problem.status == 500:
                log.exception("unexpected")
            if entry["status"]:  # the answer has begun: it must not look whole
                scope["state"].get("abort", lambda: None)()
            else:
                await problem.response()(scope, receive, answer)
        finally:
            log.info(json.dumps({"time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                                 "method": scope["method"], "path": scope["path"][:200], **entry,
                                 "ms": round((time.perf_counter() - started) * 1000, 1), **note}, ensure_ascii=True))

    def _check(self, scope: Scope) -> None:
        sizes = self._config.sizes
        target = len(scope.get("raw_path", b"")) + len(scope["query_string"]) + bool(scope["query_string"])
        if target > sizes.url:
            raise ProblemError(414, "url-too-long", f"the URL has {target:,} bytes, at most {sizes.url:,} are taken",
                          "send a long query in the body, by POST", {"Connection": "close"})
        headers = sum(len(name) + len(value) + 4 for name, value in scope["headers"])
        if headers > sizes.headers:
            raise ProblemError(431, "headers-too-large", f"the headers have {headers:,} bytes, at most "
                               f"{sizes.headers:,} are taken", "send fewer", {"Connection": "close"})
        if b"\x00" in scope.get("raw_path", b"") or "\x00" in scope["path"]:
            raise ProblemError(400, "path", "the path has a NUL character")
        names = self._config.names
        host = _header(scope, b"host").rpartition("@")[2].lower()
        bare = host if host.endswith("]") or ":" not in host else host.rpartition(":")[0]
        if names is not None and host not in names and bare not in names:
            raise ProblemError(421, "host", f"this server is not called {host[:80]!r}",
                          "call it by its address, or start it with --url")


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def _methods(scope: Scope) -> set[str]:
    """What may be done at the request's path; nothing where there is nothing."""
    found: set[str] = set()
    for route in scope["app"].routes:
        if route.matches(scope)[0] != Match.NONE:
            found |= getattr(route, "methods", None) or {"GET", "HEAD"}  # what is mounted are files
    return found | {"OPTIONS"} if found else found


def _preflight(config: Config, origin: str, methods: set[str]) -> Response:
    """The answer to OPTIONS: pages of listed origins may ask, and none may send a token."""
    headers = {"Allow": ", ".join(sorted(methods))}
    if origin in config.origins:
        headers |= {"Access-Control-Allow-Methods": ", ".join(sorted(methods & {"GET", "HEAD", "POST"})),
                    "Access-Control-Max-Age": "600", "Access-Control-Allow-Headers": "accept, content-type"}
    return Response(status_code=204, headers=headers)
