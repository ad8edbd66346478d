"""Whose a stand is: entities and groups behind a noun phrase, speakers of statements, and whom they speak for."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Token

from kg.extraction.arguments import case_of, conjuncts, entities_of, modifiers
from kg.extraction.attribution_turns import speaker_of_article
from kg.extraction.offices import find_offices
from kg.extraction.stance_lexicon import is_one_of, lexicon
from kg.extraction.tree import children
from kg.model import Context, Entity, Statement

_ACTORS = frozenset(("Person", "State", "Organization"))
_LEFT_OUT = frozenset(("acl:relcl", "appos", "punct", "parataxis", "conj", "cc", "advcl", "cop", "nsubj"))


@dataclass(frozen=True, slots=True)
class Holder:
    """An entity's id with its label, or None with the group's words."""

    entity: str | None
    label: str

    @property
    def key(self) -> str:
        """What tells holders apart."""
        return self.entity or self.label.casefold()


def _is_adverb(label: str) -> bool:
    """ "It is widely assumed": nobody in particular."""
    return label.islower() and label.endswith("ly") and " " not in label


class Holders:
    """Holders of one article."""

    def __init__(self, context: Context, statements: Iterable[Statement]) -> None:
        self.context = context
        self._statements = tuple(statements)
        source = speaker_of_article(context)
        self.speaker = Holder(source.entity, source.label) if source else None

    @cached_property
    def _innermost(self) -> dict[int, list[Statement]]:
        """The shortest statements whose content covers a token; several for a joint source."""
        found: dict[int, list[Statement]] = {}
        for statement in sorted(self._statements, key=lambda s: s.tokens[0] - s.tokens[1]):
            for i in range(*statement.tokens):
                others = found.get(i)
                if others and others[0].tokens == statement.tokens:
                    others.append(statement)
                else:
                    found[i] = [statement]
        return found

    def statements_at(self, token: Token) -> list[Statement]:
        """The innermost statements that contain the token; those whose cue it is do not."""
        return [s for s in self._innermost.get(token.i, ()) if not s.cue_tokens[0] <= token.i < s.cue_tokens[1]]

    def statement_by(self, holder: Holder, start: int, end: int) -> Statement | None:
        """The first statement of the holder's whose cue stands in the tokens ``start:end``."""
        return next((s for s in self._statements if start <= s.cue_tokens[0] < end and (
            s.source == holder.entity if holder.entity else s.source_label == holder.label)), None)

    def asserters(self, token: Token) -> list[Holder]:
        """Who asserts what stands at the token: sources of the innermost statement, else the speaker of a speech."""
        statements = self.statements_at(token)
        if statements:
            return [Holder(s.source, self.context.entities[s.source].label if s.source else s.source_label)
                    for s in statements if s.source or (s.source_label and not _is_adverb(s.source_label))]
        return [self.speaker] if self.speaker else []

    def of(self, token: Token) -> list[Holder]:
        """The actors that a nominal names: entities, States behind bodies of theirs, groups by their words."""
        words = lexicon().words
        if token.lower_ in words["first_person"]:
            return self._first_person(token)
        if any(c.lower_ == "whose" for c in children(token)):
            owner = _whose(token)
            return self.of(owner) if owner is not None else []
        named = entities_of(self.context, token)
        quantified = token.tag_ in ("NNPS", "NNS") and any(
            c.dep_ in ("amod", "det") and c.lower_ in words["quantifiers"] for c in children(token))
        if named and not quantified:
            thing = token.lower_ in ("it", "its", "itself")
            actors = [self._actor(e) for e in named if not (thing and e.type == "Person")]
            found = [Holder(e.id, e.label) for e in actors if e is not None]
            return found or self._members(token)
        if is_one_of(token, "bodies"):
            states = self.states_around(token)
            if states:
                return [Holder(s.id, s.label) for s in states]
            if token.lower_ not in words["groups"]:
                return []
        if not named and token.lower_ in words["quantifiers"]:
            of = [c for c in children(token) if c.dep_ == "nmod" and case_of(c) == "of"]
            return [Holder(None, self._phrase(token))] if of and is_one_of(of[0], "groups") else []
        if is_one_of(token, "mouthpieces") and not named:
            states = [s for s in self.states_around(token) if s.type == "State"][:1]
            return [Holder(None, self._phrase(token)), *[Holder(s.id, s.label) for s in states]]
        if (quantified and named) or (token.pos_ in ("NOUN", "ADJ", "PROPN") and is_one_of(token, "groups")):
            return [Holder(None, self._phrase(token))]
        if token.pos_ == "ADJ" and token.lower_ in words["blocs"]:
            return [Holder(None, token.text)]
        return []

    def _members(self, token: Token) -> list[Holder]:
        """ "The Baltic states, Estonia, Latvia and Lithuania": the actors that an apposition names."""
        heads = [d for c in children(token) if c.dep_ == "appos" for d in conjuncts(c)]
        actors = [self._actor(e) for h in heads for e in entities_of(self.context, h)]
        return [Holder(e.id, e.label) for e in actors if e is not None]

    def _actor(self, entity: Entity) -> Entity | None:
        """The entity as one that can hold a stand: armed forces act for their State, a seat of government for its."""
        if entity.type == "Organization" and self._is_army(entity):
            return self._state(entity.id) or entity
        if entity.type == "Place":
            known = (e.id for e, name in self.context.knowledge.by_name.get(entity.label.casefold(), ())
                     if e.type == "State" and name.kind in ("name", "capital", "seat"))
            return next((self.context.entities[i] for i in known if i in self.context.entities), None)
        return entity if entity.type in _ACTORS else None

    def _is_army(self, entity: Entity) -> bool:
        label = f" {entity.label.lower()} "
        return any(f" {word} " in label for word in lexicon().words["armies"])

    def states_around(self, noun: Token) -> list[Entity]:
        """States that modify a noun: "Russian troops", "the armed forces of Armenia", "its forces"."""
        around = [*modifiers(noun), *[c for c in children(noun) if c.dep_ == "nmod:poss"],
                  *[c for c in children(noun) if c.dep_ == "nmod" and case_of(c) in ("of", "from")]]
        named = [e for t in around for e in entities_of(self.context, t)]
        found = [e for e in named if e.type == "State"]
        found += [s for e in named if e.type != "State" and (s := self.state_of(Holder(e.id, e.label))) is not None]
        found += [e for e in named if e.type == "Organization" and e not in found]
        first = [h for t in around if t.lower_ in lexicon().words["first_person"] for h in self._first_person(t)]
        found += [self.context.entities[h.entity] for h in first if h.entity in self.context.entities]
        own = {r.entity: self.context.entities[r.entity] for r in self.context.references_at(noun)}
        found += [e for e in own.values() if e.type == "State"]
        return list({e.id: e for e in found}.values())

    def _first_person(self, token: Token) -> list[Holder]:
        found = []
        plural = token.lower_ not in ("i", "me", "my", "mine")
        for asserter in self.asserters(token):
            state = self.state_of(asserter) if plural else None
            found.append(Holder(state.id, state.label) if state else asserter)
        return found

    def _phrase(self, head: Token) -> str:
        """The words of a group, without clauses and appositions."""
        first, last = head.i, head.i + 1
        queue = [head]
        while queue:
            for child in children(queue.pop()):
                if child.dep_ in _LEFT_OUT or (child.dep_ == "case" and child.head.i == head.i):
                    continue
                if abs(child.i - head.i) < 15:
                    first, last = min(first, child.i), max(last, child.i + 1)
                    queue.append(child)
        text = " ".join(self.context.span(first, last).text.split())
        return text.removeprefix("The ").removeprefix("the ")

    @cached_property
    def _offices(self) -> dict[str, tuple[str, str | None]]:
        """Person -> title and the body served, as the text says them."""
        found: dict[str, tuple[str, str | None]] = {}
        for relation in find_offices(self.context):
            if relation.predicate == "holds-office":
                found.setdefault(relation.subject, (relation.object_label, relation.object))
        return found

    def state_of(self, holder: Holder) -> Entity | None:
        """The State that a person or body belongs to, if the text or the knowledge base says so."""
        entity = self.context.entities.get(holder.entity or "")
        if entity is None:
            return None
        if entity.type == "State":
            return entity
        states = []
        if entity.id in self._offices:
            states.append(self._state(self._offices[entity.id][1]))
        entry = self.context.knowledge.entries.get(entity.id)
        if entry is not None and entry.state:
            states.append(self.context.entities.get(entry.state))
        states += [self.context.entities.get(o.state) for o in
                   self.context.knowledge.offices_of(entity.id, self.context.article.date)]
        return next((s for s in states if s is not None), None)

    def _state(self, body: str | None) -> Entity | None:
        if body is None:
            return None
        entity = self.context.entities.get(body)
        if entity is not None and entity.type == "State":
            return entity
        entry = self.context.knowledge.entries.get(body)
        if entry is not None and entry.state in self.context.entities:
            return self.context.entities[entry.state]
        if entity is not None and entity.type == "Organization":
            return next((e for e in self.context.entities.values() if e.type == "State"
                         and any(a and a in entity.label for a in (e.label, *e.aliases))), None)
        return None

    def speaks_officially(self, holder: Holder) -> bool:
        """Whether the holder is a State, the speaker of a speech, or an official."""
        entity = self.context.entities.get(holder.entity or "")
        return holder == self.speaker or (entity is not None and entity.type == "State") or self.is_official(holder)

    def is_official(self, holder: Holder) -> bool:
        """Whether a person holds an office, or a body is one of government."""
        entity = self.context.entities.get(holder.entity or "")
        if entity is None or entity.type == "State":
            return False
        if entity.type == "Organization":
            return self.represented(holder) is not None
        title = self._offices.get(entity.id, ("", None))[0].lower()
        if title:
            return "former" not in title
        return bool(self.context.article.date
                    and self.context.knowledge.offices_of(entity.id, self.context.article.date))

    def represented(self, holder: Holder) -> Entity | None:
        """The State whose line the holder's words are: a minister's, a spokesman's, a ministry's."""
        entity = self.context.entities.get(holder.entity or "")
        if holder.entity is None and self._is_mouthpiece(holder.label):
            return next((e for e in self.context.entities.values() if e.type == "State" and any(
                m.text in holder.label for m in e.mentions)), None)
        if entity is None or entity.type == "State":
            return None
        if entity.type == "Organization":
            entry = self.context.knowledge.entries.get(entity.id)
            described = f"{entry.kind if entry else ''} {entity.label}".lower()
            return self._state(entity.id) if "ministry" in described or "department of" in described else None
        titles = [self._offices[entity.id][0]] if entity.id in self._offices else []
        offices = self.context.knowledge.offices_of(entity.id, self.context.article.date)
        titles += [t for o in offices for t in o.titles[:1]]
        return self.state_of(holder) if titles and self._is_mouthpiece(titles[0]) else None

    def _is_mouthpiece(self, title: str) -> bool:
        """Whether a title is of those whose line is the State's: not a prime minister's, not a former one's."""
        words, lower = lexicon().words, title.lower()
        if any(word in lower for word in words["not_mouthpieces"]):
            return False
        return not words["mouthpieces"].isdisjoint(lower.replace("-", " ").replace("'", " ").split())


def _whose(noun: Token) -> Token | None:
    """ "Washington, whose president had offered …": whom the relative clause is about."""
    verb = noun.head
    return verb.head if verb.dep_ == "acl:relcl" and verb.head.i < noun.i else None
