"""Bodies and places: ministries by their state, short forms by the long ones, the rest minted."""

from collections.abc import Iterable

from kg.knowledge.spelling import fold, key
from kg.knowledge.wordlists import terms
from kg.model import Entry, Knowledge, Mention
from kg.model.knowledge import once
from kg.resolution.cast import Cast, Draft
from kg.resolution.scene import states_near

#: Nouns that may be left out of a place's name, or added to it.
_SMALL = frozenset({"of", "the", "for", "on", "and", "in"})


@once
def _bodies_of(knowledge: Knowledge) -> dict[str, list[Entry]]:
    """The known bodies of each state."""
    found: dict[str, list[Entry]] = {}
    for entry in knowledge.entries.values():
        if entry.type == "Organization" and entry.state:
            found.setdefault(entry.state, []).append(entry)
    return found


class Bodies:
    """Organizations, places and territories of one article."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._scene = cast.scene
        self._by_state = _bodies_of(cast.scene.knowledge)
        self._met: dict[str, list[Draft]] = {}  # minted ones by each word of their names
        self._last: dict[str, str] = {}  # text of a description -> the body that it meant last

    def resolve(self, mentions: Iterable[Mention]) -> None:
        """Known names first, then the unknown from long to short, so that short forms find the long."""
        mentions = list(mentions)
        for mention in mentions:
            if mention.candidates:
                self._known(mention)
        unknown = [m for m in mentions if not m.candidates]
        for mention in sorted(unknown, key=lambda m: (-len(key(m.text)), m.start)):
            self._unknown(mention)

    def _known(self, mention: Mention) -> None:
        scene = self._scene
        candidates = list(mention.candidates)
        if mention.form == "description":
            candidates = [c for c in candidates if scene.means_here(scene.knowledge.entries[c], mention.text)]
        if len(candidates) > 1 or mention.form == "description":
            candidates = self._of_state(mention, candidates)
        if candidates:
            draft = self._cast.known(mention, candidates[0])
            for words in draft.keys if len(draft.mentions) == 1 else ():
                self._met.setdefault("~" + _initials(words), []).append(draft)
            if mention.type == "Organization":
                self._last[fold(mention.text.split()[-1])] = candidates[0]

    def _of_state(self, mention: Mention, candidates: list[str]) -> list[str]:
        """The candidates whose state stands next to the mention, or that the same words meant before."""
        entries = self._scene.knowledge.entries
        owned = [c for c in candidates if entries[c].state]
        if mention.type != "Organization" or len(owned) < len(candidates) or (
                mention.form != "description" and len(candidates) == 1):
            return [self._scene.best(candidates)] if candidates else []
        for state in states_near(self._scene, mention):
            if near := [c for c in owned if entries[c].state == state]:
                return [self._scene.best(near)]
        if (last := self._last.get(fold(mention.text.split()[-1]))) in candidates:
            return [str(last)]
        if mention.form == "description":
            return []
        return [self._scene.best(owned)]

    def _unknown(self, mention: Mention) -> None:
        if mention.type == "Organization" and (id := self._state_body(mention) or self._written_small(mention)):
            self._cast.known(mention, id)
        elif mention.rule == "held-land":
            self._held_land(mention)
        elif draft := self._longer(mention):
            self._cast.add(mention, draft)
        else:
            self._mint(mention)

    def _held_land(self, mention: Mention) -> None:
        """Land that only its status names, one for the article: "Occupied territories of Georgia"."""
        scene, text = self._scene, " ".join(mention.text.split())
        status = text.split()[0].lower()
        owners = [m for m in scene.mentions if m.type == "State" and m.candidates
                  and scene.doc[mention.end:mention.end + 2].text == f"of {m.text}" and m.start == mention.end + 1]
        for state in [m.candidates[0] for m in owners] or [s for s, _ in scene.states.most_common(3)]:
            known = scene.knowledge.by_name.get(f"{text} of {scene.knowledge.entries[state].label}".casefold(), ())
            if lands := [e.id for e, _ in known if e.type == "Territory"]:
                self._cast.known(mention, lands[0])
                return
        for draft in self._cast.of_type("Territory"):
            if draft.rule == "held-land" and draft.label.lower().startswith(status):
                self._cast.add(mention, draft)
                break
        else:
            draft = self._cast.mint(mention, f"{status.capitalize()} territories")
        if owners and " of " not in draft.label:
            draft.label = f"{draft.label} of {scene.knowledge.entries[owners[0].candidates[0]].label}"
        draft.names[text] = None

    def _written_small(self, mention: Mention) -> str | None:
        """A known body in small letters ("the prime minister's office"), of a state that the article names."""
        scene = self._scene
        named = scene.knowledge.by_name.get(" ".join(mention.text.split()).casefold(), ())
        here = [e.id for e, _ in named if e.type == mention.type and scene.states[e.state]]
        return scene.best(here) if here else None

    def _state_body(self, mention: Mention) -> str | None:
        """The known body of the state that is named in or before the mention, by its words without the state's."""
        for state in states_near(self._scene, mention, window=2):
            own = {w for n in self._scene.knowledge.entries[state].names for w in key(n.text)}
            words = tuple(w for w in key(mention.text) if w not in own and w not in _SMALL and w != "s")
            for entry in self._by_state.get(state, ()):
                for name in entry.names:
                    if words and tuple(w for w in key(name.text) if w not in own and w not in _SMALL) == words:
                        return entry.id
        return None

    def _longer(self, mention: Mention) -> Draft | None:
        """An entity of the article whose name holds these words in a row, or that they are the initials of."""
        words = key(mention.text)
        text = mention.text.replace(".", "")
        group = ("Organization",) if mention.type == "Organization" else ("Place", "Territory")
        base = key(_without_noun(mention.text)) if group[0] == "Place" else ()
        for draft in self._met.get(words[0], ()) if words else ():
            if draft.type in group and any(longer == base or _within(words, longer) for longer in draft.keys):
                return draft
        if text.isupper() and 1 < len(text) < 9:
            for draft in self._met.get("~" + text.lower(), ()):
                return draft
        return None

    def _mint(self, mention: Mention) -> None:
        text = " ".join(mention.text.split()).replace(" - ", "-")
        common = mention.rule == "place" or not text[0].isupper() or (text.isupper() and len(text) > 5)
        label = _title(text) if common else text
        names = []
        if mention.type != "Organization" and (short := _without_noun(text)):
            names.append(short)
        draft = self._cast.mint(mention, label, names)
        for words in draft.keys:
            for word in words:
                self._met.setdefault(word, []).append(draft)
            self._met.setdefault("~" + _initials(words), []).append(draft)


def _within(words: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    """Whether the words stand in a row at the beginning or the end of a longer name."""
    n = len(words)
    return longer[:n] == words or (n > 1 and longer[-n:] == words)


def _initials(words: tuple[str, ...]) -> str:
    return "".join(w[0] for w in words if w not in _SMALL)


def _title(text: str) -> str:
    return " ".join(w if w in _SMALL or not w.isalpha() else w.capitalize() if w.isupper() or w.islower() else w
                    for w in text.split())


def _without_noun(text: str) -> str:
    """A place's name without the common nouns at its end: "Kaesong industrial zone" -> "Kaesong"."""
    words = text.split()
    while len(words) > 1 and (words[-1].casefold() in terms("place_nouns") or words[-1].islower()):
        words.pop()
    return " ".join(words) if len(words) < len(text.split()) else ""

