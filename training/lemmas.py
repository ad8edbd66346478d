"""Make the model's lemma table: ``python -m training.lemmas TREEBANKS VOCABULARY OUT [--irregular CSV]``.

One line a known lemma, ``<class> TAB <lemma> [TAB <form>…]``: the lemmas of the training split by word class (v, n, a,
r), each with the forms that the regular rules of ``kg.language.lemma`` do not lead back to it; then, under class ``w``,
the whole words of the encoder's vocabulary, by which the rules choose between candidates for unseen forms
("invaded": invade, not invad). ``--irregular`` adds verb forms that the treebanks happen to lack: columns form, verb.
"""

import argparse
import csv
import sys
from collections import Counter, defaultdict
from pathlib import Path

from kg.language.lemma import CLASS_OF, LemmaTable
from training.seal import seal
from training.treebank import load


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("treebanks", type=Path)
    arguments.add_argument("vocabulary", type=Path)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--irregular", type=Path)
    options = arguments.parse_args()
    uses: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sentence in load(options.treebanks, "train"):
        for word in sentence.words:
            kind = CLASS_OF.get(word.upos)
            if kind and word.form.isalpha() and word.lemma.replace("-", "").isalpha():
                uses[kind, word.form.lower()][word.lemma.lower()] += 1
    best = {key: max(counts, key=lambda c: (counts[c], c)) for key, counts in uses.items()}
    if options.irregular:
        with options.irregular.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                best.setdefault(("v", row["form"]), row["verb"])
    lemmas: dict[tuple[str, str], list[str]] = {(kind, lemma): [] for (kind, _), lemma in best.items()}
    words = sorted(
        w
        for line in options.vocabulary.read_text("utf-8").splitlines()
        if (w := line.strip()).isalpha() and w.isascii() and len(w) > 2
    )
    plain = LemmaTable(dict.fromkeys(lemmas, ()), frozenset(words))
    for (kind, form), lemma in sorted(best.items()):
        if plain.regular(form, kind) != lemma:
            lemmas[kind, lemma].append(form)
    lines = ["\t".join((kind, lemma, *forms)) for (kind, lemma), forms in sorted(lemmas.items())]
    options.out.write_text("\n".join([*lines, *(f"w\t{w}" for w in words)]) + "\n", "utf-8")
    if (options.out.parent / "labels.json").is_file():
        seal(options.out.parent)
    print(len(lines), "lemmas,", sum(map(len, lemmas.values())), "irregular forms,", len(words), "words")
    return 0


if __name__ == "__main__":
    sys.exit(main())
