"""Words that name events: the matching of frames to verbs with their objects, to nouns and to adjectives."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache

from spacy.tokens import Token

from kg.extraction.arguments import base, case_of, objects, obliques
from kg.extraction.event_frames import Frame, Trigger, event_words, frames
from kg.extraction.patterns import load_lexicon
from kg.extraction.tree import Word, children

_Index = Mapping[str, tuple[Frame, ...]]


@cache
def _by_word() -> tuple[_Index, _Index, _Index, _Index]:
    """Frames by verb, by the verb of a phrase, by noun, by predicate."""
    return (_index(lambda f: (v.split()[0] for v in f.verbs)), _index(lambda f: (*f.phrases, *f.oblique)),
            _index(lambda f: f.nouns), _index(lambda f: f.predicates))


def _index(words_of: Callable[[Frame], Iterable[str]]) -> _Index:
    found: dict[str, dict[str, Frame]] = {}
    for frame in frames():
        for word in words_of(frame):
            found.setdefault(word, {})[frame.id] = frame
    return {word: tuple(fs.values()) for word, fs in found.items()}


@cache
def _forms() -> Mapping[str, str]:
    """Past forms and participles of the frames' verbs, for those whose lemma a language model gets wrong."""
    verbs, phrases, *_ = _by_word()
    found = {row["form"]: row["verb"] for row in load_lexicon("irregular_verbs", "form", "verb")}
    for verb in (*verbs, *phrases):
        stem = verb[:-1] if verb.endswith("e") else verb
        found |= dict.fromkeys((f"{stem}ed", f"{stem}ing", f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing"), verb)
    return found


@lru_cache(50_000)
def may_name_event(word: Word) -> bool:
    """Whether ``triggers`` may find something at the word: false for most of a text."""
    if word.pos == "VERB":
        verbs, phrases, *_ = _by_word()
        return bool({word.lemma, _forms().get(word.form)} & (verbs.keys() | phrases.keys()))
    if word.pos == "NOUN":
        return word.form in _last_words() or word.lemma in _last_words()
    return word.pos == "PROPN" or (word.pos == "ADJ" and word.form in _by_word()[3])


def triggers(token: Token) -> Iterator[Trigger]:
    """Frames that the token names: a phrase before a bare verb; a noun that is a phrase's object is left to it."""
    kind = token.pos_
    if kind == "VERB":
        verbs, phrases, *_ = _by_word()
        lemma = token.lemma_.lower()
        if lemma not in verbs and lemma not in phrases:
            lemma = _forms().get(token.lower_, lemma)
        if lemma in phrases:
            yield from _of_phrases(token, lemma, phrases[lemma])
        if lemma in verbs:
            yield from _of_verb(token, lemma, verbs[lemma])
    elif kind in ("NOUN", "PROPN"):
        if found := _of_noun(token):
            yield from (Trigger(frame, token) for frame in found if not _of_phrase(token, frame)
                        and _wanted(token, frame))
        elif kind == "PROPN" and case_of(token) in ("in", "at") and any(c.dep_ == "cop" for c in children(token)):
            yield from (Trigger(frame, token) for frame in frames() if frame.located and _wanted(token, frame))
    elif kind == "ADJ" and token.lower_ in (predicates := _by_word()[3]):
        yield from (Trigger(frame, token) for frame in predicates[token.lower_] if _wanted(token, frame))


@cache
def _last_words() -> frozenset[str]:
    """Last words of the frames' nouns: a look at them spares most nouns the rest."""
    return frozenset(re.split("[ -]", noun)[-1] for noun in _by_word()[2])


def _of_noun(noun: Token) -> tuple[Frame, ...]:
    if noun.lower_ not in _last_words() and noun.lemma_.lower() not in _last_words():
        return ()
    nouns, spellings = _by_word()[2], _spellings(noun)
    if spellings[0] in event_words("epochs"):
        return ()
    return next((nouns[word] for word in spellings if word in nouns), ())


def names_event(noun: Token) -> bool:
    """Whether a frame has the noun by itself."""
    return noun.pos_ == "NOUN" and bool(_of_noun(noun))


def _spellings(noun: Token) -> tuple[str, ...]:
    """The noun as lists of words may spell it, with the word before it first: "phone call", "cease-fire"."""
    lemma, form = noun.lemma_.lower(), noun.lower_
    i, doc = noun.i, noun.doc
    before = doc[i - 1].lower_ if i else ""
    if before == "-" and i > 1:
        return f"{doc[i - 2].lower_}-{lemma}", f"{doc[i - 2].lower_}-{form}", lemma, form
    return f"{before} {lemma}", f"{before} {form}", lemma, form


def _of_phrases(verb: Token, lemma: str, candidates: tuple[Frame, ...]) -> Iterator[Trigger]:
    things = [(noun, _words(noun)) for noun in _counted(patients(verb))]
    around: list[tuple[Token, frozenset[str]]] | None = None
    for frame in candidates:
        wanted = frame.phrases.get(lemma, frozenset())
        noun = next((n for n, words in things if not words.isdisjoint(wanted)), None)
        if noun is None and lemma in frame.oblique:
            if around is None:
                near = [c for c in children(verb) if base(c) in ("obl", "xcomp", "advmod", "obj", "compound", "nmod")]
                near += [c for t in near for c in children(t) if c.dep_ in ("conj", "flat", "appos", "nmod")]
                around = [(noun, _words(noun)) for noun in near]
            noun = next((n for n, words in around if not words.isdisjoint(frame.oblique[lemma])), None)
        if noun is not None and _wanted(verb, frame):
            yield Trigger(frame, verb, noun)


def _of_verb(verb: Token, lemma: str, candidates: tuple[Frame, ...]) -> Iterator[Trigger]:
    particles = {c.lower_ for c in children(verb) if c.dep_ in ("compound:prt", "advmod", "xcomp")}
    for frame in candidates:
        full = {f"{lemma} {p}" for p in particles} & frame.verbs
        plain = lemma in frame.verbs and not any(c.dep_ == "compound:prt" for c in children(verb))
        if (full or plain or f"{lemma} {_next_case(verb)}" in frame.verbs) and _wanted(verb, frame):
            yield Trigger(frame, verb)


def _next_case(verb: Token) -> str:
    """The word after the verb, where it is a preposition: parsers often take "in" of "call in" for one."""
    after = verb.nbor(1) if verb.i + 1 < len(verb.doc) else verb
    return str(after.lower_) if after.pos_ == "ADP" else ""


def _wanted(token: Token, frame: Frame) -> bool:
    """Whether one of the frame's wanted dependants is there, and none that makes it another sense."""
    if not frame.wants and not frame.unless:
        return True
    cues = _cues(token)
    return (not frame.wants or bool(frame.wants & cues)) and not frame.unless & cues


def _cues(token: Token) -> set[str]:
    found = set()
    for child in children(token):
        found |= {base(child), child.dep_}
        if child.dep_ == "obj":
            found.add("object")
            found |= {g.lemma_ for g in children(child) if base(g) in ("acl", "advcl")}
        if base(child) in ("obl", "nmod"):
            found.add(case_of(child))
        elif base(child) in ("advmod", "case", "compound"):
            found.add(child.lower_)
        elif base(child) in ("xcomp", "ccomp", "advcl", "acl"):
            found.add(child.lemma_)
    return found


def patients(verb: Token) -> list[Token]:
    """The verb's objects, and the noun after a particle that parsers take for a complement ("called off talks") or
    for a phrase with a preposition ("called in the ambassador")."""
    found = objects(verb)
    if not found and any(c.dep_ == "compound:prt" for c in children(verb)):
        found = [c for c in children(verb) if c.dep_ == "xcomp" and c.pos_ in ("NOUN", "PROPN")]
    if not found and (case := _next_case(verb)) and f"{verb.lemma_.lower()} {case}" in event_words("particles"):
        found = obliques(verb, {case})
    return found


def _counted(nouns: list[Token]) -> Iterator[Token]:
    """Each noun, and what is counted by one such as "a number of sanctions"."""
    for noun in nouns:
        yield noun
        if noun.lemma_.lower() in event_words("quantities"):
            yield from obliques(noun, {"of"})


def noun_in(noun: Token, words: frozenset[str]) -> bool:
    """Whether the noun, by itself or with the word before it, is in the list."""
    return not _words(noun).isdisjoint(words)


def _words(noun: Token) -> frozenset[str]:
    """The noun as lists may have it, in the singular, too."""
    spelled = _spellings(noun)
    return frozenset((*spelled, *(word[:-1] for word in spelled if word.endswith("s"))))


def _of_phrase(noun: Token, frame: Frame) -> bool:
    """Whether the noun depends on a verb that names the same event, with it ("held talks") or without ("met for
    talks")."""
    verbs, phrases, *_ = _by_word()
    for verb in (noun.head, noun.head.head):
        if verb.pos_ != "VERB":
            continue
        lemma = verb.lemma_.lower()
        for other in phrases.get(lemma, ()):
            if other.type == frame.type and noun_in(noun, other.phrases.get(lemma, frozenset())) \
                    and noun in (*_counted(patients(verb)),):
                return True
        if verb is noun.head and noun.dep_ == "obl" and case_of(noun) in ("for", "at", "in") and any(
                other.type == frame.type for other in verbs.get(lemma, ())):
            return True
    return any(child.pos_ == "VERB" and noun_in(noun, frame.phrases.get(child.lemma_.lower(), frozenset()))
               for child in children(noun) if child.dep_ in ("acl", "acl:relcl"))
