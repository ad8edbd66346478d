"""People by their office: "the Russian president", "Tokyo's top diplomat", "his Japanese counterpart".

An office is somebody's by apposition or title in the text first ("Foreign Minister Sergei Lavrov"), then
by the tenures of the knowledge base on the article's date.
"""

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from kg.extraction.coreference_discourse import Discourse
from kg.extraction.tree import among, children, phrase
from kg.knowledge.wordlists import edges, longest, table, terms
from kg.model import Entity, Entry, Mention, Office, PartialDate, Reference

_DEFINITE = frozenset({"the", "his", "her", "its", "their", "this", "that"})
#: Role nouns that stand for whichever head of state or government.
_LEADERS = frozenset({"leader", "top leader", "paramount leader"})
_HEADS = frozenset({"president", "prime minister", "premier", "chancellor", "supreme leader", "king", "emperor"})

#: States of which a plural role names the holders.
_SOME = (2, 3)


@cache
def _plurals() -> frozenset[str]:
    return frozenset(f"{word}s" for word in edges("titles", last=True))


class Roles:
    """Offices that the article or the knowledge base gives to people, and the phrases that mean them."""

    def __init__(self, discourse: Discourse) -> None:
        self._discourse = discourse
        self._doc = discourse.doc
        self._knowledge = discourse.context.knowledge
        self._date: PartialDate | None = discourse.context.article.date
        self._held: dict[str, dict[tuple[str, str], None]] = {}  # person -> (title, state)
        self.found: dict[str, Entity] = {}  # people whom only the knowledge base names

    def learn(self) -> Iterator[Reference]:
        """Reads titles and appositions; a title that heads its name's phrase is a reference, too."""
        for reference in self._discourse.references:
            if self._discourse.context.entities[reference.entity].type == "Person":
                yield from self._titles(reference)

    def resolve(self) -> Iterator[Reference]:
        """References for role phrases without a name, in text order."""
        covered = {i for r in self._discourse.references for i in range(r.mention.start, r.mention.end)
                   if self._discourse.context.entities[r.entity].type == "Person"}
        for token in among(self._doc, edges("titles", last=True) | {"counterpart"}):
            title = "" if token.i in covered or token.tag_ in ("NNS", "NNPS") else self._title_at(token)
            if title and (reference := self._role(token, title)):
                yield reference
        for token in among(self._doc, _plurals()):
            if token.i not in covered and token.tag_ in ("NNS", "NNPS"):
                yield from self._several(token)

    def _several(self, noun: Token) -> Iterator[Reference]:
        """ "The presidents of Venezuela and Guyana", "the Greek and Turkish leaders": those whom the article names."""
        context, end = self._discourse.context, noun.i
        around = context.entities_in(max(noun.left_edge.i, end - 8), min(noun.right_edge.i + 1, end + 12))
        states = list(dict.fromkeys(r.entity for r in around if context.entities[r.entity].type == "State"))
        size = next((n for n in range(min(longest("titles"), end), 0, -1)
                     if self._doc[end + 1 - n:end + 1].text.lower()[:-1] in terms("titles")), 0)
        title = self._doc[end + 1 - size:end + 1].text.lower()[:-1]
        people = [self._holder(noun.i, title, state)[0] for state in states] if size and len(states) in _SOME else []
        if people and all(p in context.entities for p in people) and len(set(people)) == len(people):
            for person in people:
                yield Reference(self._mention(noun, "roles", 0.7), person)

    def _titles(self, reference: Reference) -> Iterator[Reference]:
        """Titles before the name, and nouns in apposition to it."""
        mention = reference.mention
        at = mention.start
        while at and mention.start - at < 8 and (size := self._size_before(at)):
            at -= size
        head = self._doc[mention.head]
        if at < mention.start:
            title = self._doc[at:mention.start].text.lower()
            self._hold(reference.entity, title, self._state(self._doc[mention.start - 1], at))
            yield Reference(Mention(at, mention.end, mention.start - 1, "Person", self._doc[at:mention.end].text,
                                    "description", mention.candidates, "title", 0.95), reference.entity)
        apposed = [c for c in children(head) if c.dep_ == "appos"]
        for noun in (*apposed, *((head.head,) if head.dep_ == "appos" else ())):
            if (title := self._title_at(noun)) and noun.i not in range(mention.start, mention.end):
                self._hold(reference.entity, title, self._state(noun, noun.left_edge.i))
                if noun is head.head and not self._named(noun):
                    yield Reference(self._mention(noun, "apposition", 0.9), reference.entity)

    def _named(self, noun: Token) -> bool:
        return any(r.mention.type == "Person" and r.mention.form == "name" and r.mention.start <= noun.i < r.mention.end
                   for r in self._discourse.context.references_at(noun))

    def _hold(self, person: str, title: str, state: str) -> None:
        self._held.setdefault(person, {})[title, state] = None

    def _size_before(self, end: int) -> int:
        """The number of tokens of the longest title that ends before the token; 0 for none."""
        if self._doc[end - 1].lower_ not in edges("titles", last=True):
            return 0
        for size in range(min(longest("titles") + 2, end), 0, -1):
            if phrase(self._doc, end - size, end).lower().replace(" - ", "-") in terms("titles"):
                return size
        return 0

    def _title_at(self, token: Token) -> str:
        """The longest title that ends at the token, lower-cased, or ""."""
        if size := self._size_before(token.i + 1):
            text = self._doc[token.i + 1 - size:token.i + 1].text.lower().replace(" - ", "-")
            return "" if table("titles")[text] == "address" else text
        return "counterpart" if token.lower_ == "counterpart" else ""

    def _state(self, noun: Token, begin: int) -> str:
        """The state of a role phrase: adjective, possessor, or "of" complement; the nearest to the noun."""
        context = self._discourse.context
        last = min(noun.right_edge.i + 1, noun.i + 6)
        begin = max(0, min(begin, noun.left_edge.i if noun.i - noun.left_edge.i < 8 else begin))
        while begin and self._doc[begin - 1].dep_ in ("amod", "nmod:poss", "compound") and noun.i - begin < 8:
            begin -= 1
        if begin and self._doc[begin].text in ("'s", "’s", "'", "’"):
            begin -= 1
        for i in [*range(noun.i, max(begin - 2, -1), -1), *range(noun.i + 1, last)]:
            for reference in context.references_at(i):
                entity = context.entities[reference.entity]
                if entity.type == "State":
                    return entity.id
                if entity.type == "Organization" and (entry := self._knowledge.entries.get(entity.id)) and entry.state:
                    return entry.state
        return ""

    def _role(self, noun: Token, title: str) -> Reference | None:
        """The person whom a role phrase means, where it is definite and says enough."""
        if noun.dep_ in ("compound", "flat", "amod") or (noun.dep_.startswith("appos") and self._named(noun.head)):
            return None
        determiners = [c for c in noun.lefts if c.dep_ in ("det", "nmod:poss")]
        state = self._state(noun, noun.left_edge.i)
        definite = any(d.lower_ in _DEFINITE or d.dep_ == "nmod:poss" for d in determiners)
        if not definite or any(d.lower_ in ("a", "an", "no", "any", "every", "each", "former") for d in determiners):
            return None
        if any(c.lower_ in ("former", "next", "new", "future", "potential", "late") for c in noun.lefts):
            return None
        if title == "counterpart":
            return self._counterpart(noun, state)
        person, rule, confidence = self._holder(noun.i, title, state)
        return Reference(self._mention(noun, rule, confidence), person) if person else None

    def _mention(self, noun: Token, rule: str, confidence: float) -> Mention:
        start = max(noun.left_edge.i, noun.i - 8)
        while start < noun.i and (self._doc[start].is_punct or self._doc[start].dep_ in ("case", "cc")):
            start += 1
        return Mention(start, noun.i + 1, noun.i, "Person", self._doc[start:noun.i + 1].text, "description", (),
                       rule, confidence)

    def _holder(self, at: int, title: str, state: str) -> tuple[str, str, float]:
        """Who holds the office: by the text before, by the text after, by the knowledge base; or ""."""
        for when, confidence in ((self._date or PartialDate(1), 0.9), (None, 0.7)):
            for reference in self._discourse.near(at, "Person"):
                if self._fits(reference.entity, title, state, when):
                    return reference.entity, "role-in-text", confidence
        if state and self._date and self._date.month and table("titles").get(title) == "office":
            offices = [o for o in self._knowledge.offices.values()
                       if o.state == state and o.single_holder and title in _titles_of(o)]
            people = dict.fromkeys(p for o in offices for p in self._knowledge.holders(o.id, self._date))
            if len(people) == 1:
                person = next(iter(people))
                entry = self._knowledge.entries[person]
                self.found.setdefault(person, _unnamed(entry))
                return person, "role-by-date", 0.6
        return "", "", 0.0

    def _fits(self, person: str, title: str, state: str, when: PartialDate | None) -> bool:
        """Whether the text or the knowledge base gives the person this office of this state (None: ever)."""
        for held, of in self._held.get(person, {}):
            same = held.endswith(title) or title.endswith(held) or (title in _LEADERS and held in _HEADS)
            if same and (not state or state == of or not of):
                return True
        return any((not state or o.state == state) and title in _titles_of(o)
                   for o in self._knowledge.offices_of(person, when))

    def _counterpart(self, noun: Token, state: str) -> Reference | None:
        """"his Japanese counterpart": who holds for that state the office of whoever "his" is."""
        if not state:
            return None
        for reference in self._discourse.before(noun.i, "Person", window=12):
            own = {t for t, _ in self._held.get(reference.entity, {})}
            own |= {t for o in self._knowledge.offices_of(reference.entity, self._date or PartialDate(1))
                    for t in _titles_of(o)}
            for title in sorted(own, key=lambda t: (-len(t), t)):
                person, rule, confidence = self._holder(noun.i, title, state)
                if person and person != reference.entity:
                    return Reference(self._mention(noun, f"counterpart-{rule}", confidence - 0.1), person)
        return None


def _titles_of(office: Office) -> frozenset[str]:
    return frozenset(t.casefold() for t in office.titles)


def _unnamed(entry: Entry) -> Entity:
    names = tuple(n.text for n in entry.names if n.kind == "name" and n.text != entry.label)
    return Entity(entry.id, "Person", entry.label, names, entry.wikidata, (), False, "role-by-date", 0.6)
