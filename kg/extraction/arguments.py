"""Arguments of verbs and nouns in a Universal Dependencies tree, and the entities that they name.

Subjects are followed through coordination, control and relative clauses: in "the deal that Iran signed and
praised" Iran signs and praises, in "Japan refused to meet Lavrov" Japan would meet. Walks are loops with a bound,
never recursion, so that a sentence of any length and shape is safe.
"""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extraction.tree import children
from kg.model import Context, Entity

#: No chain of governors that means anything is longer.
_DEPTH = 12
_HYPHENS = frozenset(("-", "–", "‐", "/"))
_NEGATIONS = frozenset(("not", "n't", "never", "no", "neither", "without"))


def base(token: Token) -> str:
    """The dependency label without its subtype."""
    return str(token.dep_.partition(":")[0])


def case_of(token: Token) -> str:
    """The preposition that marks a nominal, lower case ("" for none): "on" of "on Russia"."""
    for child in children(token):
        if child.dep_ == "case" and child.i < token.i:
            return str(child.lower_)
    return ""


def conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated with it as its dependants."""
    found, queue = [token], [token]
    while queue:
        for child in children(queue.pop()):
            if child.dep_ == "conj" and child.i > token.i:
                found.append(child)
                queue.append(child)
    return found


def subjects(verb: Token) -> list[Token]:
    """Logical subjects: of an active verb its nsubj, of a passive its by-phrase; found through coordination,
    control (xcomp) and relative clauses where the verb has none of its own. Coordinated subjects each."""
    current = verb
    for _ in range(_DEPTH):
        passive = any(c.dep_ in ("nsubj:pass", "aux:pass") for c in children(current))
        climbed = passive and current is not verb  # "are expected to meet": who is expected will meet
        own = [c for c in children(current) if c.dep_ == (
            "nsubj:pass" if climbed else "obl:agent" if passive else "nsubj")]
        if not own and passive and not climbed:
            own = [c for c in children(current) if base(c) == "obl" and case_of(c) == "by"]
        if own:
            if passive and not climbed:
                return [c for o in own for c in conjuncts(o)]
            head = own[-1]
            if head.lower_ in ("who", "which", "that") and current.dep_ == "acl:relcl":
                head = current.head
            return conjuncts(head)
        if passive:
            return []
        if current.dep_ == "acl:relcl" and not any(c.dep_ == "nsubj" for c in children(current)):
            return conjuncts(current.head)
        if current.dep_ == "acl":  # "an order signed by X", "the power to sign"
            by = [c for c in children(current) if base(c) == "obl" and case_of(c) == "by"]
            if by:
                return [c for b in by for c in conjuncts(b)]
            if current.tag_ == "VBG":
                return conjuncts(current.head)
            if any(c.lower_ == "to" for c in children(current)) and current.head.dep_ in ("xcomp", "obj") and (
                    current.head.head.lemma_ == "become"):  # "became the first leader to visit"
                current = current.head.head
                continue
            return []
        if current.dep_ == "xcomp":
            controller = [c for c in children(current.head) if c.dep_ in ("obj", "iobj")]
            if controller and current.head.lemma_ not in ("promise", "threaten"):
                return conjuncts(controller[0])
        if current.dep_ in ("advcl", "xcomp", "obl") and current.tag_ == "VBG" and any(
                c.lower_ in ("of", "for", "from", "into") and c.dep_ in ("mark", "case") for c in children(current)):
            blamed = [c for c in children(current.head) if c.dep_ in ("obj", "iobj", "nsubj:pass")]
            if blamed:  # "accused China of landing a plane", "thanked Japan for sending aid"
                return conjuncts(blamed[0])
        if current.dep_ in ("conj", "xcomp") or (current.dep_ == "advcl" and current.tag_ in ("VBG", "TO", "VB")) or (
                current.dep_ == "advmod" and current is not verb):  # "have yet to sign"
            current = current.head
            continue
        return []
    return []


def objects(verb: Token) -> list[Token]:
    """Logical objects: obj and iobj, the subject of a passive, the noun that a participle or object relative
    clause modifies. Coordinated ones each."""
    own = [c for c in children(verb) if c.dep_ in ("obj", "iobj", "nsubj:pass")]
    if not own and verb.dep_ == "acl" and verb.tag_ == "VBN":
        own = [verb.head]
    if not own and verb.dep_ == "acl:relcl" and any(c.dep_ == "nsubj" for c in children(verb)):
        own = [verb.head]
    own = [verb.head if o.lower_ in ("which", "that", "who") and verb.dep_ == "acl:relcl" else o for o in own]
    return [c for o in own for c in conjuncts(o)]


def obliques(token: Token, cases: frozenset[str] | set[str]) -> list[Token]:
    """Nominals that depend on the token by one of the prepositions; coordinated ones each."""
    own = [c for c in children(token) if base(c) in ("obl", "nmod") and case_of(c) in cases]
    return [c for o in own for c in conjuncts(o)]


def modifiers(noun: Token) -> list[Token]:
    """Possessors, compounds and adjectives of a noun: "Japan's sanctions", "Putin-Abe meeting", "Russian troops"."""
    own = [c for c in children(noun) if base(c) in ("compound", "amod", "nmod", "flat") and c.i < noun.i
           and (c.dep_ != "nmod" or not case_of(c))]
    return [c for o in own
            for c in (o, *[d for d in children(o) if d.pos_ != "NOUN" and (
                d.dep_ in ("conj", "compound") or (d.dep_ == "flat" and d.doc[d.i - 1].text in _HYPHENS))])]


def entities_of(context: Context, token: Token) -> list[Entity]:
    """The entities that the nominal headed by the token names: of its own mention, else of a name in apposition.

    A plural mention ("the two leaders") may name several.
    """
    own = [r for r in context.references_at(token) if r.mention.head == token.i]
    if own:
        widest = max(r.mention.end - r.mention.start for r in own)
        chosen = [r for r in own if r.mention.end - r.mention.start == widest]
        return list(dict.fromkeys(context.entities[r.entity] for r in chosen))
    for child in children(token):
        if child.dep_ in ("appos", "flat") and (named := context.entity_headed(child)):
            return [named]
    if token.dep_ == "appos" and (named := context.entity_headed(token.head)):  # "Rouhani, a cleric elected in 2013"
        return [named]
    covering = [r for r in context.references_at(token) if r.mention.end - r.mention.start > 1]
    return [context.entities[covering[0].entity]] if covering else []


def is_negated(token: Token) -> bool:
    """Whether the token has a negation of its own: not, never, no, neither, or "no longer"."""
    return any(c.lower_ in _NEGATIONS and c.dep_ in ("advmod", "det", "cc:preconj") for c in children(token))


def is_to_be(verb: Token) -> bool:
    """ "is to meet", "was to pay a visit": a form of be before the infinitive."""
    if not any(c.dep_ == "mark" and c.lower_ == "to" for c in children(verb)):
        return False
    return verb.head.lemma_ == "be" or any(c.lemma_ == "be" and c.dep_ in ("aux", "cop") for c in children(verb))


def governors(token: Token) -> Iterator[Token]:
    """Heads above the token, nearest first."""
    current = token
    for _ in range(_DEPTH):
        if current.head is current or current.head.i == current.i:
            return
        current = current.head
        yield current
