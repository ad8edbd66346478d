"""What a request brings along, read with limits on size and time."""

import asyncio
import zlib
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from kg.web.problems import ProblemError

FORM = "application/x-www-form-urlencoded"
_ENCODINGS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
_PIECE = 1 << 16
_DRAIN_SECONDS, _DRAIN_BYTES = 5.0, 64 << 20


def media_type(request: Request) -> str:
    """The request's media type, without parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read(request: Request, limit: int, seconds: float) -> bytes:
    """The body, decompressed; 413 beyond ``limit`` bytes, 408 after ``seconds``, 415 for other encodings."""
    return b"".join([piece async for piece in pieces(request, limit, seconds)])


async def save(request: Request, path: Path, limit: int, seconds: float) -> int:
    """Writes the body to a file: how many bytes."""
    size = 0
    with path.open("wb") as file:
        async for piece in pieces(request, limit, seconds):
            size += file.write(piece)
    return size


async def pieces(request: Request, limit: int, seconds: float) -> AsyncIterator[bytes]:
    """The body piece by piece."""
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in _ENCODINGS and encoding != "identity":
        raise ProblemError(415, "encoding", f"a body encoded as {encoding[:40]!r} is not read",
                           "send it plain, or with gzip")
    inflate = zlib.decompressobj(_ENCODINGS[encoding]) if encoding in _ENCODINGS else None
    size = received = 0
    stream = request.stream()
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        await _drain(request, stream)
        raise _too_large(limit)
    try:
        async with asyncio.timeout(seconds):
            async for data in stream:
                received += len(data)
                if received > limit:
                    await _drain(request, stream)
                    raise _too_large(limit)
                rest = data
                while rest:
                    piece, rest = (rest, b"") if inflate is None else _inflated(inflate, rest)
                    size += len(piece)
                    if size > limit:
                        await _drain(request, stream)
                        raise _too_large(limit)
                    yield piece
        if inflate is not None and received and not inflate.eof:
            raise ProblemError(400, "encoding", "the compressed body is not whole", "send all of it")
    except TimeoutError:
        raise ProblemError(408, "slow", f"the body did not come within {seconds:g} seconds", "",
                      {"Connection": "close"}) from None
    except ClientDisconnect:
        raise ProblemError(400, "gone", "the body did not come to its end") from None


async def _drain(request: Request, stream: AsyncIterator[bytes]) -> None:
    """Takes what is still coming, and forgets it: most clients read no answer before they have sent all."""
    if request.headers.get("expect", "").lower() == "100-continue":
        return
    taken = 0
    try:
        async with asyncio.timeout(_DRAIN_SECONDS):
            async for data in stream:
                taken += len(data)
                if taken > _DRAIN_BYTES:
                    return
    except (TimeoutError, ClientDisconnect):
        return


def _inflated(inflate: "zlib._Decompress", data: bytes) -> tuple[bytes, bytes]:
    try:
        piece = inflate.decompress(data, _PIECE)
    except zlib.error as error:
        raise ProblemError(400, "encoding", "the compressed body is damaged", "send it plain") from error
    if inflate.eof:
        return piece, b""
    return piece, inflate.unconsumed_tail


def _too_large(limit: int) -> ProblemError:
    return ProblemError(413, "too-large", f"the body has more than {limit:,} bytes", "send less at a time",
                   {"Connection": "close"})


def text(data: bytes) -> str:
    """The bytes as UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProblemError(400, "encoding", f"the body is not UTF-8: {error.reason} at byte {error.start}",
                      "send it in UTF-8") from error


def fields(encoded: str) -> list[tuple[str, str]]:
    """The names and values of a query string or a form."""
    try:
        return parse_qsl(encoded, keep_blank_values=True, max_num_fields=2_000, errors="strict")
    except (ValueError, UnicodeDecodeError) as error:
        raise ProblemError(400, "parameters", "the parameters cannot be read",
                           "percent-encode them in UTF-8") from error
