"""What rules conclude from: positions, events and tenures, as a small graph in memory.

A rule over the whole store would look up the same few properties again and again, and SPARQL cannot say "the next day"
without comparing each day with each other. So this graph holds what rules need and nothing else, and these properties
of the prefix ``view:`` beside those of the ontology::

    view:about      what a position can be compared by: what it regards, or else the dispute that its article is about
                    (dkg:Entity for none); missing where the text leaves open whose sovereignty, which treaty … it is
    view:on         the position's own date: when it was said, or shown by a deed; an article's date is none
    view:year       the first four characters of its date; view:month the first seven ("2016" stays "2016")
    view:next       the next day for which a position of the same holder, topic and about is known
    view:clear      true where the article gives that holder one stance on that topic only
    view:day        the day of an event, as a string, where it is known to the day
    view:outlet     the outlet of the article; view:publisher the same, or the article where it has no outlet
    view:from, view:until    the interval of a tenure as strings that compare; "" and "9999" where it is open
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.graph import iris
from kg.graph.namespaces import DKG, TYPE, XSD, Namespace

VIEW = Namespace("https://w3id.org/dispute-kg/view#")
#: What has been concluded is no premise.
_CONCLUDED = frozenset({iris.graph("derived"), iris.graph("inferred")})
#: Topics whose proposition is open without what it regards: whose title, which treaty, whose troops, which power.
_OPEN = frozenset(f"{iris.VOCABULARY}topic/{name}" for name in (
    "sovereignty", "treaty-basis", "military-presence", "third-party"))
_Term = NamedNode | Literal
_Values = dict[NamedNode, _Term]
_Pair = tuple[NamedNode, _Term | None]


def premises(store: Store) -> Store:
    """The graph that rules are asked of."""
    view = Store()
    view.extend(_positions(store))
    view.extend(_events(store))
    view.extend(_tenures(store))
    return view


def _values(store: Store, name: str) -> _Values:
    """Subject -> its one value of a property of the ontology."""
    found = store.quads_for_pattern(None, DKG[name], None, None)
    return {q.subject: q.object for q in found if q.graph_name not in _CONCLUDED}  # type: ignore[misc]


def _instances(store: Store, kind: str) -> list[NamedNode]:
    found = store.quads_for_pattern(None, TYPE, DKG[kind], None)
    return [q.subject for q in found if q.graph_name not in _CONCLUDED]  # type: ignore[misc]


def _quads(node: NamedNode, kind: str, values: Iterable[_Pair]) -> Iterator[Quad]:
    yield Quad(node, TYPE, DKG[kind])
    for predicate, value in values:
        if value is not None:
            yield Quad(node, predicate, value)


def _published(store: Store, node: NamedNode, outlets: _Values) -> list[_Pair]:
    article = next(q.object for q in store.quads_for_pattern(node, DKG["article"], None, None))
    outlet = outlets.get(article)  # type: ignore[arg-type]
    return [(DKG["article"], article), (VIEW["outlet"], outlet), (VIEW["publisher"], outlet or article)]  # type: ignore[list-item]


def _positions(store: Store) -> Iterator[Quad]:
    holders, topics, stances = (_values(store, name) for name in ("holder", "topic", "stance"))
    regarding, outlets = _values(store, "regarding"), _values(store, "outlet")
    own = _values(store, "validFrom") | _values(store, "statedOn")
    days: dict[NamedNode, str] = {}
    rows: dict[tuple[object, ...], set[str]] = defaultdict(set)
    found = sorted((x for x in _instances(store, "Position") if x in holders), key=lambda x: x.value)
    articles = {x: _published(store, x, outlets) for x in found}
    disputes = _disputes(store)
    about = {x: _about(holders[x], topics[x], stances[x], regarding.get(x), disputes.get(articles[x][0][1]))
             for x in found}
    for x in found:
        for quad in store.quads_for_pattern(x, DKG["sortDate"], None, None):
            days[x] = quad.object.value  # type: ignore[union-attr]
        if x in own:
            rows[holders[x], topics[x], about[x]].add(own[x].value)
    following = {key: _following(sorted(row)) for key, row in rows.items()}
    taken: dict[tuple[object, ...], set[object]] = defaultdict(set)
    for x in found:
        taken[articles[x][0], holders[x], topics[x]].add(stances[x])
    for x in found:
        day = days.get(x)
        clear = len(taken[articles[x][0], holders[x], topics[x]]) == 1
        on = own[x].value if x in own else None
        after = following[holders[x], topics[x], about[x]].get(on) if on else None
        yield from _quads(x, "Position", [
            (DKG["holder"], holders[x]), (DKG["topic"], topics[x]), (DKG["stance"], stances[x]),
            (DKG["regarding"], regarding.get(x)), (VIEW["about"], about[x]), (VIEW["on"], _text(on)),
            (DKG["sortDate"], _text(day)), (VIEW["month"], _text(day and day[:7])),
            (VIEW["year"], _text(day and day[:4])), (VIEW["next"], _text(after)),
            (VIEW["clear"], Literal(clear)), *articles[x]])


def _about(holder: _Term, topic: _Term, stance: _Term, regarding: _Term | None,
           dispute: NamedNode | None) -> _Term | None:
    """What a position can be compared by; who upholds a title without saying whose means the own one."""
    if regarding is not None or topic.value not in _OPEN:
        return regarding or dispute or DKG["Entity"]
    return holder if topic.value.endswith("/sovereignty") and stance.value.endswith("/support") else None


def _disputes(store: Store) -> dict[_Term | None, NamedNode]:
    """Article -> the dispute whose land it names most often; of two named alike, the first in their IRIs' order."""
    counts: dict[_Term | None, Counter[NamedNode]] = defaultdict(Counter)
    for dispute in _instances(store, "Dispute"):
        lands = (q.object for q in store.quads_for_pattern(dispute, DKG["territory"], None, None))
        for land in {part for whole in lands for part in _parts(store, whole)}:
            for told in store.quads_for_pattern(None, DKG["entity"], land, None):  # type: ignore[arg-type]
                article = next(store.quads_for_pattern(told.subject, DKG["article"], None, None)).object
                mentions = store.quads_for_pattern(told.subject, DKG["mention"], None, None)
                counts[article][dispute] += sum(1 for _ in mentions)  # type: ignore[index]
    return {article: min(found, key=lambda d: (-found[d], d.value)) for article, found in counts.items()}


def _parts(store: Store, land: object) -> set[object]:
    """A territory and all that is part of it."""
    found, queue = {land}, [land]
    while queue:
        for quad in store.quads_for_pattern(None, DKG["partOf"], queue.pop(), None):  # type: ignore[arg-type]
            if quad.subject not in found:
                found.add(quad.subject)
                queue.append(quad.subject)
    return found


def _following(days: list[str]) -> dict[str, str]:
    """Each day's next one; "2016-05" follows "2015-12", but neither "2016" nor "2016-05-06", which it may be."""
    after: dict[str, str] = {}
    for place, day in enumerate(days):
        for later in days[place + 1:]:
            if not later.startswith(day):
                after[day] = later
                break
    return after


def _text(value: str | None) -> Literal | None:
    return Literal(value) if value else None


def _events(store: Store) -> Iterator[Quad]:
    types, statuses, dates = (_values(store, name) for name in ("eventType", "eventStatus", "occurredOn"))
    outlets = _values(store, "outlet")
    for x in _instances(store, "Event"):
        day = dates.get(x)
        if not isinstance(day, Literal) or day.datatype != XSD["date"]:
            continue
        parts = {q.object for q in store.quads_for_pattern(x, DKG["hasParticipant"], None, None)}
        yield from _quads(x, "Event", [
            (DKG["eventType"], types[x]), (DKG["eventStatus"], statuses[x]), (VIEW["day"], Literal(day.value)),
            *((DKG["hasParticipant"], part) for part in parts), *_published(store, x, outlets)])  # type: ignore[list-item]


def _tenures(store: Store) -> Iterator[Quad]:
    offices, holders, serves, states = (_values(store, n) for n in ("office", "officeHolder", "serves", "state"))
    start, end = _values(store, "validFrom"), _values(store, "validUntil")
    for x in _instances(store, "OfficeHolding"):
        if x not in offices:
            continue
        body = serves.get(offices[x])  # type: ignore[arg-type]
        yield from _quads(x, "OfficeHolding", [
            (DKG["officeHolder"], holders[x]), (DKG["serves"], body),
            (DKG["serves"], states.get(body) if isinstance(body, NamedNode) else None),
            (VIEW["from"], Literal(start[x].value if x in start else "")),
            (VIEW["until"], Literal(end[x].value if x in end else "9999"))])
