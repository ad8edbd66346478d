"""Makes ``ontology/cleaning/wordforms.txt.xz``: frequent English word forms for the cleaning of articles.

``python training/wordforms.py TREEBANKS VOCAB OUT`` counts the forms of all ``*-train.conllu.xz`` files
in the folder TREEBANKS (UD English EWT and GUM) and adds the whole words of VOCAB, the word list of an uncased BERT
tokenizer. A line is ``form <tab> count <tab> classes``; classes are letters for what the form was seen as:
p name, n singular noun, s plural noun, v verb, a adjective, r adverb, f closed class.
"""

import lzma
import sys
from collections import Counter, defaultdict
from pathlib import Path

LETTER = {"PROPN": "p", "NOUN": "n", "VERB": "v", "AUX": "f", "ADJ": "a", "ADV": "r"}
SHARE = 0.1  # a class counts when a tenth of the uses have it


def main(treebanks: Path, vocabulary: Path, out: Path) -> None:
    """Writes the word list."""
    uses: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted(treebanks.glob("*-train.conllu.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                columns = line.split("\t")
                form = columns[1].lower() if len(columns) == 10 and columns[0].isdigit() else ""
                if (
                    form.isalpha()
                    and len(form) < 30
                    and "Typo=Yes" not in columns[5]
                    and columns[3] not in ("X", "SYM")
                ):
                    plural = columns[3] == "NOUN" and "Number=Plur" in columns[5]
                    uses[form]["s" if plural else LETTER.get(columns[3], "f")] += 1
    for word in vocabulary.read_text(encoding="utf-8").splitlines():
        if word.isascii() and word.isalpha() and (len(word) > 1 or word in "ai"):
            uses[word]["x"] += 1  # known, class unknown
    rows = []
    for form, classes in sorted(uses.items()):
        total = sum(classes.values())
        if (len(form) < 3 and total < 100) or (len(form) == 3 and set(classes) == {"x"}):
            continue  # letters, abbreviations and word pieces rather than words
        letters = "".join(c for c in "pnsvarf" if classes[c] >= SHARE * total and classes[c])
        rows.append(f"{form}\t{total}\t{letters}\n")
    out.write_bytes(lzma.compress("".join(rows).encode("utf-8"), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
