"""Single names of people: surnames of those whom the text, or the knowledge base, gives in full."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from kg.extraction.names_shapes import Atom
from kg.extraction.names_unknown import Found
from kg.knowledge.spelling import fold
from kg.knowledge.wordlists import terms
from kg.model import Knowledge
from kg.model.knowledge import once

_NOT_A_SURNAME = frozenset({"PLACE", "ORG", "EVENT", "DATE"})


@once
def surnames(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """Folded surname -> ids of the people who bear it."""
    found: dict[str, list[str]] = {}
    for entry in knowledge.entries.values():
        if entry.type == "Person":
            for text in {n.text for n in entry.names if n.kind == "surname"} or {entry.label.split()[-1]}:
                found.setdefault(fold(text), []).append(entry.id)
    return {name: tuple(ids) for name, ids in found.items()}


def find_surnames(doc: Doc, shape: str, known: Iterable[Atom], found: Iterable[Found],
                  knowledge: Knowledge) -> Iterator[Found]:
    """Name words on their own that are a name of somebody whom the article gives in full, or, where the
    language model does not object, the surname of a known person."""
    people = [a for a in known if a.letter == "H"]
    people += [f for f in found if f.type == "Person"]  # type: ignore[misc]
    inside = {i for p in people for i in range(p.start, p.end)}
    named = {fold(doc[i].text) for p in people if p.end - p.start > 1 for i in range(p.start, p.end)
             if doc[i].text[0].isupper() and len(doc[i].text) > 1}
    bearers = surnames(knowledge)
    for i in (i for i, letter in enumerate(shape) if letter == "P" and i not in inside):
        token = doc[i]
        word = fold(token.text)
        if word in terms("not_names") or word in terms("titles"):
            continue
        governs = token.i + 1 < len(doc) and doc[token.i + 1].lower_ in terms("government_nouns")
        likely = governs or token.ent_type_ not in _NOT_A_SURNAME
        if (_alone(shape, token.i) or governs) and (word in named or (word in bearers and likely)):
            yield Found(token.i, token.i + 1, "Person", "surname" if word in named else "known-surname", 0.85)


def _alone(shape: str, at: int) -> bool:
    """Whether no other name word stands beside it."""
    before = shape[at - 1] if at else "."
    after = shape[at + 1] if at + 1 < len(shape) else "."
    return before not in "PSGB" and after not in "POCIRp"
