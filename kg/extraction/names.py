"""Mentions of entities: known names, names told by their form, treaties and sanctions.

Mentions do not overlap, except that a state inside the name of a treaty, a sanction or a state's body is
a mention of its own ("the Japanese foreign ministry" is about Japan, too). Possessive 's and articles
stay outside.
"""

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from kg.extraction.gazetteer import Gazetteer, gazetteer
from kg.extraction.names_acronyms import find_acronyms
from kg.extraction.names_composed import find_directions, find_halves, find_held_lands
from kg.extraction.names_known import atoms, head_of, known_mention
from kg.extraction.names_legal import find_measures, find_sanctions, find_treaties
from kg.extraction.names_people import find_surnames
from kg.extraction.names_shapes import Atom, shape
from kg.extraction.names_unknown import Found, find_unknown
from kg.model import Article, Knowledge, Mention, MentionForm

#: Types whose names may hold a state's name that is meant as well.
_ABOUT_STATES = frozenset({"Treaty", "Sanction", "Organization"})


def find_mentions(doc: Doc, article: Article, knowledge: Knowledge) -> Iterator[Mention]:  # noqa: ARG001 -- the stages share it
    """All mentions by name of one article, in text order, the longer first where two begin together.

    ``candidates`` name entries of the knowledge base, the likeliest reading first; descriptions that need
    the article's context ("the disputed islands") carry all entries that they may mean.
    """
    names = gazetteer(knowledge)
    known = list(atoms(doc, names.matches(doc)))
    letters = shape(doc, known)
    found = [*find_treaties(doc, letters), *find_sanctions(doc), *find_measures(doc), *find_unknown(doc, letters)]
    found += [*find_directions(doc, letters), *find_held_lands(doc)]
    found += find_acronyms(doc, letters, found)
    found += find_surnames(doc, letters, known, found, knowledge)
    mentions = _chosen(doc, known, found, find_halves(doc, known))
    nested = [inner for mention in mentions for inner in _nested(doc, mention, names)]
    yield from sorted({*mentions, *nested}, key=lambda m: (m.start, -m.end, m.type))


def _chosen(doc: Doc, known: list[Atom], found: Iterable[Found], halves: Iterable[Mention]) -> list[Mention]:
    """The longest of overlapping spans; of equally long ones a known name, then the surest."""
    spans = [(a.end - a.start, 1.0, a.start, a.end, known_mention(doc, a)) for a in known]
    spans += [(f.end - f.start, f.confidence, f.start, f.end, _mention(doc, f)) for f in found]
    spans += [(1, 2.0, m.start, m.end, m) for m in halves]
    taken = bytearray(len(doc))
    kept: list[Mention] = []
    for _, _, start, end, mention in sorted(spans, key=lambda s: (-s[0], -s[1], s[2])):
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            kept.append(mention)
    return kept


def _mention(doc: Doc, found: Found) -> Mention:
    form: MentionForm = "description" if found.rule == "sanction-bare" else "name"
    return Mention(found.start, found.end, head_of(doc, found.start, found.end), found.type,
                   doc[found.start:found.end].text, form, (), found.rule, found.confidence)


def _nested(doc: Doc, outer: Mention, names: Gazetteer) -> Iterator[Mention]:
    """States inside a longer name, where the name is about them."""
    lands = outer.type == "Territory" and any(t.lower_ == "and" for t in doc[outer.start:outer.end])
    if (outer.type in _ABOUT_STATES or lands or outer.rule == "direction") and outer.end - outer.start > 1:
        for atom in atoms(doc, names.inside(doc, outer.start, outer.end)):
            mention = known_mention(doc, atom)
            if mention.type == ("Territory" if lands else "State") and mention.form != "metonym":
                yield mention
