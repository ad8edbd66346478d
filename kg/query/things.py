"""Finding the thing that somebody means: by id, IRI, prefixed name, label or other name."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from difflib import get_close_matches

from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg import settings
from kg.errors import QueryError
from kg.graph import iris
from kg.graph.namespaces import DKG, prefixes
from kg.graph.store import Queryable
from kg.model import ENTITY_TYPES

#: Folders of the ids of things that are no entities.
_FOLDERS = {"Article": "article", "Outlet": "outlet", "Office": "office"}
_LABEL = "?node rdfs:label ?name"
_NAME = "?node skos:altLabel ?name"
_ALIAS = "?appearance dkg:alias ?name ; dkg:entity ?node"


def find_thing(store: Queryable, value: str, classes: tuple[str, ...]) -> NamedNode:
    """The thing of one of the classes that ``value`` names.

    An id, IRI or prefixed name means itself. Otherwise labels are compared, then the names of the knowledge tables,
    then the words of the texts, without regard to case; the first of these that hits decides. QueryError for a name
    that several things bear or that none does, with those that it may mean.
    """
    value = value.strip()
    for node in _written(value, classes):
        if any(_pairs(store, f"SELECT ?name ?node {{ VALUES ?node {{ {node} }} {_of(classes)} }} LIMIT 1")):
            return node
    nodes = _nodes(store, classes)
    wanted = {value.casefold(), value.casefold().replace("-", " ")}  # "sergei-lavrov", too, is Sergei Lavrov
    for pattern in (_LABEL, _NAME, _ALIAS):
        found = sorted({node for name, node in _named(store, pattern, nodes) if name.casefold() in wanted}, key=str)
        if len(found) == 1:
            return found[0]
        if found:
            raise QueryError(f"{value!r} may mean {_listed(store, found, nodes)}", "give the id")
    raise QueryError(f"{value!r} is no {_kind(classes)} of this store", _hint(store, value, nodes))


def thing_id(node: NamedNode) -> str:
    """The id that names the thing on the command line: ``japan``, an article's id, an outlet's slug."""
    ident = iris.entity_id(node)
    folder, _, rest = ident.partition("/")
    return rest if rest and folder in _FOLDERS.values() else ident


def _pairs(store: Queryable, sparql: str) -> Iterator[tuple[str, NamedNode]]:
    """The rows of ``SELECT ?name ?node``."""
    found = store.query(sparql)
    assert isinstance(found, QuerySolutions)
    for name, node in found:
        if isinstance(node, NamedNode) and isinstance(name, Literal | NamedNode):
            yield name.value, node


def _nodes(store: Queryable, classes: Iterable[str]) -> dict[NamedNode, str]:
    """All things of the classes, and their class."""
    found = _pairs(store, f"SELECT DISTINCT ?name ?node {{ {_of(classes)} }}")
    return {node: name.removeprefix(DKG.iri) for name, node in found}


def _of(classes: Iterable[str]) -> str:
    """The pattern that says that a node is of one of the classes."""
    return f"VALUES ?name {{ {' '.join(f'dkg:{name}' for name in classes)} }} ?node a ?name"


def _written(value: str, classes: tuple[str, ...]) -> Iterator[NamedNode]:
    """The IRIs that the value may be a way to write."""
    prefix, colon, rest = value.partition(":")
    candidates = [value.removeprefix("<").removesuffix(">")] if colon else []
    if colon and prefix in prefixes():
        candidates.append(prefixes()[prefix] + rest)
    if value:
        candidates += [settings.BASE + folder + iris.segment(value)
                       for folder in ("", *(f"{_FOLDERS[name]}/" for name in classes if name in _FOLDERS))]
    for candidate in candidates:
        with suppress(ValueError):  # no IRI, so no thing
            yield NamedNode(candidate)


def _named(store: Queryable, pattern: str, nodes: dict[NamedNode, str]) -> list[tuple[str, NamedNode]]:
    return [(name, node) for name, node in _pairs(store, f"SELECT ?name ?node {{ {pattern} }}") if node in nodes]


def _kind(classes: tuple[str, ...]) -> str:
    return "entity" if len(classes) > 1 else classes[0].lower()


def _listed(store: Queryable, found: list[NamedNode], nodes: dict[NamedNode, str]) -> str:
    labels = {node: name for name, node in sorted(_named(store, _LABEL, nodes), reverse=True)}
    return ", ".join(f"{thing_id(n)} ({nodes[n]}: {labels.get(n, thing_id(n))})" for n in found[:8])


def _hint(store: Queryable, value: str, nodes: dict[NamedNode, str]) -> str:
    known = {name.casefold(): node for pattern in (_NAME, _LABEL) for name, node in _named(store, pattern, nodes)}
    known |= {thing_id(node): node for node in nodes}
    near = get_close_matches(value.casefold(), sorted(known), 5, 0.6)
    ids = list(dict.fromkeys(thing_id(known[name]) for name in near))
    return f"did you mean {' or '.join(ids[:3])}?" if ids else "kg stats shows the most frequent ones"


def find_entity(store: Queryable, value: str) -> NamedNode:
    """The entity that ``value`` names."""
    return find_thing(store, value, ENTITY_TYPES)
