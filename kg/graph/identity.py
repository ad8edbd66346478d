"""One node for one thing, however many articles speak of it.

*Entities* that the tables do not know get one IRI across articles (``kg.graph.renaming``): so every query, rule, page
and export means the same person without asking for links, and an article's graph still holds its own statements with
their evidence. *Events* stay what each article tells, as facts with evidence; what they tell of is a ``dkg:Happening``
in ``graph:identity``, to which ``dkg:tells`` leads. There also are the rules' judgements; people's are in
``graph:judgements``. All of it follows from the articles and the people's judgements alone: the order in which articles
came does not matter, and taking a judgement back takes back what followed from it.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable

from kg.graph import iris, judgements, reviews
from kg.graph.happenings import happening_quads, tellings
from kg.graph.identity_reading import Minted, minted_entities, rows
from kg.graph.renaming import concerned, renamed
from kg.graph.store import GraphStore
from kg.resolution.clusters import Cluster, cluster
from kg.resolution.same_entity import Appearance

GRAPH = "identity"
#: Raised when the rules change, so that stored identities are worked out anew.
VERSION = 2


def unify(store: GraphStore) -> bool:
    """Brings identities up to date; False if no article and no judgement has changed.

    One transaction for each article whose entities get other names, one for the graph of identities. Broken off
    between them, the next run does the rest.
    """
    if store.content(GRAPH) == _state(store):
        return False
    people = judgements.manual(store)
    minted = minted_entities(store, people)
    entities, decided = cluster(minted.items, minted.rulings(people))
    names = _names(entities, minted)
    for article in sorted({*minted.current, *names}):
        if names.get(article, {}) != minted.current.get(article, {}):
            before = concerned(store.engine, article, names.get(article, {}))
            store.exchange(article, before, renamed(before, names.get(article, {})))
    told = tellings(store)
    happenings, more = cluster(told.items, told.rulings(people))
    quads = happening_quads(happenings, told) + judgements.quads_of([*decided, *more], iris.graph(GRAPH))
    store.replace_graph(GRAPH, _state(store), lambda: quads)
    return True


def _state(store: GraphStore) -> str:
    """A checksum of all that identities follow from, and of the names that articles' entities have now."""
    digest = hashlib.sha256(f"{VERSION} {store.content('knowledge')} {store.content(judgements.GRAPH)} "
                            f"{store.content(reviews.GRAPH)}".encode())
    for line in store.hashes():
        digest.update(line.encode())
    for line in sorted(f"{row['own']} {row['entity']}" for row in
                       rows(store, "SELECT ?own ?entity { ?a dkg:mintedAs ?own ; dkg:entity ?entity }")):
        digest.update(line.encode())
    return digest.hexdigest()


def _names(clusters: Iterable[Cluster[Appearance]], minted: Minted) -> dict[str, dict[str, tuple[str, str]]]:
    """Article -> id in the article -> id and label across articles, where one of them differs."""
    names: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    taken = set(minted.known)
    for members, entries in sorted(map(_parted, clusters), key=lambda parted: _age(parted[0])):
        ident = min(entries) if entries else _ident(members[0], taken)
        taken.add(ident)
        label = minted.known.get(ident) or _label(minted.labels[m.key] for m in members)
        for m in members:
            if (m.local, minted.labels[m.key]) != (ident, label):
                names[m.article][m.local] = (ident, label)
        for entry in entries:  # what the tables have as two, and a person as one
            for article in minted.of_entity[entry] if entry != ident else ():
                names[article].setdefault(entry, (ident, label))
    return names


def _parted(cluster: Cluster[Appearance]) -> tuple[list[Appearance], list[str]]:
    """Appearances, the earliest first, and entries of the tables."""
    members = sorted((m for m in cluster.members if m.article), key=lambda m: _age([m]))
    return members, [m.entity for m in cluster.members if not m.article]


def _age(members: list[Appearance]) -> tuple[str, str]:
    if not members:
        return "", ""
    first = members[0]
    return str(first.dates[0]) if first.dates else "9999", first.key


def _ident(first: Appearance, taken: set[str]) -> str:
    """The id that the earliest article gave it; with a hash of that article, where another thing has it already."""
    if first.local not in taken:
        return first.local
    return f"{first.local}-{hashlib.sha256(first.key.encode()).hexdigest()[:6]}"


def _label(labels: Iterable[str]) -> str:
    """The most frequent label, of several the longest."""
    votes = Counter(labels)
    return min(votes, key=lambda label: (-votes[label], -len(label), label))
