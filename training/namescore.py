"""How well names are found: F1 of whole spans with their kind, after a document's names agreed on their kinds."""

from collections.abc import Sequence

from kg.language.names import Name, agreed_kinds
from training.names import names
from training.treebank import Sentence


def f1(right: int, gold: int, found: int) -> float:
    """The harmonic mean of precision and recall, in per cent."""
    return round(200 * right / max(1, gold + found), 2)


def name_scores(
    sentences: Sequence[Sentence], found: Sequence[Sequence[Name]], inventory: tuple[str, ...]
) -> dict[str, float]:
    """F1 over persons, organizations and places together, and for each kind; empty where nobody annotated names.

    ``found`` holds the names of each sentence. With flat names (``Sentence.flat``) only these three kinds count.
    """
    flat = any(s.flat is not None for s in sentences)
    if not flat and all(s.entities is None for s in sentences):
        return {}
    kinds: dict[int, list[str]] = {}
    for doc in dict.fromkeys(s.doc for s in sentences):  # as in the pipeline
        inside = [i for i, s in enumerate(sentences) if s.doc == doc]
        texts = [(" ".join(w.form for w in sentences[i].words[n.start : n.end]), n) for i in inside for n in found[i]]
        agreed = iter(agreed_kinds(texts, inventory))
        for i in inside:
            kinds[i] = [next(agreed) for _ in found[i]]
    counts: dict[str, list[int]] = {}
    for i, s in enumerate(sentences):
        if flat and s.flat is None:
            continue
        gold = set(s.flat or ()) if flat else set(names(s))
        mine = {(n.start, n.end, k) for n, k in zip(found[i], kinds[i], strict=True)}
        for kind in {k for *_, k in gold | mine}:
            g, f = {n for n in gold if n[2] == kind}, {n for n in mine if n[2] == kind}
            c = counts.setdefault(kind, [0, 0, 0])
            c[0], c[1], c[2] = c[0] + len(g & f), c[1] + len(g), c[2] + len(f)
    main = [sum(counts[k][i] for k in ("PERSON", "ORG", "PLACE") if k in counts) for i in range(3)]
    each = {} if flat else {f"names_{k}": f1(*c) for k, c in sorted(counts.items())}
    return {"names": f1(*main), **each}
