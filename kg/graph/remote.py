"""A store behind a URL: any engine that speaks the SPARQL 1.1 Protocol, asked through SPARQLWrapper.

Only whole answers leave this module. What tells of a partial one (a header of Virtuoso, text after the rows of an
Oxigraph that ran out of time, a body shorter than announced) becomes an error.
"""

import json
import os
import re
import time
from contextlib import suppress
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    HTTPRedirectHandler,
    build_opener,
    parse_http_list,
    parse_keqv_list,
)
from urllib.request import Request as UrlRequest

from pyoxigraph import Quad, QueryBoolean, QueryResultsFormat, RdfFormat, Store, parse, parse_query_results
from SPARQLWrapper import POST, SPARQLWrapper

from kg import __version__
from kg.errors import KgError, QueryError, StoreError
from kg.graph.namespaces import prefixes
from kg.graph.store import QueryAnswer

#: Bytes that an answer may have, times that a busy engine is asked, and seconds between (doubled each time; at most).
MAX_BYTES, ATTEMPTS, BACKOFF, LONGEST_WAIT = 1 << 28, 4, 0.5, 10.0

_FORM = re.compile(r"(?:\s|#[^\n\r]*+|(?:PREFIX\s+[^\s:<]*:|BASE)\s*<[^>]*>)*+(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.I)
_ADDRESS = re.compile(r"https?://([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?([/?][!-~]*)?", re.I | re.A)
_GRAPHS = ("CONSTRUCT", "DESCRIBE")
_PARTIAL = {"X-SQL-State": "ran into its time limit", "X-SPARQL-MaxRows": "ran into its limit of rows"}


class RemoteStore:
    """A SPARQL endpoint, for reading: ``query`` answers as ``GraphStore.query`` does.

    ``timeout`` is the whole time in seconds that a query may take here, with its retries; what the engine does
    afterwards is its own affair. User and password, or a token, come from the environment: KG_ENDPOINT_USER and
    KG_ENDPOINT_PASSWORD (Basic), KG_ENDPOINT_TOKEN (Bearer, RFC 6750).

    Queries mean the union of all graphs: an engine whose default graph is another one must be told so
    (``oxigraph serve --union-default-graph``), for nothing is rewritten here; ``check`` notices an empty one.
    """

    def __init__(self, url: str, timeout: float = 30.0) -> None:
        self.url, self.timeout = url, timeout
        if "@" in url.partition("//")[2].partition("/")[0]:
            raise StoreError("the address of the endpoint holds a user or a password",
                             "put them in KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD")
        if not _ADDRESS.fullmatch(url):
            raise StoreError(f"{url!r} is no address of a SPARQL endpoint", "write it like http://localhost:7878/query")

    def check(self) -> None:
        """StoreError where the endpoint cannot be asked, or sees none of the graphs that it has."""
        if not self.query("ASK { ?s ?p ?o }") and self.query("ASK { GRAPH ?g { ?s ?p ?o } }"):
            raise StoreError(f"queries to {self.url} see no named graph, for its default graph is not their union",
                             "with Oxigraph, serve it with --union-default-graph")

    def query(self, sparql: str) -> QueryAnswer:
        """The answer to a SELECT, ASK, CONSTRUCT or DESCRIBE, with the prefixes of ``prefixes.ttl``.

        StoreError for an endpoint that cannot be reached, refuses us or fails; QueryError for a query that it does
        not understand, for one that takes too long, and for an answer that is damaged or only a part.
        """
        match = _FORM.match(sparql)
        if not match:
            raise QueryError("the query is no SELECT, ASK, CONSTRUCT or DESCRIBE", "other engines are only read")
        form = match[1].upper()
        headers, body = self.sent(self._question(_with_prefixes(sparql), form))
        for name, what in _PARTIAL.items():
            if headers[name] is not None:
                raise QueryError(f"{self.url} {what} and answered only in part ({name}: {_line(headers[name])})",
                                 "make the query narrower, or raise the engine's limit")
        if (announced := headers["Content-Length"]) is not None and announced != str(len(body)):
            raise QueryError(f"{self.url} broke its answer off after {len(body)} of {announced} bytes", "ask again")
        kind = headers.get_content_type()
        try:
            return _triples(body, kind) if form in _GRAPHS else _rows(body, form == "ASK")
        except (SyntaxError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
            raise QueryError(f"the answer of {self.url} ({kind}) is damaged: {_line(error)}; it ends in "
                             f"{_line(body[-80:])!r}", "the engine may have run out of time, or the address be a page "
                             "for people") from error

    def sent(self, request: "Request") -> tuple[Any, bytes]:
        """Headers and body of the answer; sends it again where the engine is busy, as long as there is time."""
        deadline = time.monotonic() + self.timeout
        for attempt in range(1, ATTEMPTS + 1):
            try:
                request.timeout = max(deadline - time.monotonic(), 0.01)  # type: ignore[assignment]
                with request.query().response as response:
                    return response.headers, self._body(response, deadline)
            except HTTPError as error:
                wait = _wait(error, attempt)
                late = time.monotonic() + wait > deadline
                if error.code not in (429, 503) or attempt == ATTEMPTS or wait > LONGEST_WAIT or late:
                    raise self._failure(error, attempt, wait) from None
                time.sleep(wait)
            except IncompleteRead:
                raise QueryError(f"{self.url} broke its answer off", "ask again") from None
            except (OSError, HTTPException, UnicodeError, OverflowError) as error:  # the last two: host, port
                reason = error.reason if isinstance(error, URLError) else error
                if isinstance(reason, TimeoutError):
                    raise QueryError(f"{self.url} gave no whole answer within {self.timeout:g} seconds",
                                     "make the query narrower, or give it longer with --timeout") from None
                said = getattr(reason, "strerror", None) or reason or type(reason).__name__
                raise StoreError(f"cannot reach {self.url}: {_line(said)}",
                                 "check the address, and that the engine runs") from None
        raise AssertionError("the last attempt returns or raises")

    def _question(self, sparql: str, form: str) -> "Request":
        request = authorized(Request(self.url, agent=f"kg/{__version__}"))
        request.setMethod(POST)  # long queries do not fit into an address
        request.setOnlyConneg(True)
        request.queryString, request.queryType = sparql, form  # its own guess stumbles over comments
        request.addCustomHttpHeader("Accept", "application/n-triples, text/turtle;q=0.5" if form in _GRAPHS
                                    else "application/sparql-results+json")
        return request

    def _body(self, response: HTTPResponse, deadline: float) -> bytes:
        """The body as far as it came, in pieces, for the socket's time-out is one for each piece."""
        body = bytearray()
        while piece := response.read1(1 << 16):
            body += piece
            if len(body) > MAX_BYTES:
                raise QueryError(f"the answer of {self.url} has more than {MAX_BYTES >> 20} MB", "make it narrower")
            if time.monotonic() > deadline:
                raise TimeoutError
        return bytes(body)

    def _failure(self, error: HTTPError, attempts: int, wait: float) -> KgError:
        code, said = error.code, _line(error.reason)
        with suppress(OSError, HTTPException):
            said = _line(error.read(4096)) or said
        if code == 400:
            return QueryError(f"{self.url} does not take the query: {said}", "prefixes were put before its first line")
        if code in (401, 403):
            return StoreError(f"{self.url} refuses us ({code}): {said}",
                              "set KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or KG_ENDPOINT_TOKEN")
        if code in (429, 503):
            return StoreError(f"{self.url} is busy ({code}), asked {attempts} times: {said}",
                              f"try again in {wait:.0f} seconds or later")
        if code in range(300, 400):
            return StoreError(f"{self.url} has moved to {_line(error.headers['Location'])}", "give that address")
        return StoreError(f"{self.url} failed ({code}): {said}",
                          "see the engine's log" if code >= 500 else "check the address")


class _NoRedirect(HTTPRedirectHandler):
    """A redirected POST becomes a GET without its query, and would carry the password to another host."""

    def redirect_request(self, *_: Any) -> None:
        return None


class _Digest(HTTPDigestAuthHandler):
    """HTTP Digest (RFC 7616), which Virtuoso wants for writing. It challenges only who brings no credentials, and
    closes on a long body that it will not read, so a short request asks for the challenge first."""

    def sign(self, request: UrlRequest, timeout: Any) -> None:
        """Puts an answer in place of other credentials where the engine asks for Digest."""
        try:
            build_opener(_NoRedirect).open(UrlRequest(request.full_url), timeout=timeout).close()
        except HTTPError as error:
            scheme, _, challenge = (error.headers["WWW-Authenticate"] or "").partition(" ")
            if scheme.casefold() == "digest":
                answer = self.get_authorization(request, parse_keqv_list(parse_http_list(challenge)))
                request.add_header("Authorization", f"Digest {answer}")


class Request(SPARQLWrapper):
    """SPARQLWrapper that keeps the headers and the body of a failure, which its own ``_query`` throws away."""

    writes = False

    def _query(self) -> tuple[HTTPResponse, str]:
        request = self._createRequest()
        if self.writes and self.user:
            passwords = HTTPPasswordMgrWithDefaultRealm()
            passwords.add_password(None, request.full_url, self.user, self.passwd or "")
            _Digest(passwords).sign(request, self.timeout)
        return build_opener(_NoRedirect).open(request, timeout=self.timeout), self.returnFormat


def authorized(request: Request) -> Request:
    """The request with what the environment gives: a token, or user and password."""
    given = {name: os.environ.get(f"KG_ENDPOINT_{name}", "").strip() for name in ("USER", "PASSWORD", "TOKEN")}
    if not (given["TOKEN"].isascii() and given["TOKEN"].isprintable()):
        raise StoreError("KG_ENDPOINT_TOKEN holds what no header can hold", "copy it again, in one line")
    if given["TOKEN"]:
        request.addCustomHttpHeader("Authorization", f"Bearer {given['TOKEN']}")
    elif given["USER"]:
        request.setCredentials(given["USER"], given["PASSWORD"])
    return request


def _with_prefixes(sparql: str) -> str:
    """The query with the declarations that it may want, on its first line, so that its lines keep their numbers."""
    used = {name: iri for name, iri in prefixes().items() if re.search(rf"(?<![\w.-]){re.escape(name)}:", sparql)
            and not re.search(rf"\bPREFIX\s+{re.escape(name)}:", sparql, re.I)}
    return "".join(f"PREFIX {name}: <{iri}> " for name, iri in used.items()) + sparql


def _rows(body: bytes, ask: bool) -> QueryAnswer:
    found = json.loads(body)  # pyoxigraph takes text behind a boolean, json does not
    if ask and "boolean" not in found and found["head"]["vars"] == ["__ASK_RETVAL"]:  # Virtuoso: no row for false
        values = [row["__ASK_RETVAL"]["value"] for row in found["results"]["bindings"]]
        body = json.dumps({"head": {}, "boolean": values in (["1"], ["true"])}).encode()
    answer = parse_query_results(body, QueryResultsFormat.JSON)
    if isinstance(answer, QueryBoolean) != ask:
        raise ValueError("a table for a truth value, or the reverse")
    if not isinstance(answer, QueryBoolean):
        list(answer)  # pyoxigraph finds what is damaged only on the way
    return parse_query_results(body, QueryResultsFormat.JSON)


def _triples(body: bytes, kind: str) -> QueryAnswer:
    form = RdfFormat.from_media_type(kind)
    if form is None:
        raise ValueError("no graph")
    store = Store()
    store.extend(Quad(*quad.triple) for quad in parse(body, form))
    return store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")


def _wait(error: HTTPError, attempt: int) -> float:
    """Seconds until the next attempt: what Retry-After says (RFC 9110, 10.2.3), else twice as long each time."""
    said = (error.headers["Retry-After"] or "").strip()
    if said.isdecimal():
        return float(said)
    try:
        return max(parsedate_to_datetime(said).timestamp() - time.time(), 0.0)
    except (ValueError, OverflowError):
        return float(BACKOFF * 2 ** (attempt - 1))


def _line(text: object) -> str:
    """Words of others as one short line that no terminal takes for commands."""
    plain = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return "".join(c for c in " ".join(plain.split()) if c.isprintable())[:300]
