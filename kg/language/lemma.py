"""Lemmas as edit scripts: what to cut from the end of a form, and what to add.

A script is a short string, so that a classifier can choose it from a closed set:

- ``l<n><suffix>``: lower-case the form, cut ``n`` characters from its end, add the suffix
  (``Talks`` -> ``l1`` -> ``talk``);
- ``k<n><suffix>``: the same with the form's case kept (``Japan`` -> ``k0``);
- ``=<lemma>``: the lemma itself, for irregular words (``better`` -> ``=good``).

The approach is that of Chrupała (2006), reduced to word ends, which is where English inflects.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

#: Whole numbers and decimals with commas between thousands; their lemmas have none.
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SCRIPT = re.compile(r"([lk])(\d+)(.*)", re.DOTALL)


def script_of(form: str, lemma: str) -> str:
    """The shortest script that turns ``form`` into ``lemma``; lower-casing is preferred where both work."""
    best = "=" + lemma
    cost = len(lemma) + 4
    for case, base in (("l", form.lower()), ("k", form)):
        shared = 0
        for a, b in zip(base, lemma, strict=False):
            if a != b:
                break
            shared += 1
        cut, suffix = len(base) - shared, lemma[shared:]
        if shared and cut + len(suffix) < cost:
            best, cost = f"{case}{cut}{suffix}", cut + len(suffix)
    return best


def apply_script(form: str, script: str) -> str:
    """The lemma that a script gives for a form; the form itself where the script does not fit it."""
    if script.startswith("="):
        return script[1:] or form
    match = _SCRIPT.fullmatch(script)
    if match is None:
        return form
    base = form.lower() if match[1] == "l" else form
    cut = int(match[2])
    if cut > len(base):
        return form
    return (base[: len(base) - cut] + match[3]) or form


#: Word classes whose lemmas the table knows, by part of speech.
CLASS_OF = {"VERB": "v", "AUX": "v", "NOUN": "n", "ADJ": "a", "ADV": "r"}
#: Endings of regular inflection and what may stand in their place, by word class; earlier ones first.
_ENDINGS = {
    "v": (
        ("ies", ("y", "ie")),
        ("es", ("e", "")),
        ("s", ("",)),
        ("ied", ("y", "ie")),
        ("ed", ("e", "")),
        ("ying", ("y", "ie")),
        ("ing", ("e", "")),
    ),
    "n": (("ies", ("y", "ie")), ("ves", ("f", "fe", "ve")), ("men", ("man",)), ("es", ("e", "")), ("s", ("",))),
    "a": (("iest", ("y",)), ("ier", ("y",)), ("est", ("e", "")), ("er", ("e", ""))),
    "r": (("iest", ("y",)), ("ier", ("y",)), ("est", ("e", "")), ("er", ("e", ""))),
}


class LemmaTable:
    """Known lemmas by word class, their irregular forms, and words by which candidates are judged.

    ``lemmas`` maps (class, lemma) to the forms that the regular rules do not lead back to it.
    """

    def __init__(self, lemmas: Mapping[tuple[str, str], Sequence[str]], words: frozenset[str]) -> None:
        self._known = frozenset(lemmas)
        self._words = words
        self._irregular = {(kind, form): lemma for (kind, lemma), forms in lemmas.items() for form in forms}

    @classmethod
    def read(cls, text: str) -> "LemmaTable":
        """From lines ``class TAB lemma [TAB form …]``; class ``w`` holds words."""
        lemmas: dict[tuple[str, str], tuple[str, ...]] = {}
        words = []
        for line in text.splitlines():
            kind, lemma, *forms = line.split("\t")
            if kind == "w":
                words.append(lemma)
            else:
                lemmas[kind, lemma] = tuple(forms)
        return cls(lemmas, frozenset(words))

    def knows(self, lemma: str, kind: str) -> bool:
        """Whether it is a known lemma of the class."""
        return (kind, lemma) in self._known

    def lemma(self, form: str, kind: str) -> str | None:
        """The lemma of a lower-case form, or None where neither the table nor a rule with a known result has one."""
        return self._irregular.get((kind, form)) or self.regular(form, kind)

    def regular(self, form: str, kind: str) -> str | None:
        """The first known lemma among what regular inflection allows; a known lemma is its own."""
        if (kind, form) in self._known:
            return form
        for known in (lambda c: (kind, c) in self._known, self._words.__contains__):
            for candidate in _candidates(form, kind):
                if known(candidate):
                    return candidate
        return None


def _candidates(form: str, kind: str) -> Iterator[str]:
    for ending, replacements in _ENDINGS[kind]:
        if form.endswith(ending) and len(form) > len(ending) + 1:
            stem = form[: -len(ending)]
            if ending in ("ed", "ing", "est", "er") and len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]  # "barred", "planning"
            for replacement in replacements:
                yield stem + replacement


class Lemmatizer:
    """Lemmas by the script that the network chose where that gives a known one, else from the table."""

    def __init__(self, scripts: tuple[str, ...], table: LemmaTable | None = None) -> None:
        self._scripts = scripts
        self._table = table

    def lemma(self, form: str, script: int, upos: str) -> str:
        """The lemma of a form by script number ``script``; ``upos`` guards names against lower-casing."""
        if upos == "NUM" and _GROUPED.fullmatch(form):
            return form.replace(",", "")
        chosen = self._scripts[script]
        if upos == "PROPN" and chosen == "l0" and not form.islower():
            return form
        by_script = apply_script(form, chosen)
        kind = CLASS_OF.get(upos)
        if kind is None or self._table is None or not form.isalpha() or self._table.knows(by_script, kind):
            return by_script
        known = self._table.lemma(form.lower(), kind)
        # the table knows small letters only; whether "Russian" keeps its capital the network says
        return by_script if known is None or known == by_script.lower() else known
