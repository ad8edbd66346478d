"""Where a text names the topics' propositions (their rules are in ``kg.extraction.position_rules``)."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extraction.arguments import base, case_of, conjuncts, modifiers, objects, subjects
from kg.extraction.position_rules import NOMINAL, TopicRule, heads, index, predicate_words
from kg.extraction.stance_clause import has_copula, has_mark
from kg.extraction.stance_lexicon import in_class, is_one_of, keys_of, lemmas, lexicon
from kg.extraction.tree import children
from kg.model import Context

#: Relations of a noun whose governor's prepositional phrases may be the noun's own.
_SHARING = frozenset(("obj", "nsubj", "nsubj:pass", "obl", "compound"))


@dataclass(frozen=True, slots=True)
class Trigger:
    """Where a text names a topic's proposition: ``token`` stands for it in the tree, ``noun`` is a phrase's object."""

    rule: TopicRule
    token: Token
    noun: Token | None = None


def triggers(context: Context, token: Token) -> Iterator[Trigger]:
    """Propositions that the token names, each topic once; the arguments that the rule asks for are there."""
    seen: set[tuple[str, int, bool]] = set()
    for trigger in _candidates(context, token):
        key = trigger.rule.topic, trigger.rule.sign, trigger.rule.kind == "own"
        if key not in seen and _arguments_fit(context, trigger):
            seen.add(key)
            yield trigger


def _candidates(context: Context, token: Token) -> Iterator[Trigger]:
    words = index()
    if token.pos_ == "VERB":
        if heads("verbs").isdisjoint(lemmas(token)) and token.lower_ not in words["predicates"]:
            return
        keys = _verb_keys(token)
        for key in keys:
            for rule in words["phrases"].get(key, ()):
                for noun in _complements(token, key):
                    if noun_keys(noun) & rule.phrases[key]:
                        yield Trigger(rule, token, noun)
                        break
        yield from (Trigger(rule, token) for key in keys for rule in words["verbs"].get(key, ()))
        if token.tag_ == "VBN" and (is_predicated(token) or any(  # "the question is closed", "regards it as closed"
                c.dep_ == "aux:pass" for c in children(token))):
            yield from (Trigger(rule, token) for rule in words["predicates"].get(token.lower_, ()))
        return
    for reference in context.references_at(token):
        if reference.mention.head == token.i:
            kind = context.entities[reference.entity].type
            yield from (Trigger(rule, token) for rule in words["entity"].get(kind, ()))
    if token.pos_ not in NOMINAL:
        return
    if _within_name(context, token) or _is_preposition(token):
        return
    known = not heads("nouns").isdisjoint(lemmas(token))
    keys = sorted(noun_keys(token), key=lambda k: (-len(k), k)) if known else []
    yield from (Trigger(rule, token) for key in keys for rule in words["nouns"].get(key, ()))
    if token.pos_ == "ADJ":
        yield from (Trigger(rule, token) for key in lemmas(token) for rule in words["adjectives"].get(key, ()))
    state = token.i in context.heads and any(
        r.mention.head == token.i and context.entities[r.entity].type == "State" for r in context.references_at(token))
    if (state or not predicate_words().isdisjoint(lemmas(token))) and (has_copula(token) or is_predicated(token)):
        keys = [*sorted(noun_keys(token), key=lambda k: (-len(k), k)), *(["<state>"] if state else [])]
        yield from (Trigger(rule, token) for key in keys for rule in words["predicates"].get(key, ()))


def _complements(verb: Token, key: str) -> list[Token]:
    """The objects of a phrase's verb; of one with its preposition, what that governs: "come to the table"."""
    own = [c for c in _phrases(verb) if base(c) == "obl" and case_of(c) == key.rpartition(" ")[2]] if " " in key else []
    return [*objects(verb), *own]


def _phrases(verb: Token) -> list[Token]:
    """The dependants of a verb and of its adverbs: "walked away from the table"."""
    adverbs = [c for c in children(verb) if c.dep_ in ("advmod", "compound:prt")]
    return [c for t in (verb, *adverbs) for c in children(t)]


def is_predicated(token: Token) -> bool:
    """Whether a verb links the nominal to what it is said of: "calls it its own", "regards it as Chinese"."""
    if token.dep_ == "xcomp" or (token.dep_ == "ccomp" and token.tag_ == "VBN" and not any(
            c.dep_.startswith("aux") for c in children(token))):  # "considers the question settled"
        return True
    if token.dep_ in ("obl", "advcl"):
        return case_of(token) == "as" or has_mark(token, "as")
    return token.dep_ == "obj" and any(c.dep_ in ("obj", "iobj") and c.i < token.i for c in children(token.head))


def _is_preposition(noun: Token) -> bool:
    """ "In the presence of the ambassador": the noun is part of a preposition."""
    return noun.pos_ == "NOUN" and any(
        f"{case_of(noun)} {noun.lower_} {case_of(c)}" in lexicon().words["complex_prepositions"]
        for c in children(noun) if base(c) == "nmod")


def _within_name(context: Context, token: Token) -> bool:
    return any(r.mention.form == "name" and context.entities[r.entity].type in ("Person", "Organization")
               for r in context.references_at(token))


def _verb_keys(token: Token) -> list[str]:
    found = list(keys_of(token))
    following = [c.lower_ for c in children(token)
                 if c.dep_ in ("advmod", "xcomp") or (c.dep_ == "obj" and c.i == token.i + 1)]
    for phrase in _phrases(token):
        cases = [c.lower_ for c in children(phrase) if c.dep_ == "case"] if phrase.dep_ in ("obl", "advcl") else []
        following += [*cases, *([" ".join(cases)] if cases[1:] else [])]
        following += [f"{phrase.head.lower_} {case}" for case in cases[:1] if phrase.head is not token]
    return found + [f"{lemma} {word}" for lemma in lemmas(token) for word in following]


def noun_keys(token: Token) -> set[str]:
    """The names of a noun in a lexicon: lemma and form, alone, with the word before it, and with its "of"-phrase;
    words with hyphens are put together again."""
    doc, start = token.doc, token.i
    words: list[str] = list(lemmas(token))
    while start > 1 and doc[start - 1].text in ("-", "–") and not (
            doc[start - 1].whitespace_ or doc[start].is_sent_start or doc[start - 1].is_sent_start):
        words = [f"{doc[start - 2].lower_}-{word}" for word in words]
        start -= 2
    keys = set(words)
    if start and not doc[start].is_sent_start:
        keys |= {f"{doc[start - 1].lower_} {word}" for word in words}
        if start > 2 and doc[start - 2].text in ("-", "–") and not doc[start - 2].whitespace_:  # "visa-free visits"
            keys |= {f"{doc[start - 3].lower_}-{doc[start - 1].lower_} {word}" for word in words}
    for child in children(token):
        if child.dep_ in ("amod", "compound") and child.i < start - 1:
            keys |= {f"{child.lower_} {word}" for word in words}
        if child.dep_ == "acl" and has_mark(child, "to"):
            keys |= {f"{word} to {child.lower_}" for word in words}
        if base(child) in ("nmod", "obl") and (case := case_of(child)):
            keys |= {key for word in words for key in (f"{word} {case}", f"{word} {case} {child.lower_}")}
    return keys


def arguments(trigger: Trigger) -> list[Token]:
    """Nominals around the trigger: objects, obliques, modifiers; of a noun also those of the verb that governs it."""
    found: list[Token] = []
    for token in (trigger.token, trigger.noun):
        if token is None:
            continue
        if token.pos_ in ("VERB", "ADJ", "AUX") or has_copula(token):
            found += objects(token) if token.pos_ == "VERB" else []
            found += [c for c in children(token) if c.dep_ in ("nsubj", "nsubj:pass", "nsubj:outer", "csubj")]
            said_of = (token.pos_ != "VERB" or token.tag_ == "VBN") and is_predicated(token)
            found += objects(token.head) if said_of else []
            if token.dep_ == "xcomp" and token.head.pos_ in ("ADJ", "VERB"):  # "the dispute is difficult to resolve"
                found += [c for c in children(token.head) if c.dep_ in ("nsubj", "nsubj:pass", "obj")]
        else:
            found += modifiers(token) + [c for c in children(token) if c.dep_ == "nmod:poss"]
            found += objects(token.head) if is_predicated(token) else []
            if token.head.pos_ in ("VERB", "NOUN", "ADJ") and token.dep_ in _SHARING:
                found += [c for c in children(token.head) if c.dep_.startswith(("obl", "nmod"))
                          and case_of(c) not in ("by", "before", "after", "during", "since")]
        found += [c for v in children(token) if v.dep_ == "acl" for c in children(v) if base(c) == "obl"]
        found += [c for o in children(token) if base(o) in ("obl", "nmod", "advmod")
                  for c in conjuncts(o)]
    return list({t.i: t for t in found}.values())


def _subjects(verb: Token) -> list[Token]:
    """The subjects of a verb, also of "have the right to decide" and "the islanders' right to decide"."""
    found = subjects(verb)
    if not found and verb.dep_ == "acl":
        found = [c for c in children(verb.head) if c.dep_ == "nmod:poss" or (c.dep_ == "nmod" and case_of(c) == "of")]
        found = found or (subjects(verb.head.head) if verb.head.dep_ == "obj" else [])
    return found


def _arguments_fit(context: Context, trigger: Trigger) -> bool:
    rule = trigger.rule
    around = arguments(trigger)
    if rule.subjects and not any(noun_keys(t) & rule.subjects
                                 for s in _subjects(trigger.token) for t in (s, *children(s))):
        return False
    if rule.into and not any(noun_keys(t) & rule.into for t in around):
        return False
    if rule.excludes and any(case_of(c) in rule.excludes for c in children(trigger.token)):
        return False
    if "intransitive" in rule.flags and trigger.noun is None and trigger.token.pos_ == "VERB" \
            and any(c.dep_ in ("obj", "iobj") for c in children(trigger.token)):
        return False
    if not rule.needs:
        return True
    if "bare" in rule.flags:
        return any(in_class(context, t, rule.needs) and not in_class(context, t, ("troops",))
                   for t in objects(trigger.token))
    if "of_subject" in rule.flags:
        around = [c for c in children(trigger.token) if c.dep_ in ("nsubj", "nsubj:pass")]
    if "direct" in rule.flags and trigger.token.pos_ == "VERB":
        around = objects(trigger.token) + [c for c in children(trigger.token) if base(c) == "obl" and any(
            f"{lemma} {case_of(c)}" in rule.verbs | rule.phrases.keys() for lemma in lemmas(trigger.token))]
    shared = [t for t in around if "direct" not in rule.flags or t.pos_ == "PROPN" or is_one_of(t, "shares")
              or in_class(context, t, rule.needs)]  # "half of the islands", not "a painting of the islands"
    nouns = [*around, *[m for t in shared for m in modifiers(t)],
             *[c for t in shared for c in children(t) if c.dep_ == "nmod" and case_of(c) in ("of", "in", "over", "on")]]
    if rule.kind == "claim" or trigger.token.pos_ != "VERB":
        nouns += [trigger.token] if rule.predicates else []
    return any(in_class(context, t, rule.needs) for t in nouns) or "implied" in rule.flags
