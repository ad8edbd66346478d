"""Learn the sentence model: ``python -m training.segment TREEBANKS OUT`` (logistic regression, Adam, seeds fixed)."""

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np

from kg.language.sentences import Scan, Segmenter
from kg.language.tokens import Splitter
from training.rawtext import RawDocument, documents
from training.treebank import load


def examples(document: RawDocument, splitter: Splitter) -> list[tuple[list[str], bool]]:
    """Features and truth of the open positions of a document, words as the tokenizer finds them."""
    spans = splitter.spans(document.text)
    ends = {document.words[b - 1][1] for _, b in document.sentences}
    scan = Scan(document.text, spans)
    result = []
    for i in range(len(spans) - 1):
        truth = spans[i][1] in ends
        if scan.kind(i) == "soft":
            result.append((list(scan.features(i)), truth))
        scan.advance(i, truth)
    return result


def learn(
    rows: list[tuple[list[str], bool]], least: int, l2: float, epochs: int = 12
) -> tuple[float, dict[str, float]]:
    """Bias and weights of the features that occur ``least`` times."""
    counted = Counter(f for features, _ in rows for f in features)
    index = {f: i for i, f in enumerate(sorted(f for f, n in counted.items() if n >= least))}
    table = [np.array([index[f] for f in features if f in index], np.int64) for features, _ in rows]
    truth = np.array([t for _, t in rows], np.float64)
    rng = np.random.default_rng(1)
    weights, bias = np.zeros(len(index)), -1.0
    mean, square = np.zeros(len(index)), np.full(len(index), 1e-8)
    for epoch in range(epochs):
        rate = 0.3 * (1 - epoch / epochs)
        for start_rows in np.array_split(rng.permutation(len(table)), max(1, len(table) // 64)):
            flat = np.concatenate([table[j] for j in start_rows])
            owner = np.repeat(np.arange(len(start_rows)), [len(table[j]) for j in start_rows])
            score = bias + np.bincount(owner, weights[flat], len(start_rows))
            error = 1 / (1 + np.exp(-score)) - truth[start_rows]
            used, back = np.unique(flat, return_inverse=True)
            gradient = np.bincount(back, error[owner]) / len(start_rows) + l2 * weights[used]
            mean[used] = 0.9 * mean[used] + 0.1 * gradient
            square[used] += gradient**2  # as AdaGrad: rare features keep a large rate
            weights[used] -= rate * gradient / np.sqrt(square[used])
            bias -= 0.02 * error.mean()
    return float(bias), {f: round(float(weights[i]), 3) for f, i in index.items() if abs(weights[i]) > 0.02}


def score(segmenter: Segmenter, splitter: Splitter, docs: list[RawDocument]) -> float:
    """F1 of whole sentences, by their characters without white space."""
    right = gold = found = 0
    for d in docs:
        spans = splitter.spans(d.text)
        starts = [i for i, s in enumerate(segmenter.starts(d.text, spans)) if s]
        mine = {(spans[a][0], spans[b - 1][1]) for a, b in zip(starts, [*starts[1:], len(spans)], strict=False)}
        true = {(d.words[a][0], d.words[b - 1][1]) for a, b in d.sentences}
        right, gold, found = right + len(mine & true), gold + len(true), found + len(mine)
    return round(200 * right / (gold + found), 2)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("treebanks", type=Path)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--least", type=int, default=3)
    arguments.add_argument("--l2", type=float, default=1e-4)
    options = arguments.parse_args()
    splitter = Splitter()
    rows = [
        r
        for d in documents(load(options.treebanks, "train", ("ewt",)))
        + documents(load(options.treebanks, "train", ("gum",)))
        for r in examples(d, splitter)
    ]
    bias, weights = learn(rows, options.least, options.l2)
    options.out.write_text(
        json.dumps(
            {"bias": round(bias, 3), "weights": dict(sorted(weights.items()))},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        + "\n",
        encoding="utf-8",
    )
    print(len(rows), "positions,", sum(t for _, t in rows), "boundaries,", len(weights), "weights")
    segmenter = Segmenter(options.out)
    for name in ("ewt", "gum"):
        print(name, "dev sentence F1", score(segmenter, splitter, documents(load(options.treebanks, "dev", (name,)))))


if __name__ == "__main__":
    main()
