"""What a reader has in mind at a point of the text: who was mentioned, where, how prominently, of which gender."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Token

from kg.extraction.tree import sentence_numbers
from kg.knowledge.spelling import fold
from kg.knowledge.wordlists import table
from kg.model import Context, EntityType, Reference

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj"})
#: How many references back an antecedent is looked for; keeps the time linear.
WINDOW = 60


class Discourse:
    """The references of a context in text order, with the sentences that they stand in."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.doc = context.doc
        self.references = list(context.references)
        self._starts = [r.mention.start for r in self.references]
        self._sentence = sentence_numbers(context.doc)
        self._gender: dict[str, str] = {}
        self._mentions: dict[str, list[int]] = {}
        for reference in self.references:
            self._mentions.setdefault(reference.entity, []).append(reference.mention.start)

    def sentence(self, token: int) -> int:
        """The number of the token's sentence."""
        return self._sentence[token]

    def before(self, token: int, *types: EntityType, window: int = WINDOW) -> Iterator[Reference]:
        """References of the types that end before the token, the nearest first."""
        entities = self.context.entities
        at = bisect_left(self._starts, token)
        for reference in reversed(self.references[max(0, at - window):at]):
            if reference.mention.end <= token and entities[reference.entity].type in types:
                yield reference

    def near(self, token: int, *types: EntityType) -> Iterator[Reference]:
        """References before the token, nearest first, then those after it."""
        yield from self.before(token, *types)
        entities = self.context.entities
        at = bisect_left(self._starts, token)
        for reference in self.references[at:at + WINDOW]:
            if entities[reference.entity].type in types:
                yield reference

    def is_subject(self, reference: Reference) -> bool:
        """Whether the mention, or the noun phrase that it opens or names, is a subject."""
        token = self.doc[reference.mention.head]
        while token.dep_ in ("appos", "flat", "compound", "nmod:desc", "nmod:unmarked") and token.head.i != token.i:
            token = token.head
        return token.dep_ in SUBJECTS

    def gender(self, entity: str) -> str:
        """``masculine``, ``feminine`` or "" for a person: known, or by title ("spokeswoman") and given name."""
        if entity not in self._gender:
            self._gender[entity] = self._told(entity)
        return self._gender[entity]

    def _told(self, entity: str) -> str:
        known = self.context.knowledge.entries.get(entity)
        if known and known.gender:
            return known.gender
        votes: Counter[str] = Counter()
        titles = table("titles", "gender")
        for start in self._mentions.get(entity, ()):
            if start and (gender := titles.get(self.doc[start - 1].lower_)):
                votes[gender] += 3
        names = self.context.entities[entity]
        given = table("first_names", "gender")
        for name in (names.label, *names.aliases):
            for word in name.split()[:-1] or ():
                if gender := given.get(word.casefold()) or given.get(fold(word)):
                    votes[gender] += 1
                    break
            if len(name.split()) == 2 and (gender := given.get(name.split()[1].casefold())):
                votes[gender] += 0 if votes else 1
        return max(votes, key=lambda g: (votes[g], g)) if votes else ""


def lemma(token: Token) -> str:
    """The lemma, or the form where the pipeline gives none."""
    return (token.lemma_ or token.text).lower()
