"""Facts from Wikidata about what carries its id, in a graph of their own, with source and date.

Nothing else in this package asks the network, and this only when somebody calls it. What Wikidata says of the state,
the country or the owner of a place is not asked for: it would put disputed land into a state.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions

from kg.errors import KgError, QueryError
from kg.graph import iris
from kg.graph.identity_reading import rows
from kg.graph.namespaces import DCTERMS, PROV, TYPE, WD, XSD
from kg.graph.remote import RemoteStore
from kg.graph.store import GraphStore

GRAPH, ENDPOINT = "wikidata", "https://query.wikidata.org/sparql"
#: Items in one question.
BATCH = 100
WDT = "http://www.wikidata.org/prop/direct/"
#: What is asked for: born, died, inception, dissolved, official website, ISO 3166 code. None says whose land it is.
PROPERTIES = ("P569", "P570", "P571", "P576", "P856", "P297")
_ITEM = f"{WD.iri}Q"


def enrich(store: GraphStore, cache: Path, today: str, endpoint: str = ENDPOINT, timeout: float = 60.0) -> int:
    """Asks for the facts that are not in the cache folder, and makes them the graph's content; how many there are.

    ``today`` (YYYY-MM-DD) is when what is asked now was asked. KgError where the endpoint fails: what came until then
    is in the cache, and the store is what it was.
    """
    items = sorted({row["item"].value for row in rows(store, "SELECT DISTINCT ?item { ?thing owl:sameAs ?item }")
                    if row["item"].value.startswith(_ITEM)})
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KgError(f"cannot make the cache {cache}: {error.strerror}", "give another folder with --cache") from error
    known = {item: found for item in items if (found := _cached(cache, item, endpoint)) is not None}
    missing = [item for item in items if item not in known]
    for start in range(0, len(missing), BATCH):
        batch = missing[start:start + BATCH]
        answer = _asked(RemoteStore(endpoint, timeout), batch)
        for item in batch:
            known[item] = {"endpoint": endpoint, "date": today, "facts": sorted(answer.get(item, []))}
            _file(cache, item).write_text(json.dumps(known[item], ensure_ascii=False) + "\n", "utf-8")
    quads = list(_quads(known))
    content = hashlib.sha256("\n".join(sorted(map(str, quads))).encode()).hexdigest()
    store.replace_graph(GRAPH, content, lambda: quads)
    return sum(len(found["facts"]) for found in known.values())


def forget(store: GraphStore) -> None:
    """Removes what was fetched; the cache stays."""
    store.update(f"DROP SILENT GRAPH {iris.graph(GRAPH)}")


def _file(cache: Path, item: str) -> Path:
    return cache / f"{iris.segment(item.removeprefix(WD.iri))}.json"


def _cached(cache: Path, item: str, endpoint: str) -> dict[str, Any] | None:
    """What was fetched before from this endpoint; None where that is not there, or is damaged."""
    try:
        found = json.loads(_file(cache, item).read_text("utf-8"))
        facts = found["facts"]
        well = found["endpoint"] == endpoint and isinstance(found["date"], str) and all(
            len(fact) == 3 and all(isinstance(part, str) for part in fact) for fact in facts)
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return found if well else None


def _asked(remote: RemoteStore, items: Iterable[str]) -> dict[str, list[list[str]]]:
    """Item -> property, value, and the value's datatype ("" for an IRI). Only what was asked for is taken."""
    values = " ".join(str(NamedNode(item)) for item in items)
    properties = " ".join(f"<{WDT}{name}>" for name in PROPERTIES)
    found = remote.query(f"SELECT ?item ?property ?value {{ VALUES ?item {{ {values} }} "
                         f"VALUES ?property {{ {properties} }} ?item ?property ?value }}")
    assert isinstance(found, QuerySolutions)
    wanted, made = set(items), dict[str, list[list[str]]]()
    if [variable.value for variable in found.variables] != ["item", "property", "value"]:
        raise QueryError(f"{remote.url} answered with other columns than were asked for", "is it Wikidata's endpoint?")
    for row in found:
        item, name, value = row["item"], row["property"], row["value"]
        if not (isinstance(item, NamedNode) and item.value in wanted and isinstance(name, NamedNode)
                and name.value.removeprefix(WDT) in PROPERTIES):
            raise QueryError(f"{remote.url} answered about {item} {name}, which was not asked for",
                             "is it Wikidata's endpoint?")
        if isinstance(value, Literal | NamedNode):
            made.setdefault(item.value, []).append(
                [name.value, value.value, value.datatype.value if isinstance(value, Literal) else ""])
    return made


def _quads(known: dict[str, dict[str, Any]]) -> Iterator[Quad]:
    graph = iris.graph(GRAPH)
    for item, found in sorted(known.items()):
        if found["facts"]:
            source = iris.hashed("retrieval", item)
            yield Quad(source, TYPE, PROV["Entity"], graph)
            yield Quad(source, PROV["hadPrimarySource"], NamedNode(item), graph)
            yield Quad(source, DCTERMS["source"], Literal(found["endpoint"]), graph)
            yield Quad(source, PROV["generatedAtTime"], Literal(found["date"], datatype=XSD["date"]), graph)
        for name, value, datatype in found["facts"]:
            term = Literal(value, datatype=NamedNode(datatype)) if datatype else NamedNode(value)
            yield Quad(NamedNode(item), NamedNode(name), term, graph)
