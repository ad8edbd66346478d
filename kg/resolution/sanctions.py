"""Sanctions: one entity for each pair of who imposes and who is hit, and each kind of measure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.knowledge.wordlists import table
from kg.model import Mention
from kg.resolution.cast import Cast, Draft

_TARGET = frozenset({"on", "against", "upon"})
_IMPOSING = frozenset({
    "impose", "lift", "ease", "tighten", "relax", "suspend", "remove", "adopt", "introduce", "maintain", "extend",
    "approve", "expand", "widen", "slap", "keep", "drop", "renew", "call", "oppose", "vote", "announce", "levy",
    "order",
})
#: Modifiers that name an authority without being a state, or a measure.
_AUTHORITY = frozenset({"international", "western", "multilateral", "unilateral", "global"})
_MEASURE = frozenset({
    "economic", "financial", "trade", "military", "diplomatic", "sectoral", "personal", "oil", "energy",
})


@dataclass(frozen=True, slots=True)
class _Arguments:
    """Ids of authorities and targets, the word for an unnamed authority, and the measure."""

    authority: frozenset[str]
    target: frozenset[str]
    word: str
    measure: str


class Sanctions:
    """The restrictive measures of one article; states must be resolved before."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._scene = cast.scene
        self._groups: list[tuple[_Arguments, Draft]] = []
        self._actors: dict[int, str] = {}  # token -> the actor mentioned there
        for mention, id in cast.of.items():
            if cast.drafts[id].type in ("State", "Organization", "Place"):
                for i in range(mention.start, mention.end):
                    self._actors.setdefault(i, id)

    def resolve(self, mentions: Iterable[Mention]) -> None:
        """In text order: what adds nothing to an earlier one is the same."""
        for mention in mentions:
            args = self._arguments(mention)
            if mention.rule == "sanction-measure":
                self._cast.mint(mention, mention.text[0].upper() + " ".join(mention.text.split())[1:])
                continue
            exact = self._known(args)
            named = next((c for c in self._named(mention) if self._agrees(c, args)), None)
            if named and not exact:
                args = self._completed(named, args)
            like = (d for a, d in reversed(self._groups) if _same(a, args))
            draft = exact or named or next(like, None)
            if isinstance(draft, str):
                draft = self._cast.known(mention, draft)
            elif draft:
                self._cast.add(mention, draft)
            else:
                draft = self._cast.mint(mention, self._label(mention, args))
            draft.names.update(dict.fromkeys(self._names(mention)))
            self._groups.append((args, draft))

    def _arguments(self, mention: Mention) -> _Arguments:
        doc = self._scene.doc
        head = doc[mention.head]
        authority = {self._actors[i]: None for i in range(mention.start, mention.end) if i in self._actors}
        authority |= {self._actors[t.i]: None for t in _owners(head) if t.i in self._actors}
        target = {self._actors[t.i]: None for t in _targets(head) if t.i in self._actors}
        words = {t.lower_ for t in doc[mention.start:mention.end]}
        around = words | {t.lower_ for owner in _owners(head) for t in (owner, *owner.lefts)}
        word = next(iter(sorted(around & _AUTHORITY)), "")
        kind = table("sanction_nouns").get(head.lower_, "general")
        measure = next(iter(sorted(words & _MEASURE)), "" if kind == "general" else kind)
        return _Arguments(frozenset(authority) - frozenset(target), frozenset(target), word, measure)

    def _named(self, mention: Mention) -> Iterator[str]:
        """Known sanctions that the words name."""
        yield from mention.candidates
        for name in self._names(mention):
            for entry, known in self._scene.knowledge.by_name.get(name.casefold(), ()):
                if entry.type == "Sanction" and known.kind == "name" and " " in name:
                    yield entry.id

    def _agrees(self, id: str, args: _Arguments) -> bool:
        """Whether a known sanction that the words name is one of these authorities and targets, too."""
        info = self._scene.knowledge.sanctions.get(id)
        return info is None or (args.authority <= set(info.authority) and args.target <= set(info.target))

    def _completed(self, id: str, args: _Arguments) -> _Arguments:
        info = self._scene.knowledge.sanctions.get(id)
        if info is None:
            return args
        return replace(args, authority=frozenset(info.authority), target=frozenset(info.target))

    def _known(self, args: _Arguments) -> str | None:
        """A known sanction of just these authorities and targets."""
        knowledge = self._scene.knowledge
        for id, info in knowledge.sanctions.items() if args.word else ():
            spoken_of = self._scene.states.keys() if not args.target else args.target
            if knowledge.entries[id].label.lower().startswith(args.word) and set(info.target) <= spoken_of:
                return id
        if not args.authority or not args.target:
            return None
        for id, info in knowledge.sanctions.items():
            if set(info.authority) == args.authority and set(info.target) == args.target:
                return id
        return None

    def _label(self, mention: Mention, args: _Arguments) -> str:
        """"Japanese sanctions on Russia", from what the text gives."""
        entries = self._scene.knowledge.entries
        text = " ".join(mention.text.split())
        if args.authority and not any(mention.start <= i < mention.end for i in self._actors):
            text = f"{' and '.join(self._adjective(a) for a in sorted(args.authority))} {text}"
        elif args.word and args.word not in text.lower():
            text = f"{args.word.capitalize()} {text}"
        if args.target:
            names = sorted(entries[t].label if t in entries else self._cast.drafts[t].label for t in args.target)
            text = f"{text} on {' and '.join(names)}"
        return text[0].upper() + text[1:]

    def _adjective(self, id: str) -> str:
        entry = self._scene.knowledge.entries.get(id)
        adjectives = [n.text for n in entry.names if n.kind == "adjective"] if entry else []
        return adjectives[0] if adjectives else self._cast.drafts[id].label

    def _names(self, mention: Mention) -> Iterator[str]:
        """The mention, and the same with what follows: "sanctions imposed by Tokyo on Russia"."""
        text = " ".join(mention.text.split())
        yield text
        noun = self._scene.doc[mention.head].text
        doc = self._scene.doc
        following = [t.i for t in doc[mention.head].rights if t.dep_ in ("acl", "nmod") and t.right_edge.i - t.i < 9]
        if following and doc[max(following)].right_edge.i - mention.head < 10:
            after = " ".join(doc[mention.head + 1:doc[max(following)].right_edge.i + 1].text.split())
            yield f"{text} {after}"
            yield f"{noun} {after}"


def _same(earlier: _Arguments, later: _Arguments) -> bool:
    """Whether the later arguments say nothing that the earlier do not; several who impose are "international"."""
    several = (earlier.word or len(earlier.authority) > 1) and len(later.authority) > 1
    return ((several or later.authority <= earlier.authority) and later.target <= earlier.target
            and later.word in ("", earlier.word) and later.measure in ("", earlier.measure))


def _with_conjuncts(token: Token) -> Iterator[Token]:
    yield token
    yield from token.conjuncts


def _owners(head: Token) -> Iterator[Token]:
    """Possessors, agents of "imposed by", and subjects of the verb that imposes or lifts."""
    for child in head.children:
        if child.dep_ == "nmod:poss":
            yield from _with_conjuncts(child)
        elif child.dep_.startswith("acl"):
            yield from _agents(child)
    if head.dep_ in ("obj", "nsubj:pass") and head.head.lemma_ in _IMPOSING:
        yield from _agents(head.head)


def _agents(verb: Token) -> Iterator[Token]:
    for child in verb.children:
        if child.dep_ == "nsubj" or (child.dep_.startswith("obl") and any(c.lower_ == "by" for c in child.lefts)):
            yield from _with_conjuncts(child)


def _targets(head: Token) -> Iterator[Token]:
    """What stands with on or against, at the noun or at its verb."""
    verbs = [c for c in head.children if c.dep_.startswith("acl")]
    if head.dep_ in ("obj", "nsubj:pass"):
        verbs.append(head.head)
    for governor in (head, *verbs):
        for child in governor.children:
            if child.dep_.startswith(("nmod", "obl")) and any(c.lower_ in _TARGET for c in child.lefts):
                yield from _with_conjuncts(child)
