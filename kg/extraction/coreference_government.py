"""States by their government: "the Japanese government", "the Obama administration", and "we" in a state's speech."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.extraction.gazetteer import gazetteer
from kg.extraction.tree import among, children, words
from kg.knowledge.wordlists import terms
from kg.model import Context, Mention, Reference

_FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our", "ourselves", "myself"})
_OWNERS = frozenset({"amod", "compound", "nmod:poss", "nmod", "nmod:unmarked"})
#: So often must a text say we or I outside quotations to be taken for a speech.
_SPEECH = 3
_QUOTES = frozenset({'"', "“", "”", "«", "»", "``", "''"})


def find_governments(context: Context) -> Iterator[Reference]:
    """The noun "government" with its state, so that what a government does is done by the state."""
    for noun in among(context.doc, terms("government_nouns", "")):
        if noun.pos_ in ("NOUN", "PROPN"):
            owners = (c for c in children(noun) if c.dep_ in _OWNERS and (c.i < noun.i or _of(c)))
            if named := next(((c, state) for c in owners if (state := _state(context, c))), None):
                owner, state = named
                start, end = min(noun.i, owner.left_edge.i), max(noun.i, owner.i) + 1
                while context.doc[start].dep_ in ("det", "case"):
                    start += 1
                text = context.doc[start:end].text
                yield Reference(Mention(start, end, noun.i, "State", text, "metonym", (), "government", 0.9), state)


def _of(token: Token) -> bool:
    return any(c.lower_ == "of" for c in token.lefts)


def _state(context: Context, token: Token) -> str:
    """The state named at the token, or that of the person who leads the government."""
    references = context.references_at(token)
    if not references:
        return ""
    entity = context.entity_headed(token) or context.entities[references[0].entity]
    if entity.type == "State":
        return entity.id
    entry = context.knowledge.entries.get(entity.id)
    return entry.state if entity.type == "Person" and entry and entry.state in context.entities else ""


def find_speaker(context: Context) -> Iterator[Reference]:
    """First-person pronouns outside quotations: of those who sign with "We, the leaders of …", else, in a speech whose
    title names one state, of that state."""
    found = list(among(context.doc, _FIRST_PERSON))
    signing = next((who for t in found if t.lower_ == "we" and (who := _signing(context, t))), ())
    states = signing or ((state,) if len(found) >= _SPEECH and (
        state := _of_title(context)) in context.entities else ())
    if not states:
        return
    quoted = _quoted(context.doc)
    spoken = [token for token in found if not quoted[token.i]]
    if signing or len(spoken) >= _SPEECH:
        for token in spoken:
            said = Mention(token.i, token.i + 1, token.i, "State", token.text, "pronoun", (), "speech", 0.6)
            yield from (Reference(said, state) for state in states)


def _signing(context: Context, we: Token) -> tuple[str, ...]:
    """The states, else the body, that stand after "we" and a comma."""
    below = next((c for c in children(we) if c.dep_ in ("appos", "conj", "parataxis") and c.pos_ in (
        "NOUN", "PROPN") and c.i > we.i), None)
    if below is None or context.doc[we.i + 1].text not in (",", "-", "–", "—"):
        return ()
    inside = [context.entities[r.entity] for r in context.entities_in(below.left_edge.i, below.right_edge.i + 1)]
    states = tuple(dict.fromkeys(e.id for e in inside if e.type == "State"))
    return states or tuple(dict.fromkeys(e.id for e in inside if e.type == "Organization"))[:1]


def _of_title(context: Context) -> str:
    """The only state that the article's title names, or ""."""
    named = context.article.title.replace(",", " ,").replace(":", " :").split()
    if not named:
        return ""
    title = Doc(context.doc.vocab, words=named)
    found = {entry.id for match in gazetteer(context.knowledge).matches(title) for entry, name in match.names[:1]
             if entry.type == "State" and name.kind == "name"}
    return found.pop() if len(found) == 1 else ""


def _quoted(doc: Doc) -> list[bool]:
    """Whether each token stands in quotation marks; a quotation ends with its paragraph at the latest."""
    found, inside = [], False
    for text in (word.text for word in words(doc)):
        if "\n\n" in text:
            inside = False
        elif text in _QUOTES:
            inside = text in ("“", "«", "``") or (not inside and text == '"')
        found.append(inside)
    return found
