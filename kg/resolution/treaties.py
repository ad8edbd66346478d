"""Treaties: known ones by year, place and kind; a treaty still to be concluded by its dispute; others minted."""

from collections.abc import Iterable
from functools import lru_cache

from kg.knowledge.spelling import key
from kg.knowledge.wordlists import table
from kg.model import Entry, Knowledge, Mention
from kg.model.knowledge import once
from kg.resolution.cast import Cast, Draft
from kg.resolution.scene import states_near

_SMALL = frozenset({
    "of", "the", "for", "on", "and", "in", "to", "between", "with", "a", "an", "s", "joint", "bilateral", "formal",
    "final", "comprehensive", "new",
})


@once
def _treaties(knowledge: Knowledge) -> list[Entry]:
    return [e for e in knowledge.entries.values() if e.type == "Treaty"]


class Treaties:
    """The legal instruments of one article."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._scene = cast.scene
        self._known = _treaties(cast.scene.knowledge)

    def resolve(self, mentions: Iterable[Mention]) -> None:
        """Those of the knowledge base first; the rest joins a minted one of compatible words, or is minted."""
        mentions = list(mentions)
        rest = []
        for mention in mentions:
            if id := self._entry(mention):
                self._cast.known(mention, id)
            elif mention.form != "description":
                rest.append(mention)
        for mention in sorted(rest, key=lambda m: (-len(key(m.text)), m.start)):
            if draft := self._like(mention):
                self._cast.add(mention, draft)
            elif mention.rule == "treaty-resolution":
                self._resolution(mention)
            else:
                self._cast.mint(mention, _label(mention.text))

    def _entry(self, mention: Mention) -> str | None:
        if mention.candidates:
            fitting = [c for c in mention.candidates if mention.form != "description"
                       or self._scene.means_here(self._scene.knowledge.entries[c], mention.text)]
            return self._scene.best(fitting) if fitting else None
        year, words, kind = _features(mention.text)
        if mention.rule == "treaty-article" or mention.rule == "treaty-resolution":
            return None
        states = set(states_near(self._scene, mention, 2))
        fits = [e for e in self._known if self._fits(e, year, words, kind, states)]
        if len(fits) > 1:
            fits = [e for e in fits if e.dispute == self._scene.dispute] or fits
        return fits[0].id if len(fits) == 1 or (fits and words) else None

    def _fits(self, entry: Entry, year: str, words: frozenset[str], kind: str, states: set[str]) -> bool:
        """Year, parties, words and kind of the mention all belong to the entry, and say enough."""
        info = self._scene.knowledge.treaties.get(entry.id)
        signed = str(info.signed.year) if info and info.signed else ""
        parties = set(info.parties) if info else set()
        if (year and year != signed) or not states <= parties:
            return False
        own = {w for s in states for n in self._scene.knowledge.entries[s].names for w in key(n.text)}
        words = words - own
        names = [_features(n.text) for n in entry.names]
        if not any(kind == k and words <= w for _, w, k in names):
            return False
        if info and info.status == "not-concluded":
            spoken_of = self._scene.states.keys() >= parties and self._scene.disputes[entry.dispute] > 0
            return not year and (entry.dispute == self._scene.dispute or (bool(parties) and spoken_of))
        return bool(year or words - {"peace"}) and (bool(year) or len(words) > 0)

    def _like(self, mention: Mention) -> Draft | None:
        """A minted instrument that may be the same: same kind, same year or none, the words a part of its words."""
        if mention.rule in ("treaty-article", "treaty-resolution"):
            return None
        year, words, kind = _features(mention.text)
        for draft in self._cast.of_type("Treaty"):
            if draft.minted and draft.rule not in ("treaty-article", "treaty-resolution"):
                y, w, k = _features(draft.label)
                if kind == k and year in ("", y) and (words <= w if words else not w):
                    return draft
        return None

    def _resolution(self, mention: Mention) -> None:
        """A numbered resolution, of the Security Council where the article speaks of it."""
        number = next(w for w in mention.text.split() if w[0].isdigit())
        council = any("security council" in m.text.casefold() for m in self._scene.mentions)
        body = "United Nations Security Council " if council else ""
        names = [f"Resolution {number}", " ".join(mention.text.split()), f"{number} resolution"]
        self._cast.mint(mention, f"{body}Resolution {number}", names)


@lru_cache(1 << 14)
def _features(text: str) -> tuple[str, frozenset[str], str]:
    """Year, content words and kind of an instrument's name."""
    words = key(text)
    kinds = table("treaty_nouns")
    year = next((w for w in words if w.isdigit() and len(w) == 4), "")
    heads = [w for w in words if w in kinds]
    content = frozenset(w for w in words if w not in kinds and w not in _SMALL and w != year)
    return year, content, kinds[heads[-1]] if heads else ""


def _label(text: str) -> str:
    words = " ".join(text.split()).replace(" - ", "-").replace(" – ", "–")
    return words[0].upper() + words[1:]

