"""The site's own files and the bundled libraries under ``/static``: compressed, and asked for again each time.

A browser keeps them and asks whether they are still the same (ETag), so that a newer version of the package is seen
at once and an unchanged file costs no more than a question.
"""

from functools import cache
from importlib.resources import files

from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send


def static_files() -> Mount:
    """The files, mounted."""
    return Mount("/static", GZipMiddleware(_Kept(StaticFiles(packages=[("kg.web", "static")])), minimum_size=2000))


@cache
def missing_libraries() -> str:
    """Why the bundled libraries are not there, "" if they are."""
    vendor = files("kg.web") / "static" / "vendor"
    if (vendor / "cytoscape.js").is_file():
        return ""
    told = vendor / "missing.txt"
    return told.read_text("utf-8").strip() if told.is_file() else "the package was not built, only copied"


class _Kept:
    """ASGI middleware: the answer may be kept, but not used unasked."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), (b"cache-control", b"no-cache")]
            await send(message)

        await self._app(scope, receive, answer)
