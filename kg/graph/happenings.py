"""What several articles tell of as one event: ``dkg:Happening``."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import iris
from kg.graph.identity_reading import rows
from kg.graph.namespaces import DKG, PROV, TYPE
from kg.graph.store import Queryable
from kg.graph.terms import date, text
from kg.graph.writer import GraphWriter
from kg.model import PartialDate
from kg.model.identity import Judgement
from kg.resolution.clusters import Cluster, Ruling
from kg.resolution.same_event import Telling

#: Of what is told in articles of one day, the first counts.
_STATUSES = ("happened", "cancelled", "planned")


@dataclass
class Tellings:
    """Events as articles tell them; by key: their status, article and outlet (or the article, where there is none)."""

    items: list[Telling] = field(default_factory=list)
    status: dict[str, str] = field(default_factory=dict)
    article: dict[str, str] = field(default_factory=dict)
    outlet: dict[str, str] = field(default_factory=dict)

    def rulings(self, people: Iterable[Judgement]) -> list[Ruling]:
        """People's judgements over the items' keys."""
        return [Ruling(j.verdict, *(frozenset({key} & self.status.keys()) for key in j.judged)) for j in people]


def tellings(store: Queryable) -> Tellings:
    """All of them; participants by the names that they have across articles."""
    made = Tellings()
    state, around = _surroundings(store)
    participants: dict[str, set[str]] = defaultdict(set)
    for row in rows(store, "SELECT ?event ?who { ?event a dkg:Event ; dkg:hasParticipant ?who }"):
        participants[row["event"].value].add(iris.entity_id(row["who"]))
    kinds = {iris.entity_id(row["thing"]): iris.concept_name(row["kind"]) for row in
             rows(store, "SELECT ?thing ?kind { GRAPH graph:knowledge { ?thing dkg:entityKind ?kind } }")}
    for row in rows(store, """SELECT ?event ?article ?type ?status ?when ?place ?published ?outlet {
            ?event a dkg:Event ; dkg:article ?article ; dkg:eventType ?type ; dkg:eventStatus ?status .
            OPTIONAL { ?event dkg:occurredOn ?when } OPTIONAL { ?event dkg:place ?place }
            OPTIONAL { ?article dkg:publishedOn ?published } OPTIONAL { ?article dkg:outlet ?outlet } }"""):
        key, place = row["event"].value, iris.entity_id(row["place"]) if row["place"] else None
        who = participants.get(key, set())
        made.items.append(Telling(
            key, iris.concept_name(row["type"]), frozenset(who), tuple(sorted((p, state.get(p, p)) for p in who)),
            _date(row["when"]), place, frozenset(_within(place, around)) if place else frozenset(),
            kinds.get(place or "", ""), _date(row["published"])))
        made.status[key] = iris.concept_name(row["status"])
        made.article[key] = row["article"].value
        made.outlet[key] = (row["outlet"] or row["article"]).value
    return made


def _date(value: Literal | None) -> PartialDate | None:
    return PartialDate.parse(value.value) if value else None


def _surroundings(store: Queryable) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Entity -> its state (a person's by the tables, or by the office in an article); place -> what it lies in."""
    state: dict[str, str] = {}
    around: dict[str, set[str]] = defaultdict(set)
    for row in rows(store, """SELECT ?person ?state { ?relation dkg:officeHolder ?person ; dkg:article ?article ;
            dkg:serves ?served . OPTIONAL { GRAPH graph:knowledge { ?served dkg:state ?of } }
            BIND(COALESCE(?of, ?served) AS ?state) } ORDER BY DESC(?person) DESC(?state)"""):
        state[iris.entity_id(row["person"])] = iris.entity_id(row["state"])
    for row in rows(store, "SELECT ?thing ?link ?other { GRAPH graph:knowledge { VALUES ?link { dkg:state dkg:partOf } "
                           "?thing ?link ?other } }"):
        around[iris.entity_id(row["thing"])].add(iris.entity_id(row["other"]))
        if row["link"] == DKG["state"]:
            state[iris.entity_id(row["thing"])] = iris.entity_id(row["other"])
    return state, around


def _within(place: str, around: dict[str, set[str]]) -> set[str]:
    """The place and all that it lies in."""
    found, waiting = {place}, [place]
    while waiting:
        for wider in around.get(waiting.pop(), ()):
            if wider not in found:
                found.add(wider)
                waiting.append(wider)
    return found


def happening_quads(clusters: Iterable[Cluster[Telling]], told: Tellings) -> list[Quad]:
    """One happening a cluster, named by its first member, with what its articles say together."""
    writer = GraphWriter(iris.graph("identity"))
    for cluster in clusters:
        first = min(cluster.members, key=lambda m: (str(m.published or "9999"), m.key))
        gist, keys = cluster.gist, sorted(member.key for member in cluster.members)
        node, add = iris.hashed("event", first.key), writer.add
        add(node, TYPE, DKG["Happening"])
        add(node, DKG["eventType"], iris.concept("event-type", gist.type))
        add(node, DKG["eventStatus"], iris.concept("event-status", _status(cluster, told)))
        add(node, DKG["hasParticipant"], *(iris.entity(p) for p in sorted(gist.participants)))
        add(node, DKG["place"], iris.entity(gist.place) if gist.place else None)
        when = _when(cluster)
        add(node, DKG["occurredOn"], date(when) if when else None)
        sort = when or min((m.published for m in cluster.members if m.published), default=None)
        add(node, DKG["sortDate"], text(str(sort)) if sort else None)
        add(node, DKG["articleCount"], Literal(len({told.article[key] for key in keys})))
        add(node, DKG["outletCount"], Literal(len({told.outlet[key] for key in keys})))
        for key in keys:
            add(node, PROV["wasDerivedFrom"], NamedNode(key))
            add(NamedNode(key), DKG["tells"], node)
    return writer.quads


def _when(cluster: Cluster[Telling]) -> PartialDate | None:
    """The date that most articles give, among the most precise ones; the earliest of several."""
    given = [m.when for m in cluster.members if m.when]
    finest = max((len(str(when)) for when in given), default=0)
    votes = Counter(when for when in given if len(str(when)) == finest)
    return min(votes, key=lambda when: (-votes[when], when), default=None)


def _status(cluster: Cluster[Telling], told: Tellings) -> str:
    """What the last article says."""
    last = max(cluster.members, key=lambda m: (str(m.published or ""), -_STATUSES.index(told.status[m.key]), m.key))
    return told.status[last.key]
