"""Observe the ranges of the encoder's activations: ``python -m training.calibrate TREEBANKS ENCODER RUN OUT``."""

import argparse
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import torch

from kg.language.subwords import Subwords
from training.batch import Batch
from training.export import load_run
from training.features import batches, encode
from training.network import Parser, Quantized
from training.treebank import load


@torch.no_grad()
def observe_layers(model: torch.nn.Module, run: Callable[[], object], clip: float) -> None:
    """Set the input range of every 8-bit layer from what passes through it during ``run``.

    ``clip`` is the share of values cut off at each end: a few outliers would otherwise waste the 256 levels.
    """
    seen: dict[Quantized, list[torch.Tensor]] = {}

    def hook(module: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        assert isinstance(module, Quantized)
        flat = inputs[0].float().flatten()
        seen.setdefault(module, []).append(flat[torch.randint(0, flat.numel(), (200_000,))])
        seen[module].append(torch.stack([flat.min(), flat.max()]))

    layers = [m for m in model.modules() if isinstance(m, Quantized)]
    handles = [m.register_forward_pre_hook(hook) for m in layers]
    model.eval()
    run()
    for handle in handles:
        handle.remove()
    for module, values in seen.items():
        everything = torch.cat(values).sort().values
        cut = int(clip * everything.numel())
        module.range_[0] = min(0.0, float(everything[cut]))
        module.range_[1] = max(0.0, float(everything[-1 - cut]))


def observe(model: Parser, groups: list[Batch], clip: float) -> None:
    """Set the ranges of the encoder's layers from batches of sentences."""
    observe_layers(
        model, lambda: [model.states(b.ids, b.shapes, b.lengths, b.first, b.last) for b in groups], clip)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    for name in ("treebanks", "encoder", "run", "out"):
        arguments.add_argument(name, type=Path)
    arguments.add_argument("--clip", type=float, default=0.0)
    arguments.add_argument("--batches", type=int, default=24)
    options = arguments.parse_args()
    torch.manual_seed(1)
    rng = random.Random(1)
    model, inventory = load_run(options.run)
    index = {k: {v: i for i, v in enumerate(vs)} for k, vs in inventory.__dict__.items()}
    subwords = Subwords(options.encoder / "vocab.txt")
    sentences = load(options.treebanks, "train")
    rng.shuffle(sentences)
    examples = [e for s in sentences[:1500] if (e := encode(s, index, subwords))]
    groups = [
        Batch([examples[i] for i in g], torch.device("cpu")) for g in batches(examples, 1200, rng)[: options.batches]
    ]
    observe(model, groups, options.clip)
    options.out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(options.run / "inventory.json", options.out / "inventory.json")
    torch.save(model.state_dict(), options.out / "average.pt")
    for name, module in model.named_modules():
        if isinstance(module, Quantized):
            print(name, [round(float(v), 2) for v in module.range_])


if __name__ == "__main__":
    main()
