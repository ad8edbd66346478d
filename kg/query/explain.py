"""Why a fact is in the graph, in words; and what the graph knows of an entity."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.graph.namespaces import DKG, PROV
from kg.graph.store import GraphStore
from kg.query.labels import Labels
from kg.query.results import Result, Term, text_of
from kg.query.things import find_entity, thing_id


@dataclass(frozen=True)
class Quotation:
    """A stretch of an article, with what stands before and after it."""

    text: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Source:
    """An article: id, title, date and outlet, as far as they are known."""

    article: str
    title: str = ""
    date: str = ""
    outlet: str = ""


@dataclass(frozen=True)
class Explanation:
    """Why a fact is in the graph.

    ``chain`` leads from who said it to the outlet; ``conclusions`` are what rules have derived from the fact;
    ``review`` is what a person decided about it, in words.
    """

    kind: str
    id: str
    iri: str
    words: str
    quotation: Quotation | None
    source: Source | None
    date: str = ""
    chain: tuple[str, ...] = ()
    condition: str = ""
    rule: str = ""
    confidence: float | None = None
    conclusions: tuple[str, ...] = ()
    review: str = ""


@dataclass(frozen=True)
class Portrait:
    """What the graph knows of an entity: names with whose they are, and how many facts it is in, by role."""

    kind: str
    id: str
    iri: str
    label: str
    names: tuple[tuple[str, str, str], ...]
    mentions: int
    articles: tuple[str, ...]
    facts: tuple[tuple[str, int], ...]


def explain(store: GraphStore, ident: str) -> list[Explanation | Portrait]:
    """What there is to say of a fact (its id, its IRI, ``article/id``) or of an entity.

    Several explanations where articles share the id. QueryError for an id that nothing has.
    """
    facts = _facts(store, ident.strip())
    if facts:
        labels = Labels(store)
        return [_explanation(store, labels, node) for node in facts]
    try:
        return [_portrait(store, find_entity(store, ident))]
    except QueryError as error:
        raise QueryError(f"{ident!r} is the id of no fact, and of no entity", error.hint) from error


def _facts(store: GraphStore, ident: str) -> list[NamedNode]:
    article, _, rest = unquote(ident, errors="surrogatepass").rpartition("/")
    name = str(Literal(rest.rpartition(":")[2]))
    rows = _rows(store, f"SELECT DISTINCT ?fact {{ ?fact dcterms:identifier {name} ; dkg:evidence ?stretch }} "
                        "ORDER BY ?fact")
    return [NamedNode(row["fact"]) for row in rows
            if unquote(row["fact"].rpartition("/")[0], errors="surrogatepass").endswith(article)]


def _rows(store: GraphStore, sparql: str) -> list[dict[str, str]]:
    return Result.of(store.query(sparql)).dicts()


class _Fact:
    """The triples of one fact, by local name."""

    def __init__(self, store: GraphStore, labels: Labels, node: NamedNode,
                 known: "dict[NamedNode, _Fact] | None" = None) -> None:
        self.node, self._store, self._labels = node, store, labels
        self._known: dict[NamedNode, _Fact] = {} if known is None else known
        self._values: dict[str, list[Term]] = {}
        for quad in store.engine.quads_for_pattern(node, None, None, None):
            self._values.setdefault(quad.predicate.value.rpartition("#")[2].rpartition("/")[2], []).append(quad.object)

    def node_of(self, name: str) -> NamedNode | None:
        """The thing behind a property."""
        return next((v for v in self._values.get(name, ()) if isinstance(v, NamedNode)), None)

    def __getitem__(self, name: str) -> str:
        """A property's values in words, "" for none."""
        values = [self._labels(v.value) if isinstance(v, NamedNode) else text_of(v)
                  for v in self._values.get(name, ())]
        return ", ".join(sorted(set(values)))

    def follow(self, name: str) -> "_Fact | None":
        """The thing behind a property, with its own triples."""
        node = self.node_of(name)
        return self._at(node) if node else None

    def all(self, name: str) -> list["_Fact"]:
        """All things behind a property."""
        nodes = {v for v in self._values.get(name, ()) if isinstance(v, NamedNode)}
        return [self._at(node) for node in sorted(nodes, key=str)]

    def nodes(self, name: str) -> set[str]:
        """The IRIs behind a property."""
        return {v.value for v in self._values.get(name, ()) if isinstance(v, NamedNode)}

    def _at(self, node: NamedNode) -> "_Fact":
        if node not in self._known:
            self._known[node] = _Fact(self._store, self._labels, node, self._known)
        return self._known[node]


_VERB = {"support": "supports", "oppose": "opposes", "conditional": "would, on a condition, support"}
_RELATION = {"holds-office": "holds the office of", "affiliated-with": "is affiliated with",
             "party-to": "is a party to", "member-of": "is a member of", "part-of": "is a part of"}
_KINDS = ("Position", "Statement", "Event", "Assertion", "Shift", "Disagreement", "Corroboration", "Alliance",
          "Line", "Happening")


def _kind(fact: _Fact) -> str:
    types = {iri.removeprefix(DKG.iri) for iri in fact.nodes("type")}
    return next((kind for kind in _KINDS if kind in types), "fact").lower()


def _topic(fact: _Fact) -> str:
    topic = fact.follow("topic")
    return (topic["label"] if topic else "") or fact["topic"]


def _words(fact: _Fact) -> str:
    match _kind(fact):
        case "position":
            about = f" (regarding {fact['regarding']})" if fact["regarding"] else ""
            return f"{fact['holder'] or fact['holderLabel']} {_VERB.get(fact['stance'], fact['stance'])} " \
                   f"{_topic(fact)}{about}"
        case "statement":
            cue, content = fact.follow("cue"), fact.follow("content")
            return f"{fact['source'] or fact['sourceLabel']} ({cue['quote'] if cue else 'said'}): " \
                   f"{' '.join(content['quote'].split()) if content else ''}"
        case "event":
            parts = sorted(fact.all("participation"), key=lambda part: int(part["rank"] or 0))
            who = ", ".join(filter(None, (part["participantLabel"] or part["participant"] for part in parts)))
            where, when = fact["place"] or fact["placeLabel"], fact["occurredOn"]
            return f"{fact['eventType']} ({fact['eventStatus']}){f' of {who}' if who else ''}" \
                   f"{f' in {where}' if where else ''}{f', {when}' if when else ''}"
        case "assertion":
            relation = _RELATION.get(fact["predicate"], fact["predicate"])
            return f"{fact['subject']} {relation} {fact['objectLabel'] or fact['object']}"
        case "shift":
            return f"{fact['holder']} on {_topic(fact)}: {fact['stanceBefore']} ({fact['dateBefore']}), then " \
                   f"{fact['stanceAfter']} ({fact['dateAfter']})"
        case "disagreement":
            return "outlets disagree: " + "; ".join(f"{_words(one)} ({one['article']})" for one in fact.all("between"))
        case "corroboration":
            return f"told alike by {fact['articleCount']} articles of {fact['outletCount']} outlets"
        case "happening":
            return f"one event, of which {fact['articleCount']} articles of {fact['outletCount']} outlets tell"
        case "alliance":
            return f"on one side in {fact['sortDate']} ({_topic(fact)}: {fact['stance']}): {fact['holder']}"
        case "line":
            return f"{fact['side']} in {fact['sortDate']} on {_topic(fact)}: {fact['stance']}, in the words " \
                   f"of {fact['speaker']}"
    return fact["identifier"]


def explanations(store: GraphStore, nodes: Iterable[NamedNode]) -> list[Explanation]:
    """Why each of many facts is in the graph, without what was concluded from them."""
    labels, known = Labels(store), dict[NamedNode, _Fact]()
    return [_explanation(store, labels, node, known, conclusions=False) for node in nodes]


def _explanation(store: GraphStore, labels: Labels, node: NamedNode, known: dict[NamedNode, _Fact] | None = None,
                 conclusions: bool = True) -> Explanation:
    fact = _Fact(store, labels, node, known)
    article, stretch, condition = fact.follow("article"), fact.follow("evidence"), fact.follow("condition")
    derived = _rows(store, f"SELECT DISTINCT ?c {{ ?c {PROV['wasDerivedFrom']} {node} }} ORDER BY ?c"
                    ) if conclusions else []
    found = (_Fact(store, labels, NamedNode(row["c"])) for row in derived)
    return Explanation(
        kind=_kind(fact), id=fact["identifier"], iri=node.value, words=_words(fact),
        quotation=_quotation(stretch) if stretch else None,
        source=Source(article["identifier"], article["label"], article["publishedOn"], article["outlet"])
        if article else None,
        date=fact["statedOn"] or fact["validFrom"] or fact["occurredOn"], chain=_chain(fact, article),
        condition=condition["quote"] if condition else "", rule=fact["rule"],
        confidence=float(fact["confidence"]) if fact["confidence"] else None,
        conclusions=tuple(f"{_kind(one)}: {_words(one)}" for one in found),
        review=_review(review) if (review := fact.follow("review")) else "")


def _review(review: _Fact) -> str:
    changes = ", ".join(f"{c['field']} was {c['valueBefore'] or 'not known'}" for c in review.all("change"))
    return f"{review['verdict']} by {review['judgedBy']}, {review['judgedOn']}" \
           f"{f' ({changes})' if changes else ''}{f': {why}' if (why := review['rationale']) else ''}"


def _quotation(stretch: _Fact) -> Quotation:
    around = [selector for selector in stretch.all("hasSelector") if selector["exact"]]
    if not around:
        return Quotation(stretch["quote"])
    return Quotation(stretch["quote"], around[0]["prefix"], around[0]["suffix"])


def _chain(fact: _Fact, article: _Fact | None) -> tuple[str, ...]:
    """Who said it, who reports that, and so on to the outlet."""
    statement = fact if _kind(fact) == "statement" else fact.follow("statement")
    links: list[str] = []
    seen: set[NamedNode] = set()
    while statement and statement.node not in seen:
        seen.add(statement.node)
        links.append(statement["source"] or statement["sourceLabel"])
        statement = statement.follow("parentStatement")
    if article and article["outlet"]:
        links.append(article["outlet"])
    return tuple(links)


def _portrait(store: GraphStore, node: NamedNode) -> Portrait:
    labels = Labels(store)
    names = _rows(store, f"SELECT DISTINCT ?name ?tag ?by {{ {node} skos:altLabel ?form . "
                         f"OPTIONAL {{ {node} skosxl:altLabel ?n . ?n skosxl:literalForm ?form ; dkg:usedBy ?by }} "
                         "BIND(STR(?form) AS ?name) BIND(LANG(?form) AS ?tag) } "
                         "ORDER BY ?by ?tag ?name")
    seen = _rows(store, "SELECT ?article (COUNT(DISTINCT ?m) AS ?n) "
                        f"{{ ?a dkg:entity {node} ; dkg:mention ?m ; dkg:article ?article }} GROUP BY ?article "
                        "ORDER BY DESC(?n) ?article")
    roles = _rows(store, "SELECT ?role (COUNT(DISTINCT ?fact) AS ?n) { VALUES (?link ?role) { (dkg:source 'source of "
                         "statements') (dkg:holder 'holder of positions') (dkg:hasParticipant 'participant of events') "
                         f"(dkg:subject 'subject of relations') (dkg:object 'object of relations') }} "
                         f"?fact ?link {node} ; dkg:evidence ?e }} GROUP BY ?role ORDER BY DESC(?n) ?role")
    kinds = _rows(store, f"SELECT DISTINCT ?kind {{ {node} a ?kind FILTER(STRSTARTS(STR(?kind), '{DKG.iri}')) }} "
                         "ORDER BY ?kind")
    return Portrait(kinds[0]["kind"].removeprefix(DKG.iri) if kinds else "thing", thing_id(node), node.value,
                    labels(node.value),
                    tuple((row["name"], row.get("tag", ""), labels(row["by"]) if "by" in row else "") for row in names),
                    sum(int(row["n"]) for row in seen), tuple(labels(row["article"]) for row in seen),
                    tuple((row["role"], int(row["n"])) for row in roles if row.get("role")))
