"""The lexicon of reporting: verbs with their frames, nouns, phrases, and who can speak.

Frames say what may stand as content of a cue:

========  =====================================================================
that      a finite clause, with or without "that" (``that_strict``: with it only)
quote     a quotation, or a clause that the cue follows or interrupts
inf       a to-infinitive; ``obj-inf`` with the noun phrase before it
ger       a gerund
np        the object; ``np_fact``, ``np_noun``, ``np_thing``: only a "fact that", a reporting noun, no person
pred      object and predicate ("called it a mistake"); ``as`` with "as"
obl:PREP  what follows the preposition ("called for talks")
obj-PREP  object and prepositional phrase ("accused China of raising tensions")
========  =====================================================================

``recipient`` marks verbs whose object is who is told. ``scope`` is ``core`` for what counts as a
statement, ``wide`` for further attitudes (wanting, planning, supporting) that corpora of
attribution count, ``none`` for multi-word verbs that look like one.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

from spacy.tokens import Token

from kg.extraction.patterns import load_lexicon, load_words
from kg.extraction.tree import Word, children, word_of

#: Rank of a scope: what is asked for includes all with a lower rank.
SCOPES = {"core": 0, "wide": 1}


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting word of the lexicon; ``words`` beyond the first are particles and the like."""

    words: tuple[str, ...]
    kind: str
    frames: frozenset[str]
    scope: str

    def within(self, scope: str) -> bool:
        """Whether the cue counts in the scope."""
        return self.scope in SCOPES and SCOPES[self.scope] <= SCOPES[scope]


@dataclass(frozen=True, slots=True)
class Found:
    """A cue at its head token; ``last`` is the index of its last word ("out" of "point out")."""

    cue: Cue
    head: Token
    last: int


@cache
def _verbs() -> dict[str, tuple[Cue, ...]]:
    """Verbs by first word, those with more words first."""
    found: dict[str, list[Cue]] = {}
    for row in load_lexicon("reporting_verbs", "verb", "class", "frames", "scope"):
        words = tuple(row["verb"].split())
        found.setdefault(words[0], []).append(Cue(words, row["class"], frozenset(row["frames"].split()), row["scope"]))
    return {first: tuple(sorted(cues, key=lambda c: -len(c.words))) for first, cues in found.items()}


@cache
def _verb_forms() -> dict[str, str]:
    """Form -> verb, for the lexicon's verbs and the irregular ones, so that a faulty lemma does no harm."""
    found = {row["form"]: row["verb"] for row in load_lexicon("irregular_verbs", "form", "verb")}
    for verb in (*_verbs(), *words("light-verb"), *words("quoting"), *words("answering")):
        stem = verb[:-1] if verb.endswith("e") else verb
        soft = verb[:-1] + "i" if verb[-1] == "y" and verb[-2] not in "aeiou" else ""
        stems = [soft or stem] + [verb + verb[-1]] * (verb[-1] in "bdglmnprt")
        forms = [form + "ed" for form in stems] + [form + "ing" for form in [stem, verb, *stems[1:]]]
        for form in (verb, *forms, f"{soft}es" if soft else f"{verb}s", f"{verb}es"):
            found.setdefault(form, verb)
    return found


@cache
def _nouns() -> dict[str, Cue]:
    return {row["noun"]: Cue((row["noun"],), row["class"], frozenset(row["frames"].split()), row["scope"])
            for row in load_lexicon("reporting_nouns", "noun", "class", "frames", "scope")}


def words(kind: str) -> frozenset[str]:
    """Function words of attribution by class ("negation", "light-verb" …); empty for a class that is not there."""
    return load_words("attribution_words").get(kind, frozenset())


@cache
def phrases(kind: str) -> tuple[tuple[str, ...], ...]:
    """Reporting phrases of a kind as words, longest first."""
    rows = (tuple(row["words"].split()) for row in load_lexicon("reporting_phrases", "words", "kind", "scope")
            if row["kind"] == kind)
    return tuple(sorted(rows, key=lambda words: (-len(words), words)))


def lemma_of(token: Token) -> str:
    """The token's ``verb_lemma``."""
    return verb_lemma(word_of(token))


@lru_cache(50_000)
def verb_lemma(word: Word) -> str:
    """The lemma, lower case: by the lexicon's own forms where it has them."""
    return _verb_forms().get(word.form) or word.lemma


@lru_cache(50_000)
def noun_lemma(word: Word) -> str:
    """The singular, lower case; by the lexicon's own nouns where the lemmatizer fails."""
    lower, nouns = word.form, _nouns()
    guesses = (lower, lower[:-1] if lower.endswith("s") else "", f"{lower[:-3]}y" if lower.endswith("ies") else "")
    return next((g for g in guesses if g in nouns), word.lemma)


def may_be_verb(word: Word) -> bool:
    """Whether ``verb_at`` may find something at the word: false for most of a text."""
    return word.pos in ("VERB", "AUX") and verb_lemma(word) in _verbs()


def may_be_noun(word: Word) -> bool:
    """Whether ``noun_at`` may find something at the word."""
    return word.pos == "NOUN" and noun_lemma(word) in _nouns()


def verb_at(token: Token) -> Found | None:
    """The reporting verb that the token heads; particles may stand one word off ("point this out")."""
    if not may_be_verb(word_of(token)) or _is_conjunction(token):
        return None
    doc = token.doc
    for cue in _verbs().get(lemma_of(token), ()):
        last: int | None = token.i
        for word in cue.words[1:]:
            near = range(last + 1, min(last + 3, len(doc))) if last is not None else ()
            last = next((i for i in near if doc[i].lower_ == word), None)
        if last is not None:
            return None if cue.scope == "none" else Found(cue, token, last)
    return None


def _is_conjunction(token: Token) -> bool:
    """ "Provided that …", "given that …": a participle without subject or auxiliary that introduces a condition."""
    return token.dep_ in ("advcl", "case", "mark") and token.lower_ in words("participial-conjunction") and not any(
        c.dep_.startswith(("nsubj", "aux")) for c in children(token))


def noun_at(token: Token) -> Found | None:
    """The reporting noun that the token is."""
    word = word_of(token)
    cue = _nouns()[noun_lemma(word)] if may_be_noun(word) else None
    return Found(cue, token, token.i) if cue and cue.scope != "none" else None


_HUMAN_SUFFIXES = ("man", "men", "woman", "women", "ist", "ists", "ian", "ians", "crat", "crats", "ologist", "ologists")


def is_speaker(token: Token) -> bool:
    """Whether a noun or pronoun can be a source by its own meaning: people, bodies, documents, names."""
    lemma = token.lemma_.lower()
    if token.pos_ == "PROPN" or token.lower_ in words("personal") or token.ent_type_:
        return True
    return any(lemma in nouns or token.lower_ in nouns for nouns in load_words("speakers").values()) or (
        token.pos_ == "NOUN" and token.lower_.endswith(_HUMAN_SUFFIXES))


def is_document(token: Token) -> bool:
    """Whether the noun is something written or said, so that its owner is the better source."""
    return token.lemma_.lower() in load_words("speakers").get("document", frozenset())
