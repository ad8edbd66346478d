"""People: full names to the knowledge base or minted, single names to whom the article gives in full."""

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from kg.knowledge.spelling import fold, skeleton
from kg.model import Entry, Knowledge, Mention
from kg.model.knowledge import once
from kg.resolution.cast import Cast, Draft

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_Key = tuple[str, ...]


@lru_cache(1 << 15)
def parts(name: str) -> tuple[str, ...]:
    """The words of a name, folded; hyphenated given names stay one word ("lee", "jong-ku")."""
    joined = name.replace(" - ", "-").replace(" -", "-").replace("- ", "-").replace("–", "-").replace("‐", "-")
    return tuple(w for w in (fold(w).strip(".,’'") for w in joined.split()) if w and w not in _SUFFIXES)


def same_person(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two full names may be one person's: the same words in another romanization or order, a middle
    name or initial more, an initial for the given name."""
    x, y = [skeleton(w) for w in a], [skeleton(w) for w in b]
    if x == y or (len(x) == len(y) == 2 and x == y[::-1]):
        return True
    if len(x) < 2 or len(y) < 2 or x[-1] != y[-1]:
        return len(x) == len(y) and sorted(x) == sorted(y)
    return x[0] == y[0] or (min(len(a[0]), len(b[0])) == 1 and a[0][0] == b[0][0])


def _shared(words: Sequence[str]) -> set[_Key]:
    """What a name is found by: it is the same person's as another only where that one seeks one of these."""
    forms = [skeleton(w) for w in words]
    initial = {("initial", words[0], forms[-1])} if len(words[0]) == 1 else set()
    return {("words", *sorted(forms)), ("ends", forms[0], forms[-1]), ("letter", words[0][0], forms[-1]), *initial}


def _sought(words: Sequence[str]) -> list[_Key]:
    forms = [skeleton(w) for w in words]
    letter = "letter" if len(words[0]) == 1 else "initial"
    return [("words", *sorted(forms)), ("ends", forms[0], forms[-1]), (letter, words[0][0], forms[-1])]


@once
def _known_people(knowledge: Knowledge) -> tuple[dict[str, list[tuple[Entry, tuple[str, ...]]]], dict[str, list[str]]]:
    """Full names by the skeletons of their first and last word; ids by folded surname."""
    index: dict[str, list[tuple[Entry, tuple[str, ...]]]] = {}
    surnames: dict[str, list[str]] = {}
    for entry in knowledge.entries.values():
        if entry.type == "Person":
            for text in dict.fromkeys([entry.label, *(n.text for n in entry.names if n.kind == "name")]):
                words = parts(text)
                for word in {skeleton(words[0]), skeleton(words[-1])} if words else ():
                    index.setdefault(word, []).append((entry, words))
            for text in [n.text for n in entry.names if n.kind == "surname"] or [entry.label.split()[-1]]:
                surnames.setdefault(fold(text), []).append(entry.id)
    return index, surnames


class People:
    """The people of one article."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._scene = cast.scene
        self._index, self._surnames = _known_people(cast.scene.knowledge)
        self._met: dict[_Key, dict[str, None]] = {}  # minted people by what equal names share
        self._ends: dict[str, tuple[str, ...]] = {}  # and the ends of the name that each was minted with

    def resolve(self, mentions: Iterable[Mention]) -> None:
        """Full names first, wherever they stand; then single names in text order."""
        mentions = list(mentions)
        singles = [m for m in mentions if len(parts(m.text)) < 2]
        for mention in mentions:
            if len(parts(mention.text)) > 1:
                self._full(mention)
        bearers = self._bearers()
        waiting = [m for m in singles if not self._single(m, bearers)]
        for mention in waiting:  # a given name may come before the surname that tells whose it is
            if not self._single(mention, bearers) and mention.rule not in ("known-surname", "first-name"):
                self._bear(self._cast.mint(mention, _label(mention.text)), bearers)

    def _full(self, mention: Mention) -> None:
        words = parts(mention.text)
        if people := [c for c in mention.candidates if self._scene.knowledge.entries[c].type == "Person"]:
            self._cast.known(mention, self._likeliest(people))
            return
        ends = dict.fromkeys([skeleton(words[-1]), skeleton(words[0])])
        known = dict.fromkeys(e.id for w in ends for e, name in self._index.get(w, ()) if same_person(words, name))
        if known:
            self._cast.known(mention, self._likeliest(list(known)))
            return
        if met := self._same(words, ends):
            self._cast.add(mention, met)
        else:
            met = self._cast.mint(mention, _label(mention.text))
            self._ends.setdefault(met.id, tuple(ends))
        for shared in _shared(words):
            self._met.setdefault(shared, {})[met.id] = None

    def _same(self, words: tuple[str, ...], ends: Collection[str]) -> Draft | None:
        """The minted person of the name: who shares the surname before who shares another word, then who came first."""
        near = dict.fromkeys(i for shared in _sought(words) for i in self._met.get(shared, ()))
        found = [i for i in near if not set(ends).isdisjoint(self._ends[i])
                 and any(same_person(words, parts(name)) for name in self._cast.drafts[i].names)]
        order = {i: n for n, i in enumerate(self._ends)} if len(found) > 1 else {}
        surname = next(iter(ends))
        best = min(found, key=lambda i: (surname not in self._ends[i], order.get(i)), default=None)
        return self._cast.drafts[best] if best else None

    def _bearers(self) -> dict[str, list[Draft]]:
        """Word of a name -> the people named in full with it."""
        found: dict[str, list[Draft]] = {}
        for draft in self._cast.of_type("Person"):
            self._bear(draft, found)
        return found

    def _bear(self, draft: Draft, bearers: dict[str, list[Draft]]) -> None:
        for word in {skeleton(w) for name in (draft.label, *draft.names) for w in parts(name)}:
            bearers.setdefault(word, []).append(draft)

    def _single(self, mention: Mention, bearers: dict[str, list[Draft]]) -> bool:
        """Whether the single name could be told: by who bears it in the article, by who is known to bear it."""
        words = parts(mention.text)
        if not words:
            return True
        word = skeleton(words[0])
        if people := bearers.get(word):
            self._cast.add(mention, min(people, key=lambda d: self._distance(d, word, mention)))
            return True
        known = [*mention.candidates, *self._surnames.get(fold(words[0]), ())]
        known = [c for c in dict.fromkeys(known) if self._scene.knowledge.entries[c].type == "Person"]
        if known and (chosen := self._by_evidence(known)):
            self._bear(self._cast.known(mention, chosen), bearers)
            return True
        return False

    def _distance(self, draft: Draft, word: str, mention: Mention) -> tuple[bool, bool, int]:
        """Those who bear it as surname first, then those already named, then the nearest before."""
        surname = any(skeleton(p[-1]) == word for p in map(parts, (draft.label, *draft.names)) if p)
        before = [m.start for m in draft.mentions if m.start < mention.start]
        return (not surname, not before, mention.start - max(before) if before else draft.mentions[0].start)

    def _likeliest(self, ids: Sequence[str]) -> str:
        scene = self._scene
        return min(ids, key=lambda i: (not scene.in_office(i), scene.misfit(scene.knowledge.entries[i]), ids.index(i)))

    def _by_evidence(self, ids: Sequence[str]) -> str | None:
        """The bearer of a surname whom the article's dispute, states or date speak for; None without evidence: being
        the only bearer in office on the article's date is some."""
        scene = self._scene
        entries = [scene.knowledge.entries[i] for i in ids]
        backed = [e.id for e in entries if (e.dispute and e.dispute == scene.dispute) or scene.states[e.state]]
        if backed:
            return self._likeliest(backed)
        incumbents = [i for i in ids if scene.article.date and scene.in_office(i)]
        return incumbents[0] if len(incumbents) == 1 else None


def _label(text: str) -> str:
    """The name with single spaces; capitals of a heading made ordinary."""
    words = " ".join(text.split()).replace(" - ", "-")
    return words.title() if words.isupper() and len(words) > 3 else words

