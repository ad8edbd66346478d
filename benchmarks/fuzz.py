"""Requests with something wrong in them, for the protocol paths of a running server.

    python benchmarks/fuzz.py http://127.0.0.1:8000 --requests 10000 --token SECRET

Give it a server over a store that may be lost: with a token, some of the requests clear it. Fails on any answer of 500
or above but 503 and 504, on an error without the common shape, and on one that shows a path or a trace.
"""

import argparse
import http.client
import json
import random
import re
import sys
from collections import Counter
from urllib.parse import quote, urlencode, urlsplit

SECRETS = re.compile(rb"Traceback|File \"|\.py\b|/tmp/|/root|/home|/usr|site-packages")
FORM = "application/x-www-form-urlencoded"
_SYMBOLS = """SELECT * WHERE { } ( ) ?s <x:p> "a"@en 1 . ; FILTER OPTIONAL GRAPH FROM NAMED PREFIX x: UNION BIND AS
    MINUS VALUES ORDER BY LIMIT -1 \\u003C ''' \"\"\" # < > é 日本 𝔘 SERVICE SILENT LOAD INSERT DATA DELETE CLEAR
    ALL ASK DESCRIBE CONSTRUCT COUNT GROUP BY / ^ ! || && [ ] _:b << %s ${x} ../ a"""
WORDS = [*_SYMBOLS.split(), "\n", "\x00"]
NAMES = ("query", "update", "default-graph-uri", "named-graph-uri", "using-graph-uri", "format", "graph", "default",
         "x")
METHODS = ("GET", "POST", "POST", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "X")
MEDIA = (FORM, "application/sparql-query", "application/sparql-update", "text/turtle", "application/rdf+xml",
         "application/ld+json", "application/n-triples", "multipart/form-data", "multipart/form-data; boundary=x", "",
         "x", "text/turtle; charset=\xff", ";;")

Fuzzed = tuple[str, str, bytes, dict[str, str]]


def fuzzed(chance: random.Random, number: int) -> Fuzzed:
    """Method, target, body and headers of a request as clients send them, but for something."""
    text = " ".join(chance.choices(WORDS, k=chance.randint(1, 25)))
    raw = bytes(chance.randrange(256) for _ in range(chance.randint(0, 60)))
    method = chance.choice(METHODS)
    path = chance.choice(["/sparql", "/sparql", "/data", "/data/x", "/healthz", "/", "/%00", "/..%2f",
                          f"/data/{quote(raw)}"])
    values = [text, "ASK {}", "http://example.org/", "json", quote(raw)]
    encoded = urlencode({chance.choice(NAMES): chance.choice(values) for _ in range(chance.randint(0, 3))})
    target = f"{path}?{encoded}" if chance.random() < 0.5 and len(encoded) < 4000 else path
    body = chance.choice([encoded.encode(), text.encode(), raw, b""]) if method not in {"GET", "HEAD"} else b""
    headers = {"Content-Type": chance.choice(MEDIA),
               "Accept": chance.choice(["*/*", "text/csv", "", "x", "a/b;q=zz", "text/html", quote(raw)])}
    if number % 7 == 0:
        headers["Content-Encoding"] = chance.choice(["gzip", "deflate", "x", ""])
    return method, target, body, headers


def main() -> int:
    """Send them, one after the other, and say how they were answered."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("url")
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--token", default="")
    options = parser.parse_args()
    place, chance, statuses, faults = urlsplit(options.url), random.Random(options.seed), Counter[int](), 0
    for number in range(options.requests):
        method, target, body, headers = fuzzed(chance, number)
        if options.token and chance.random() < 0.4:
            headers["Authorization"] = f"Bearer {options.token}"
        connection = http.client.HTTPConnection(place.netloc, timeout=60)
        connection.request(method, target, body, headers)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        statuses[answer.status] += 1
        if fault := _fault(method, answer.status, data):
            faults += 1
            print(f"{fault}: {method} {target[:200]} {body[:200]!r} -> {answer.status} {data[:200]!r}")
    print(f"{options.requests} requests: {dict(sorted(statuses.items()))}, {faults} faults")
    return 1 if faults else 0


def _fault(method: str, status: int, body: bytes) -> str:
    if status >= 500 and status not in (503, 504):
        return "a failure"
    if status >= 400 and method != "HEAD":
        try:
            if json.loads(body)["status"] != status:
                return "another status within"
        except (ValueError, KeyError, TypeError):
            return "an error of another shape"
        if SECRETS.search(body):
            return "the inside shown"
    return ""


if __name__ == "__main__":
    sys.exit(main())
