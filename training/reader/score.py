"""Figures of the reader on passages that were held out."""


import torch

from training.reader.examples import Example
from training.reader.network import Reader, outputs_of, related

#: Where a probability counts as yes.
SURE = 0.5


@torch.no_grad()
def score(model: Reader, held: list[Example]) -> str:
    """Precision, recall and F1 of positions (holder, topic, stance), of events (word, type), of partners and of
    relations (subject, predicate, object)."""
    positions, events, partners, relations = [0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]
    for example in held:
        outputs = outputs_of(model, [example])[0]
        topics, stances, kinds, _, trigger, partner = outputs[:6]
        gold = {(k, t, s) for k, stands in example.stands.items() for t, s in stands.items()}
        found = set()
        for key, words in example.groups.items():
            for topic, word in enumerate(topics[words].argmax(0).tolist()):
                if torch.sigmoid(topics[words[word], topic]) > SURE:
                    found.add((key, topic, int(stances[words[word], topic].argmax())))
        _count(positions, gold, found)
        _count(events, {(e.word, e.type) for e in example.events},
               {(i, k - 1) for i, k in enumerate(kinds.argmax(-1).tolist()) if k})
        for event in example.events:
            _count(partners, set(event.partners),
                   {key for key, words in example.groups.items() if (beside := example.beside(event.word, words))
                    and model.pairs(trigger[event.word], partner[beside]).amax() > 0})
        key_of = {word: key for key, words in example.things.items() for word in words}
        _count(relations, set(example.relations), {
            (key_of[words[i]], number, key_of[words[j]]) for words, logits in related(model, example, outputs)
            for number, i, j in torch.nonzero(logits > 0).tolist() if i != j})
    return ", ".join(f"{name} {_figures(counts)}" for name, counts in (
        ("positions", positions), ("events", events), ("partners", partners), ("relations", relations)))


def _count(counts: list[int], gold: set[object] | set[str], found: set[object] | set[str]) -> None:
    counts[0] += len(gold & found)  # type: ignore[operator]
    counts[1] += len(found)
    counts[2] += len(gold)


def _figures(counts: list[int]) -> str:
    right, found, gold = counts
    precision, recall = right / max(found, 1), right / max(gold, 1)
    return f"{precision:.3f}/{recall:.3f}/{2 * right / max(found + gold, 1):.3f}"
