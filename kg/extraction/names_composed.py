"""Names that are composed of a known one: "eastern Europe", "the North" for North Korea, "occupied territories"."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from kg.extraction.names_known import head_of
from kg.extraction.names_shapes import Atom
from kg.extraction.names_unknown import Found
from kg.extraction.tree import among, tokens
from kg.knowledge.wordlists import terms
from kg.model import Mention

_HELD = frozenset({"occupied", "annexed", "breakaway", "separatist"})
_LANDS = frozenset({"territory", "territories", "region", "regions", "area", "areas", "land", "lands", "districts"})


def find_directions(doc: Doc, shape: str) -> Iterator[Found]:
    """"eastern Europe", "the western Pacific", "the east of Ukraine"."""
    for token in among(doc, terms("directions")):
        if not 0 < token.i < len(doc) - 1 or not token.text.islower():
            continue
        if of := token.nbor(1).lower_ == "of":
            if token.nbor(-1).lower_ != "the":
                continue
        elif token.lower_ not in terms("directions", "adjective") or token.lower_ == "central":
            continue
        start = end = token.i + 1 + of
        while end < len(doc) and end - start < 4 and shape[end] in ("GS" if of else "PG"):
            end += 1
        if end > start and doc[start].ent_type_ in ("PLACE", ""):
            yield Found(token.i, end, "Place", "direction", 0.75)


def find_held_lands(doc: Doc) -> Iterator[Found]:
    """Land that is named by its status only: "the occupied territories", "our two occupied regions"."""
    for token in among(doc, _LANDS):
        if any(t.lower_ in _HELD for t in doc[max(0, token.i - 3):token.i]):
            start = next(i for i in range(max(0, token.i - 3), token.i) if doc[i].lower_ in _HELD)
            if all(doc[i].is_alpha for i in range(start, token.i)):
                yield Found(start, token.i + 1, "Territory", "held-land", 0.75)


def find_halves(doc: Doc, known: Iterable[Atom]) -> Iterator[Mention]:
    """"the North" and "the South" where the article names states so: North Korea, South Korea."""
    states: dict[str, list[str]] = {}
    for atom in known:
        entry = atom.names[0][0]
        first = entry.label.split()[0]
        if entry.type == "State" and first.lower() in terms("directions"):
            ids = states.setdefault(first, [])
            ids += [entry.id] * (entry.id not in ids)
    for token in tokens(doc)[1:] if states else ():
        if token.text in states and token.nbor(-1).lower_ == "the" and len(states[token.text]) == 1 and not (
                token.i + 1 < len(doc) and doc[token.i + 1].text[0].isupper()):
            yield Mention(token.i, token.i + 1, head_of(doc, token.i, token.i + 1), "State", token.text, "name",
                          tuple(states[token.text]), "half", 0.9)
