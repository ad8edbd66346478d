"""Measure the model in the package: ``python -m training.evaluate TREEBANKS [--split dev] [--news FOLDER]``.

Gold tokens: share of words with the right tag, head, head and label. Raw text: F1 as the CoNLL 2018
shared task computes it (words aligned by their characters; universal relations, subtypes
cut off). Names: F1 of whole spans with their kind against the names that ``training/names.py`` derives from GUM.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from kg.language.files import FOLDER, read_model_text
from kg.language.lemma import LemmaTable, Lemmatizer
from kg.language.names import kinds_of
from kg.language.network import Network
from kg.language.pipeline import make
from training.namescore import f1, name_scores
from training.rawtext import RawDocument, documents
from training.treebank import Sentence, load

Counts = dict[str, float]
_LOAD = (
    "import time, resource; t = time.time(); from kg.language import load; load()('A short text.'); "
    "print(time.time() - t, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
)


def universal(relation: str) -> str:
    """The relation without its subtype."""
    return relation.partition(":")[0]


def gold_tokens(network: Network, table: LemmaTable, sentences: list[Sentence]) -> dict[str, float]:
    """Accuracies in per cent on gold words and sentences."""
    inputs = [[(w.form, i == 0 or s.words[i - 1].space_after) for i, w in enumerate(s.words)] for s in sentences]
    results = network.analyse(inputs)
    labels, lemmatizer = network.labels, Lemmatizer(network.labels.scripts, table)
    hits = dict.fromkeys(("upos", "xpos", "feats", "lemma", "uas", "las", "las_subtypes"), 0)
    total = 0
    for s, a in zip(sentences, results, strict=True):
        for i, w in enumerate(s.words):
            upos, relation = labels.upos[a.upos[i]], labels.deprels[a.deprels[i]]
            total += 1
            hits["upos"] += upos == w.upos
            hits["xpos"] += labels.xpos[a.xpos[i]] == w.xpos
            hits["feats"] += labels.feats[a.feats[i]] == w.feats
            hits["lemma"] += w.lemma == "_" or lemmatizer.lemma(w.form, a.scripts[i], upos) == w.lemma
            if a.heads[i] == w.head:
                hits["uas"] += 1
                hits["las"] += universal(relation) == universal(w.deprel)
                hits["las_subtypes"] += relation == w.deprel
    return {k: round(100 * v / total, 2) for k, v in hits.items()} | name_scores(
        sentences, [a.names for a in results], kinds_of(labels.names)
    )


def raw_text(docs: list[RawDocument], folder: Path) -> dict[str, float]:
    """F1 in per cent from raw text, as the CoNLL 2018 shared task scores it."""
    nlp = make(folder)
    right = dict.fromkeys(("tokens", "sentences", "upos", "lemma", "uas", "las"), 0)
    gold_words = found_words = gold_sentences = found_sentences = 0
    for document, doc in zip(docs, nlp.pipe(d.text for d in docs), strict=True):
        gold: dict[tuple[int, int], tuple[str, str, tuple[int, int] | None, str]] = {}
        at = 0
        for s in document.source:
            where = document.words[at : at + len(s.words)]
            at += len(s.words)
            for w, span in zip(s.words, where, strict=True):
                gold[span] = (w.upos, w.lemma, where[w.head - 1] if w.head else None, universal(w.deprel))
        truth = {(document.words[a][0], document.words[b - 1][1]) for a, b in document.sentences}
        words = [t for t in doc if not t.is_space]
        mine = set()
        for sent in doc.sents:
            inner = [t for t in sent if not t.is_space]
            if inner:
                mine.add((inner[0].idx, inner[-1].idx + len(inner[-1])))
        right["sentences"] += len(truth & mine)
        gold_sentences, found_sentences = gold_sentences + len(truth), found_sentences + len(mine)
        gold_words, found_words = gold_words + len(gold), found_words + len(words)
        for t in words:
            entry = gold.get((t.idx, t.idx + len(t)))
            if entry is None:
                continue
            upos, lemma, head, relation = entry
            my_head = None if t.head is t or t.head.i == t.i else (t.head.idx, t.head.idx + len(t.head))
            right["tokens"] += 1
            right["upos"] += t.pos_ == upos
            right["lemma"] += lemma == "_" or t.lemma_ == lemma
            if head == my_head:
                right["uas"] += 1
                right["las"] += universal(t.dep_) == relation
    return {
        k: f1(v, gold_sentences, found_sentences) if k == "sentences" else f1(v, gold_words, found_words)
        for k, v in right.items()
    }


def speed(texts: list[str], folder: Path) -> dict[str, float]:
    """Words a second over all texts together, everything in the stage included, after a short warm-up."""
    nlp = make(folder)
    list(nlp.pipe(texts[:2]))
    begun = time.time()
    count = sum(1 for doc in nlp.pipe(texts) for t in doc if not t.is_space)
    seconds = time.time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "words": count,
        "seconds": round(seconds, 2),
        "words_per_second": round(count / seconds),
        "peak_mb": round(peak),
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("treebanks", type=Path)
    arguments.add_argument("--split", default="dev", choices=("dev", "test"))
    arguments.add_argument("--model", type=Path, default=FOLDER)
    arguments.add_argument("--news", type=Path, help="folder of .txt or .md articles, for speed")
    arguments.add_argument("--no-raw", action="store_true")
    options = arguments.parse_args()
    network = Network(options.model)
    table = LemmaTable.read(read_model_text("lemmas.txt", options.model))
    for name in ("ewt", "gum"):
        sentences = load(options.treebanks, options.split, (name,))
        print(name, "gold tokens", json.dumps(gold_tokens(network, table, sentences)), flush=True)
        if not options.no_raw:
            print(name, "raw text", json.dumps(raw_text(documents(sentences), options.model)), flush=True)
    if options.news:
        texts = [p.read_text(encoding="utf-8") for p in sorted(options.news.iterdir()) if p.suffix in (".txt", ".md")]
        print("speed", json.dumps(speed(texts, options.model)), flush=True)
        loaded = subprocess.run(
            [sys.executable, "-c", _LOAD], capture_output=True, text=True, check=True
        ).stdout.split()
        print("load seconds and MB", loaded, flush=True)


if __name__ == "__main__":
    main()
