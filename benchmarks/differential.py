"""The endpoint beside two other engines: generated queries, one small data set, the same answers.

    python benchmarks/differential.py --queries 5000

Starts ``kg serve`` and the Oxigraph server (``pip install oxigraph``) on free ports, loads both with the same two
graphs, and asks each, and rdflib in memory, the same queries from a fixed seed. Rows are compared as multisets, without
order. Oxigraph's own union gives a triple of two graphs twice, so it gets a default graph that holds each once. What is
known is counted apart: rdflib makes a group of no rows; Oxigraph, and so we, give what both sides of a path (a|b) find
once, where SPARQL has it twice.
"""

import argparse
import http.client
import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import rdflib

from kg.graph.store import GraphStore

EX = "http://example.org/"
NAMES = [f"<{EX}{name}>" for name in "abcdefgh"]
PREDICATES = [f"<{EX}p{number}>" for number in range(4)]
VALUES = ['"x"', '"y"@en', '"2"^^<http://www.w3.org/2001/XMLSchema#integer>', "3", "2.5", "true",
          '"2016-05-06"^^<http://www.w3.org/2001/XMLSchema#date>']
VARIABLES = ["?v", "?w", "?x", "?y"]
Rows = Counter[Any]


def data(chance: random.Random) -> dict[str, list[str]]:
    """Two graphs as lines of N-Triples, some of them in both."""
    lines = [f"{chance.choice(NAMES)} {chance.choice(PREDICATES)} {chance.choice(NAMES + VALUES)} ." for _ in range(60)]
    lines = [re.sub(r" (3|2\.5|true) \.$", _typed, line) for line in lines]
    return {f"{EX}g1": sorted(set(lines[:40])), f"{EX}g2": sorted(set(lines[30:]))}


def _typed(match: re.Match[str]) -> str:
    kind = {"3": "integer", "2.5": "decimal", "true": "boolean"}[match[1]]
    return f' "{match[1]}"^^<http://www.w3.org/2001/XMLSchema#{kind}> .'


def pattern(chance: random.Random, depth: int = 0) -> str:
    """A group's inside."""
    def triple() -> str:
        path = chance.random()
        p = chance.choice(PREDICATES)
        if path < 0.08:
            p = f"{p}/{chance.choice(PREDICATES)}"
        elif path < 0.13:
            p = f"^{p}"
        elif path < 0.18:
            p = "({}|{})".format(*chance.sample(PREDICATES, 2))
        elif path < 0.22:
            p = f"{p}+"
        elif path < 0.35:
            p = chance.choice(VARIABLES)
        return f"{chance.choice(VARIABLES + NAMES[:2])} {p} {chance.choice(VARIABLES + NAMES[:2] + VALUES[:3])} . "

    text = "".join(triple() for _ in range(chance.randint(1, 2)))
    kind = chance.random() if depth < 2 else 1.0
    if kind < 0.15:
        text += f"OPTIONAL {{ {pattern(chance, depth + 1)} }} "
    elif kind < 0.28:
        text = f"{{ {text} }} UNION {{ {pattern(chance, depth + 1)} }} "
    elif kind < 0.36:
        text += f"MINUS {{ {pattern(chance, 2)} }} "
    elif kind < 0.44:
        text += f"FILTER {chance.choice(['', 'NOT '])}EXISTS {{ {pattern(chance, 2)} }} "
    elif kind < 0.52:
        text = f"GRAPH {chance.choice(['?g', f'<{EX}g1>'])} {{ {text} }} "
    if chance.random() < 0.3:
        text += "FILTER(" + chance.choice([
            "isIRI(?v)", "isLiteral(?w)", "bound(?x)", "?v = ?w", "?v != ?x", 'lang(?w) = "en"', "sameTerm(?v, ?x)",
            f"?v IN ({NAMES[0]}, {NAMES[1]}, 3)", 'regex(str(?v), "[ab]$")', "datatype(?w) = <http://www.w3.org/2001/"
            "XMLSchema#integer>", "isNumeric(?w) && ?w > 2", "strlen(str(?x)) > 3"]) + ") "
    if chance.random() < 0.1:
        text += f"VALUES ?v {{ {NAMES[0]} {NAMES[1]} {NAMES[2]} }} "
    return text


def query(chance: random.Random) -> str:
    """A SELECT or an ASK; every answer is fixed whatever the order of evaluation."""
    inside, kind = pattern(chance), chance.random()
    if kind < 0.1:
        return f"ASK {{ {inside} }}"
    if kind < 0.25:
        return f"SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?v) AS ?m) {{ {inside} }}"
    if kind < 0.35:
        return f"SELECT ?v (COUNT(?w) AS ?n) {{ {inside} }} GROUP BY ?v"
    return f"SELECT {chance.choice(['', 'DISTINCT '])}?v ?w ?x ?y {{ {inside} }}"


def rows(answer: dict[str, Any]) -> Rows:
    """An answer as JSON, as a multiset; numbers by value."""
    if "boolean" in answer:
        return Counter([answer["boolean"]])

    def term(value: dict[str, str]) -> tuple[str, ...]:
        kind = value.get("datatype", "").rpartition("#")[2]
        text = value["value"]
        if kind in {"integer", "decimal", "double"}:
            text = str(float(text))
        return (value["type"], text, value.get("xml:lang", "").lower(), kind.replace("string", ""))

    return Counter(tuple(sorted((name, term(value)) for name, value in row.items()))
                   for row in answer["results"]["bindings"])


class Server:
    """A server that answers at a path, started by a command."""

    def __init__(self, command: list[str], port: int, path: str) -> None:
        self.port, self._path = port, path
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(400):
            try:
                self("ASK {}")
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit(f"{command[0]} does not answer")

    def __call__(self, sparql: str) -> Rows:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("POST", self._path, urlencode({"query": sparql}).encode(), {
            "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"})
        reply = connection.getresponse()
        body = reply.read()
        connection.close()
        if reply.status != 200:
            raise ValueError(f"{reply.status}: {body[:200]!r}")
        return rows(json.loads(body))

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(20)


def free() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> int:
    """Ask, compare, count."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--queries", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=5)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    graphs = data(chance)
    folder = Path(tempfile.mkdtemp(prefix="differential-"))
    with GraphStore.open(folder / "kg", create=True, refresh=False) as store:
        for name, lines in graphs.items():
            store.update(f"INSERT DATA {{ GRAPH <{name}> {{ {' '.join(lines)} }} }}")
    quads = folder / "data.nq"
    quads.write_text("".join(f"{line[:-1]}<{name}> .\n" for name, lines in graphs.items() for line in lines), "utf-8")
    memory = rdflib.Dataset(default_union=True)
    memory.parse(quads, format="nquads")
    merged = sorted({line for lines in graphs.values() for line in lines})
    quads.write_text(quads.read_text("utf-8") + "".join(f"{line}\n" for line in merged), "utf-8")
    oxigraph = shutil.which("oxigraph") or str(Path(sys.executable).with_name("oxigraph"))
    subprocess.run([oxigraph, "load", "--location", str(folder / "ox"), "--file", str(quads)], check=True,
                   capture_output=True)
    ours_at, theirs_at = free(), free()
    ours = Server([sys.executable, "-c", "from kg.cli import main; main()", "serve", "--store", str(folder / "kg"),
                   "--port", str(ours_at)], ours_at, "/sparql")
    theirs = Server([oxigraph, "serve-read-only", "--location", str(folder / "ox"), "--bind", f"127.0.0.1:{theirs_at}"],
                    theirs_at, "/query")
    differing: Counter[str] = Counter()
    try:
        for _ in range(options.queries):
            asked = query(chance)
            mine = ours(asked)
            other = rows(json.loads(memory.query(asked).serialize(format="json") or b"{}"))
            why = ""
            if mine != theirs(asked):
                why = "Oxigraph differs"
            elif mine != other:
                why = ("rdflib: a group of no rows" if other - mine == Counter({(): 1}) and "GROUP BY" in asked else
                       "rdflib: (a|b)" if "|" in asked else "rdflib differs")
            if why:
                differing[why] += 1
                if why.endswith("differs") and differing[why] <= options.show:
                    print(f"{why}: {asked}\n   ours only {list((mine - other).items())[:2]}\n   rdflib only "
                          f"{list((other - mine).items())[:2]}", flush=True)
    finally:
        ours.close()
        theirs.close()
        shutil.rmtree(folder)
    print(f"{options.queries} queries: {dict(differing) or 'no difference'}")
    return 1 if any(why.endswith("differs") for why in differing) else 0


if __name__ == "__main__":
    os.environ.pop("KG_TOKEN", None)
    sys.exit(main())
