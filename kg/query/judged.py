"""What people mean when they judge two things: an entity, its appearance in one article, an event; and whether their
judgements hold together."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from kg import settings
from kg.errors import QueryError
from kg.graph import iris
from kg.graph.store import Queryable
from kg.model.identity import Judgement
from kg.query.results import Result
from kg.query.things import find_entity, thing_id


def find_judged(store: Queryable, text: str) -> str:
    """The key of what is meant: an entity's id, IRI or name; ``ARTICLE/ID`` for an entity or an event in one article;
    an event's id; ``event/…`` for a happening. QueryError where it means nothing, or several things."""
    text = text.strip().removeprefix(settings.BASE)
    article, _, rest = text.rpartition("/")
    if article == "event":
        return _first(store, f"?key dkg:tells {iris.thing('event', rest)}", text)
    if article:
        article = article.removeprefix("article/").removesuffix("/entity")
        for node in (iris.appearance(article, rest), iris.fact(article, rest)):
            if _keys(store, f"BIND({node} AS ?key) ?key dkg:article ?article "
                            "{ ?key a dkg:Appearance } UNION { ?key a dkg:Event }"):
                return node.value
        raise QueryError(f"article {article!r} has no entity and no event {rest!r}",
                         "`kg query events-timeline` and `kg explain` show their ids")
    if events := _keys(store, f"?key a dkg:Event ; dcterms:identifier {Literal(text)}"):
        if len(events) > 1:
            raise QueryError(f"{len(events)} articles have an event {text!r}", f"say which: {_shown(events)}")
        return events[0]
    own = _keys(store, f"?key a dkg:Appearance ; dcterms:identifier {Literal(text)}") if text else []
    if own and len(_keys(store, f"?x a dkg:Appearance ; dcterms:identifier {Literal(text)} ; dkg:entity ?key")) == 1:
        return iris.entity(text).value
    node = find_entity(store, text)
    if _keys(store, f"GRAPH graph:knowledge {{ {node} dcterms:identifier ?id }} BIND({node} AS ?key)"):
        return node.value
    return _first(store, f"?key a dkg:Appearance ; dkg:entity {node}", text)


def kind_of(store: Queryable, key: str) -> str:
    """The class of an entity, ``event`` and its type for an event; "" for what is not in the store."""
    node = NamedNode(key)
    found = _keys(store, f"{{ {node} a dkg:Event ; dkg:eventType ?key }} UNION {{ {node} dkg:entityType ?key }} UNION "
                         f"{{ {node} a ?key FILTER EXISTS {{ ?a dkg:entityType ?key }} }} UNION "
                         f"{{ ?a dkg:mintedAs {node} ; dkg:entityType ?key }}")
    return found[0] if found else ""


def shown(key: str) -> str:
    """What people write for a key: ``japan``, ``ARTICLE/person-x``, ``ARTICLE/e1a2b3c4d5e6f``."""
    ident = thing_id(NamedNode(key))
    return ident.replace("/entity/", "/", 1) if key.startswith(f"{settings.BASE}article/") else ident


def contradiction(judgements: Iterable[Judgement]) -> str:
    """Two things that are held different, and the chain that makes them one; "" where judgements hold together.

    Judgements about all of an id's appearances and about one of them do not contradict: the one is an exception.
    """
    same: dict[str, list[Judgement]] = {}
    different = []
    for judgement in sorted(judgements):
        if judgement.verdict == "same":
            for key in judgement.judged:
                same.setdefault(key, []).append(judgement)
        elif judgement.verdict == "different":
            different.append(judgement)
    for judgement in different:
        if chain := _chain(same, *judgement.judged):
            links = ", ".join(f"{shown(a)} = {shown(b)} ({by})" for a, b, by in chain)
            return f"{' and '.join(map(shown, judgement.judged))} are different ({judgement.by}), but {links}"
    return ""


def _chain(same: dict[str, list[Judgement]], start: str, goal: str) -> list[tuple[str, str, str]]:
    """The shortest way by judgements of one to the other."""
    ways: dict[str, list[tuple[str, str, str]]] = {start: []}
    waiting = [start]
    for key in waiting:
        for judgement in same.get(key, ()):
            for other in judgement.judged:
                if other not in ways:
                    ways[other] = [*ways[key], (key, other, judgement.by)]
                    waiting.append(other)
    return ways.get(goal, [])


def _keys(store: Queryable, pattern: str) -> list[str]:
    rows = Result.of(store.query(f"SELECT DISTINCT ?key {{ {pattern} }} ORDER BY ?key")).dicts()
    return [row["key"] for row in rows]


def _first(store: Queryable, pattern: str, text: str) -> str:
    """The key in the earliest article."""
    sparql = (f"SELECT DISTINCT ?key ?d {{ {pattern} ; dkg:article ?a OPTIONAL {{ ?a dkg:publishedOn ?d }} }} "
              "ORDER BY (!BOUND(?d)) STR(?d) ?key LIMIT 1")
    rows = Result.of(store.query(sparql)).dicts()
    if not rows:
        raise QueryError(f"{text!r} is in no article", "`kg judgements` and `kg explain` show what there is")
    return rows[0]["key"]


def _shown(keys: list[str]) -> str:
    return ", ".join(map(shown, keys[:5]))
