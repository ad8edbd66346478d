"""Names in the treebanks: which words of a mention are its name, and of what kind.

GUM annotates whole noun phrases ("Russian President Vladimir Putin, who ..."). What the
recogniser shall find is the name in it ("Vladimir Putin"): the head, where it is a proper
noun, with the parts that belong to a name. EWT has no entities; its trees still tell where
names are, so it teaches their extent while the kind stays open (partial labels).
"""

from kg.language.names import POSTS
from kg.language.tokens import words_of
from training.treebank import Entity, Sentence, Word

#: Kinds of names; the labels of the recogniser are ``O`` and ``B-``/``I-`` with these.
KINDS = ("PERSON", "ORG", "PLACE", "EVENT", "DATE", "OTHER")
LABELS = ("O", *(f"{p}-{k}" for k in KINDS for p in "BI"))

_KIND_OF = {
    "person": "PERSON",
    "organization": "ORG",
    "place": "PLACE",
    "event": "EVENT",
    "time": "DATE",
    "abstract": "OTHER",
    "object": "OTHER",
    "substance": "OTHER",
    "animal": "OTHER",
    "plant": "OTHER",
}
_LINKING = {"of", "for", "de", "and", "the", "on", "&"}
#: Nouns that form the name of an institution or place together with what follows "of".
_OF_HEADS = frozenset(
    words_of("""
    university bank ministry department church gulf republic institute council house bureau board committee
    commission college school center centre court federation union united kingdom bay sea strait isle cape
    office association society academy museum battle treaty state city
""")
)


#: Words that make a time mention a date relative to the day of writing.
_DEICTIC = frozenset(
    words_of("""
    today yesterday tomorrow tonight last next this ago now currently recently
""")
)


def _is_name_word(word: Word) -> bool:
    return word.upos == "PROPN" and "@" not in word.form and "/" not in word.form


def _inside(words: tuple[Word, ...], head: int, low: int, high: int, of: bool) -> tuple[int, int]:
    """The contiguous stretch around ``head`` that belongs to its name, within ``low:high``."""
    part = {head}
    changed = True
    while changed:
        changed = False
        for i in range(low, high):
            word = words[i]
            if i in part or word.head - 1 not in part:
                continue
            parent = word.head - 1
            before = i < parent
            cap = word.form[:1].isupper()
            ok = (
                word.deprel == "flat"
                or (word.deprel == "compound" and (cap or word.upos == "NUM"))
                or (word.deprel == "amod" and cap and before and word.xpos.startswith(("NNP", "JJ", "VB")))
                or (word.deprel in ("nummod", "dep") and word.upos == "NUM" and not before)
                or (of and word.deprel == "nmod" and not before and cap and _of_phrase(words, i))
                or (word.deprel == "conj" and cap and word.upos == "PROPN" and parent != head and of)
                or (
                    word.deprel in ("case", "cc", "det", "punct")
                    and parent != head
                    and (word.form.lower() in _LINKING or word.xpos == "HYPH")
                )
                or (word.deprel == "punct" and word.xpos == "HYPH")
            )
            if ok:
                part.add(i)
                changed = True
    start = end = head
    while start - 1 in part:
        start -= 1
    while end + 1 in part:
        end += 1
    while start < head and words[start].deprel in ("det", "case", "cc", "punct"):
        start += 1
    return start, end + 1


def _of_phrase(words: tuple[Word, ...], i: int) -> bool:
    return any(w.head - 1 == i and w.deprel == "case" and w.form.lower() in ("of", "for", "de") for w in words)


def _head(words: tuple[Word, ...], start: int, end: int) -> int:
    return next((i for i in range(start, end) if not start < words[i].head <= end), start)


def _date(words: tuple[Word, ...], entity: Entity) -> tuple[int, int] | None:
    """The words of a time mention, if short, without a leading preposition or article and without a clause."""
    end = entity.start
    for i in range(entity.start, entity.end):
        if words[i].upos in ("VERB", "AUX", "SCONJ") or words[i].form in ("that", "which", "when"):
            break
        end = i + 1
    start = entity.start
    while (
        start < end
        and words[start].upos in ("ADP", "PUNCT", "DET")
        and words[start].form.lower() not in ("this", "that")
    ):
        start += 1
    while end > start and words[end - 1].upos in ("ADP", "PUNCT", "DET", "CCONJ"):
        end -= 1
    return (start, end) if 0 < end - start <= 6 else None


def _named_in_apposition(words: tuple[Word, ...], head: int, low: int, high: int) -> tuple[int, int] | None:
    """The name that a common noun carries ("spokesman Ivan Petrov", "the film Solaris"), by its flat or appos words."""
    part = [
        i
        for i in range(head + 1, high)
        if words[i].head - 1 == head
        and words[i].upos == "PROPN"
        and words[i].deprel in ("flat", "appos")
        and low <= i
        and "@" not in words[i].form
        and "/" not in words[i].form
    ]
    if not part or part[0] > head + 2 or (words[part[0]].deprel == "appos" and part[0] > head + 1):
        return None
    if words[part[0]].deprel == "appos":
        return _inside(words, part[0], low, high, False)
    end = part[0] + 1
    while end < high and (end in part or (words[end].xpos == "HYPH" and end + 1 in part)):
        end += 1
    return part[0], end


def _named_by_of(sentence: Sentence, entity: Entity, head: int) -> tuple[int, int] | None:
    """The name that a common noun takes with "of" ("the province of Palawan"), where it is no mention of its own."""
    words = sentence.words
    for i in range(head + 1, entity.end):
        of = any(w.head - 1 == i and w.deprel == "case" and w.form.lower() == "of" for w in words)
        if of and words[i].head - 1 == head and words[i].deprel == "nmod" and _is_name_word(words[i]):
            own = any(head < e.start <= i < e.end for e in sentence.entities or ())
            return None if own else _inside(words, i, head + 1, entity.end, False)
    return None


def without_post(words: tuple[Word, ...], start: int, end: int, kind: str) -> tuple[int, int]:
    """A person's name without the posts and forms of address before it; empty where nothing is left."""
    while (
        kind == "PERSON"
        and start < end
        and (words[start].form.lower().rstrip(".") in POSTS or words[start].xpos == "HYPH")
    ):
        start += 1
    if kind == "PERSON" and end - start == 1 and words[start].xpos == "NNPS":
        return end, end  # "Americans" are a people
    return start, end


def names(sentence: Sentence) -> list[tuple[int, int, str]]:
    """The names of a GUM sentence as ``(start, end, kind)``, without overlaps, longer ones first served."""
    words = sentence.words
    found: set[tuple[int, int, str]] = set()
    for entity in sentence.entities or ():
        kind = _KIND_OF[entity.type]
        head = _head(words, entity.start, entity.end)
        span: tuple[int, int] | None = None
        if kind == "DATE":
            span = _date(words, entity)
            if span and not any(
                w.upos in ("PROPN", "NUM") or w.form.lower() in _DEICTIC for w in words[span[0] : span[1]]
            ):
                span = None
        elif _is_name_word(words[head]):
            if (
                kind == "PERSON"
                and head + 1 == entity.end
                and any(w.head - 1 == head and w.deprel == "det" for w in words)
            ):
                continue  # "the President": a post, not a name
            span = _inside(words, head, entity.start, entity.end, kind != "PERSON")
        else:
            span = _named_in_apposition(words, head, entity.start, entity.end)
            if span is None and kind == "PLACE":
                span = _named_by_of(sentence, entity, head)
        if span:
            span = without_post(words, *span, kind)
            if span[0] < span[1]:
                found.add((*span, kind))
    kept: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(found, key=lambda n: (n[0] - n[1], n[0], KINDS.index(n[2]))):
        if all(end <= s or e <= start for s, e, _ in kept):
            kept.append((start, end, kind))
    return sorted(kept)


_INDEX = {label: i for i, label in enumerate(LABELS)}
_BEGIN = frozenset(_INDEX[f"B-{k}"] for k in KINDS)
_INNER = frozenset(_INDEX[f"I-{k}"] for k in KINDS)
_MAYBE_DATE = frozenset((0, _INDEX["B-DATE"], _INDEX["I-DATE"]))
#: What is left for a name that is no person, organization or place: perhaps no name in our sense.
_REST = _MAYBE_DATE | {_INDEX[f"{p}-{k}"] for k in ("EVENT", "OTHER") for p in "BI"}


def targets(sentence: Sentence) -> list[frozenset[int]]:
    """For each word the labels that the annotation allows (indices into ``LABELS``).

    One label where the annotation knows. With flat names, the words of other names are open between the remaining
    kinds. With a tree alone (EWT), a name's words may have any kind, and other words ``O`` or a date, since dates
    need not be proper nouns.
    """
    if sentence.entities is not None:
        labels = [frozenset((0,))] * len(sentence.words)
        for start, end, kind in names(sentence):
            for i in range(start, end):
                labels[i] = frozenset((_INDEX[("B-" if i == start else "I-") + kind],))
        return labels
    if sentence.flat is None:
        return _by_tree(sentence)
    if sentence.words[0].head < 0:
        labels = [_MAYBE_DATE] * len(sentence.words)
    else:
        labels = [_MAYBE_DATE if t == _MAYBE_DATE else _REST for t in _by_tree(sentence)]
    for start, end, kind in sentence.flat:
        start, end = without_post(sentence.words, start, end, kind)
        while start < end and sentence.words[start].form.lower() in ("the", "a", "an"):
            start += 1
        for i in range(start, end):
            labels[i] = frozenset((_INDEX[("B-" if i == start else "I-") + kind],)) if kind else _REST
    return labels


def _by_tree(sentence: Sentence) -> list[frozenset[int]]:
    """Labels by the tree alone: proper nouns and what belongs to them."""
    words = sentence.words
    n = len(words)
    result = [_MAYBE_DATE] * n
    anything = frozenset(range(len(LABELS)))
    spans: list[tuple[int, int]] = []
    for i, word in enumerate(words):
        if word.upos in ("NOUN", "ADJ"):
            carried = _named_in_apposition(words, i, 0, n)
            if carried:
                spans.append(carried)
            continue
        if not _is_name_word(word) or word.deprel == "nmod:desc" or word.xpos == "NNPS":
            if word.upos == "PROPN":
                result[i] = anything
            continue
        parent = words[word.head - 1] if word.head else None
        if parent is not None and (word.deprel == "flat" or (word.deprel == "compound" and parent.upos == "PROPN")):
            continue
        spans.append(_inside(words, i, 0, n, word.form.lower() in _OF_HEADS))
    for start, end in sorted(spans, key=lambda s: s[0] - s[1]):
        if all(result[i] in (_BEGIN, _INNER, anything) for i in range(start, end)):
            continue
        post = start + 1 == end and (
            any(w.head - 1 == start and w.deprel == "det" for w in words)
            or words[start].form.lower().rstrip(".") in POSTS
        )
        titled = words[start].form.lower().rstrip(".") in POSTS  # in a longer name: "President Ito" or "Governor Lake"
        for i in range(start, end):
            result[i] = (
                anything if titled and i <= start + 1 else anything if post else _BEGIN if i == start else _INNER
            )
    return result
