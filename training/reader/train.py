"""Train the reader and write its graph: ``python -m training.reader.train MODEL OUT``.

MODEL is the package's model, whose encoder stays as it is; OUT gets ``reader.pt``, and MODEL gets ``reader.onnx``
with ``--export``. Seeds are fixed; results differ between machines in the last digits.
"""

import argparse
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from kg.language.pipeline import make
from training.reader.encoder import Encoder
from training.reader.examples import Example, examples_of
from training.reader.export import export
from training.reader.network import Reader, begin_as_parser, outputs_of, related
from training.reader.passages import read_passages
from training.reader.score import score

BATCH = 16
#: Passages of this many words and more are left out.
_LONG = 220


def loss_of(model: Reader, group: list[Example]) -> Tensor:
    """The mean loss of a passage. Whoever is named by several words need be recognized at one of them only."""
    total = torch.zeros(())
    for example, outputs in zip(group, outputs_of(model, group), strict=True):
        topics, stances, events, statuses, trigger, partner = outputs[:6]
        for key, words in example.groups.items():
            stands = example.stands.get(key, {})
            target = torch.zeros(topics.shape[-1])
            target[list(stands)] = 1
            total += F.binary_cross_entropy_with_logits(
                topics[words].logsumexp(0), target, reduction="sum", pos_weight=torch.full_like(target, 2.0))
            for topic, stance in stands.items():
                surest = words[int(topics[words, topic].argmax())]
                total += F.cross_entropy(stances[surest, topic], torch.tensor(stance))
        target, weight = torch.zeros(len(example), dtype=torch.long), torch.ones(len(example))
        for event in example.events:
            weight[list(event.alike)] = 0  # perhaps the same event, perhaps none
        for event in example.events:
            target[event.word], weight[event.word] = event.type + 1, 1
            total += 0.5 * F.cross_entropy(statuses[event.word], torch.tensor(event.status))
            for key, words in example.groups.items():
                if beside := example.beside(event.word, words):
                    total += 0.5 * F.binary_cross_entropy_with_logits(
                        model.pairs(trigger[event.word], partner[beside]).amax(),
                        torch.tensor(float(key in event.partners)))
        total += (F.cross_entropy(events, target, reduction="none") * weight).sum()
        total += _relations_loss(model, example, outputs)
    return total / len(group)


def _relations_loss(model: Reader, example: Example, outputs: tuple[Tensor, ...]) -> Tensor:
    """Of all pairs of words in a sentence that name something; of the pairs of words that may stand for two things
    that are related, the likeliest counts."""
    key_of = {word: key for key, words in example.things.items() for word in words}
    total = torch.zeros(())
    for words, logits in related(model, example, outputs):
        target, weight = torch.zeros_like(logits), torch.ones_like(logits)
        weight[:, range(len(words)), range(len(words))] = 0
        for one, number, other in example.relations:
            rows = [i for i, w in enumerate(words) if key_of[w] == one]
            columns = [i for i, w in enumerate(words) if key_of[w] == other]
            if rows and columns and one != other:
                row, column = divmod(int(logits[number][rows][:, columns].argmax()), len(columns))
                for i in rows:
                    weight[number, i, columns] = 0
                target[number, rows[row], columns[column]] = weight[number, rows[row], columns[column]] = 1
        total += F.binary_cross_entropy_with_logits(logits, target, weight, reduction="sum")
    return total


def train(model: Reader, examples: list[Example], held: list[Example], epochs: int, rng: random.Random) -> None:
    """AdamW with one warm-up and a fall to nothing; batches of passages of like length."""
    layers = list(model.layers.parameters())
    own = {id(p) for p in layers}
    heads = [p for p in model.parameters() if id(p) not in own]
    optimizer = torch.optim.AdamW([{"params": layers, "lr": 3e-4}, {"params": heads, "lr": 1e-3}], weight_decay=0.02)
    steps = epochs * -(-len(examples) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, [3e-4, 1e-3], total_steps=steps, pct_start=0.1)
    begun = time.time()
    for epoch in range(1, epochs + 1):
        model.train()
        ordered = sorted(examples, key=lambda e: len(e) + rng.random() * 12)
        groups = [ordered[i:i + BATCH] for i in range(0, len(ordered), BATCH)]
        rng.shuffle(groups)
        total = 0.0
        for group in groups:
            optimizer.zero_grad()
            loss = loss_of(model, group)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        model.eval()
        print(f"epoch {epoch}: loss {total / len(groups):.2f}; {score(model, held)}; "
              f"{time.time() - begun:.0f} s", flush=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("model", type=Path)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--epochs", type=int, default=8)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--held", type=int, default=10, help="one of so many passages is held out (0: none)")
    arguments.add_argument("--export", action="store_true", help="write MODEL/reader.onnx and its checksum")
    options = arguments.parse_args()
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    examples = [e for e in examples_of(read_passages(), make(options.model), Encoder(options.model)) if len(e) < _LONG]
    random.Random(0).shuffle(examples)
    held = examples[:: options.held] if options.held else []
    kept = [e for i, e in enumerate(examples) if not options.held or i % options.held]
    model = Reader()
    begin_as_parser(model, options.model)
    print(f"{len(kept):,} passages to learn from, {len(held):,} held out", flush=True)
    train(model, kept, held, options.epochs, rng)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), options.out / "reader.pt")
    if options.export:
        export(model, examples[:400], options.model)


if __name__ == "__main__":
    main()
