"""What decides which entities of different articles are one, read from a store."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.graph import iris
from kg.graph.namespaces import DKG, prefixes
from kg.graph.renaming import original
from kg.graph.store import GraphStore, Queryable
from kg.model import ENTITY_TYPES, PartialDate
from kg.model.identity import Judgement
from kg.resolution.clusters import Ruling
from kg.resolution.same_entity import Appearance, Office, office

#: Relations that tell what somebody is.
_OFFICES = ("holds-office", "affiliated-with")


@dataclass
class Minted:
    """The entities that articles minted, and entries of the tables that people have judged.

    ``labels`` gives each item its label; ``known`` the entries' labels by id; ``current`` the names under which
    articles' entities stand now, as ``kg.graph.renaming`` takes them, by article and id; ``of_entity`` where entries
    that people have judged appear.
    """

    items: list[Appearance] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    current: dict[str, dict[str, tuple[str, str]]] = field(default_factory=lambda: defaultdict(dict))
    of_entity: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def rulings(self, people: Iterable[Judgement]) -> list[Ruling]:
        """People's judgements over the items' keys."""
        local: dict[str, set[str]] = defaultdict(set)
        for item in self.items:
            local[item.key].add(item.key)
            if item.article:
                local[iris.entity(item.local).value].add(item.key)
        return [Ruling(j.verdict, *(frozenset(local.get(key, ())) for key in j.judged)) for j in people]


def rows(store: Queryable | Store, sparql: str) -> Iterator[Any]:
    """The rows of a SELECT."""
    found = store.query(sparql, prefixes=prefixes()) if isinstance(store, Store) else store.query(sparql)
    assert isinstance(found, QuerySolutions)
    yield from found


def minted_entities(store: GraphStore, people: Iterable[Judgement]) -> Minted:
    """All of them, in no particular order; what articles say of them is read as if nothing had been renamed yet."""
    made = Minted()
    for row in rows(store, "SELECT ?id ?label { GRAPH graph:knowledge { ?e dcterms:identifier ?id ; rdfs:label ?label }"
                           " }"):
        made.known[row["id"].value] = row["label"].value
    judged = {key for judgement in people for key in judgement.judged}
    entries = {iris.entity_id(NamedNode(key)) for key in judged} & made.known.keys()
    for ident in sorted(entries | ({_local_id(key) for key in judged} & made.known.keys())):
        made.items.append(Appearance(iris.entity(ident).value, "", ident, "Person", frozenset(), entity=ident))
    states, offices = _states(store), _offices(store)
    start = "|".join(kind.lower() for kind in ENTITY_TYPES)
    for row in rows(store, f"""SELECT ?appearance ?article ?id ?type ?label ?date {{
            ?appearance a dkg:Appearance ; dcterms:identifier ?id ; dkg:article ?article ; dkg:label ?label ;
                dkg:entityType ?type . OPTIONAL {{ ?article dkg:publishedOn ?date }}
            FILTER(REGEX(?id, "^({start})-") {_listed(entries)}) }}"""):
        key, local, article = row["appearance"].value, row["id"].value, iris.article_id(row["article"])
        if local in entries:
            made.of_entity[local].append(article)
        if local in made.known and key not in judged:
            continue
        date = PartialDate.parse(row["date"].value) if row["date"] else None
        made.labels[key] = row["label"].value
        made.items.append(Appearance(
            key, article, local, row["type"].value.rpartition("#")[2], frozenset({row["label"].value}),
            frozenset(offices.get(key, ())), frozenset(states.get(article, ())), (date, date) if date else None,
            local if local in made.known else ""))
    for row in rows(store, """SELECT ?article ?id ?entity ?label { GRAPH ?g { ?appearance dkg:mintedAs ?own ;
            dkg:article ?article ; dcterms:identifier ?id ; dkg:entity ?entity . ?entity rdfs:label ?label } }"""):
        made.current[iris.article_id(row["article"])][row["id"].value] = (iris.entity_id(row["entity"]),
                                                                          row["label"].value)
    return made


def _listed(idents: Iterable[str]) -> str:
    return "".join(f" || ?id = {Literal(ident)}" for ident in sorted(idents))


def _local_id(key: str) -> str:
    """The entity's id in an appearance's IRI."""
    return unquote(key.rpartition("/entity/")[2], errors="surrogatepass")


def _states(store: GraphStore) -> Mapping[str, set[str]]:
    """Article -> ids of the states that it speaks of."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows(store, "SELECT ?article ?id { ?appearance dkg:entityType dkg:State ; dkg:article ?article ; "
                           "dcterms:identifier ?id }"):
        found[iris.article_id(row["article"])].add(row["id"].value)
    return found


def _offices(store: GraphStore) -> Mapping[str, set[Office]]:
    """Appearance -> the offices and affiliations that its article gives the person.

    Where two of an article's entities have become one, the article's own words are read.
    """
    found: dict[str, set[Office]] = defaultdict(set)
    joined = Store()
    apart = {row["graph"]: iris.article_id(row["article"]) for row in
             rows(store, "SELECT DISTINCT ?graph ?article { ?graph dkg:told ?triple ; dkg:article ?article }")}
    for article in apart.values():
        joined.extend(original(store.article_graph(article)))
    for source in (store.engine, joined):
        for graph, appearance, held in _told_offices(source):
            if source is joined or graph not in apart:
                found[appearance].add(held)
    return found


def _told_offices(source: Store) -> Iterator[tuple[Any, str, Office]]:
    """Article's graph, appearance of a person, office. Joined here: as a query, everybody of a name in any article
    would be compared with each other."""
    shown: dict[tuple[Any, Any], list[str]] = defaultdict(list)
    for quad in source.quads_for_pattern(None, DKG["entity"], None, None):
        shown[quad.graph_name, quad.object].append(quad.subject.value)  # type: ignore[union-attr]
    people = {quad.subject.value  # type: ignore[union-attr]
              for quad in source.quads_for_pattern(None, DKG["entityType"], DKG["Person"], None)}
    for name in _OFFICES:
        for relation in source.quads_for_pattern(None, DKG["predicate"], iris.concept("predicate", name), None):
            graph = relation.graph_name
            told = {q.predicate: q.object for q in source.quads_for_pattern(relation.subject, None, None, graph)}
            served = [_local_id(a) for a in shown.get((graph, told.get(DKG["object"])), ())]
            for appearance in shown.get((graph, told[DKG["subject"]]), ()):
                if appearance in people:
                    for whom in served or [""]:
                        yield graph, appearance, office(told[DKG["objectLabel"]].value, whom)  # type: ignore[union-attr]
