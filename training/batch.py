"""Padded tensors of examples, and a quick look at a network's accuracy on them."""

import numpy as np
import torch
from torch import Tensor

from kg.language.names import Name, names_in
from training.features import IGNORE, Example, batches
from training.names import KINDS, LABELS
from training.namescore import name_scores
from training.network import Parser
from training.treebank import Sentence


class Batch:
    """Padded tensors of a group of examples."""

    def __init__(self, group: list[Example], device: torch.device) -> None:
        length = max(len(e.ids) for e in group)
        length += -length % 8
        words = max(len(e.heads) for e in group)
        size = len(group)
        ids, shapes = np.zeros((size, length), np.int64), np.zeros((size, length), np.int64)
        first, last = np.zeros((size, words + 1), np.int64), np.zeros((size, words + 1), np.int64)
        heads = np.full((size, words), IGNORE, np.int64)
        tags = np.full((5, size, words), IGNORE, np.int64)
        names = np.ones((size, words, group[0].names.shape[1]), bool)
        for i, e in enumerate(group):
            ids[i, : len(e.ids)], shapes[i, : len(e.ids)] = e.ids, e.shapes
            n = len(e.heads)
            first[i, : n + 1], last[i, : n + 1] = e.first, e.last
            heads[i, :n] = e.heads
            tags[:, i, :n] = e.tags
            names[i, :n] = e.names

        def put(array: np.ndarray) -> Tensor:
            return torch.from_numpy(array).to(device)

        self.ids, self.shapes, self.first, self.last = put(ids), put(shapes), put(first), put(last)
        self.lengths = put(np.array([len(e.ids) for e in group]))
        self.words = put(np.array([len(e.heads) for e in group]))
        self.inside = torch.arange(words, device=device)[None] < self.words[:, None]
        self.heads, self.tags, self.names = put(heads), put(tags), put(names)


def arc_scores(model: Parser, states: Tensor, batch: Batch) -> Tensor:
    """Arc scores with padding masked out."""
    scores = model.arcs(states).float()
    columns = torch.arange(scores.shape[2], device=scores.device)
    return scores.masked_fill(columns[None, None] > batch.words[:, None, None], -1e4)


@torch.no_grad()
def evaluate(
    model: Parser, held: list[tuple[Sentence, Example]], device: torch.device, autocast: bool
) -> dict[str, float]:
    """Accuracy of each head on gold words, arcs chosen greedily, and F1 of names (a quick look during training)."""
    examples = [e for _, e in held]
    found: list[list[Name]] = [[] for _ in held]
    model.eval()
    hits = dict.fromkeys(("upos", "xpos", "feats", "lemma", "uas", "las"), 0)
    total = 0
    for group in batches(examples, 3000, None):
        batch = Batch([examples[i] for i in group], device)
        with torch.autocast(device.type, torch.bfloat16, enabled=autocast):
            states = model.states(batch.ids, batch.shapes, batch.lengths, batch.first, batch.last)
            scores = arc_scores(model, states, batch)
            tags = model.tags(states)
            dependent, head = model.relation_states(states)
            rows, cols = torch.nonzero(batch.heads >= 0, as_tuple=True)
            chosen = scores[rows, cols].argmax(-1)
            relations = model.relations(dependent[rows, cols], head[rows, chosen]).argmax(-1)
        right = chosen == batch.heads[rows, cols]
        hits["uas"] += int(right.sum())
        hits["las"] += int((right & (relations == batch.tags[4][rows, cols])).sum())
        for k, name in enumerate(("upos", "xpos", "feats", "lemma")):
            hits[name] += int((tags[k][rows, cols].argmax(-1) == batch.tags[k][rows, cols]).sum())
        total += len(rows)
        for i, scores in zip(group, tags[4].float().cpu().numpy(), strict=True):
            words = held[i][0].words
            found[i] = names_in([w.form for w in words], scores[: len(words)], LABELS)
    result = {k: round(100 * v / total, 2) for k, v in hits.items()}
    return result | name_scores([s for s, _ in held], found, KINDS)
