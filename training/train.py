"""Train the parser: ``python -m training.train TREEBANKS ENCODER OUT`` (see training/README.md)."""

import argparse
import json
import random
import time
from dataclasses import asdict
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from kg.language.subwords import Subwords
from training.batch import Batch, arc_scores, evaluate
from training.features import IGNORE, Inventory, NamePool, batches, encode
from training.named import wikigold, with_names
from training.network import Parser, Quantized, Sizes
from training.treebank import load


def loss_of(model: Parser, batch: Batch, autocast: bool) -> tuple[Tensor, dict[str, float]]:
    """The sum of the heads' cross-entropies."""
    with torch.autocast(batch.ids.device.type, torch.bfloat16, enabled=autocast):
        states = model.states(batch.ids, batch.shapes, batch.lengths, batch.first, batch.last)
        scores = arc_scores(model, states, batch)
        tags = model.tags(states)
        dependent, head = model.relation_states(states)
        real = batch.heads >= 0
        rows, cols = torch.nonzero(real, as_tuple=True)
        gold = batch.heads[rows, cols]
        relations = model.relations(dependent[rows, cols], head[rows, gold])
    parts = {
        "arc": F.cross_entropy(scores[rows, cols], gold),
        "rel": F.cross_entropy(relations.float(), batch.tags[4][rows, cols], ignore_index=IGNORE),
    }
    for name, logits, target in zip(("upos", "xpos", "feats", "lemma"), tags, batch.tags, strict=False):
        parts[name] = F.cross_entropy(logits[rows, cols].float(), target[rows, cols], ignore_index=IGNORE)
        if not torch.isfinite(parts[name]):  # all ignored (a re-cased batch): no lemma to learn
            parts[name] = logits.sum() * 0.0
    rows, cols = torch.nonzero(batch.inside, as_tuple=True)  # sentences without trees have names, too
    names = tags[4][rows, cols].float()
    allowed = names.masked_fill(~batch.names[rows, cols], -1e4)
    parts["names"] = (names.logsumexp(-1) - allowed.logsumexp(-1)).mean()
    weights = {"arc": 1.0, "rel": 1.0, "upos": 0.5, "xpos": 0.4, "feats": 0.4, "lemma": 0.4, "names": 1.0}
    total = sum((weights[k] * v for k, v in parts.items()), torch.zeros((), device=batch.ids.device))
    return total, {k: float(v.detach()) for k, v in parts.items()}


def optimizer_of(model: Parser, encoder_rate: float, head_rate: float, decay: float) -> torch.optim.Optimizer:
    """AdamW with the encoder's rate falling by layer from the top, and no decay on biases and norms."""
    groups: list[dict[str, object]] = []
    for name, parameter in model.named_parameters():
        if name.startswith("encoder.shapes"):
            rate = head_rate / 2
        elif name.startswith("encoder.layers."):
            rate = encoder_rate * 0.9 ** (5 - int(name.split(".")[2]))
        elif name.startswith("encoder."):
            rate = encoder_rate * 0.9**6
        else:
            rate = head_rate
        wd = 0.0 if parameter.ndim < 2 or "shapes" in name else decay
        groups.append({"params": [parameter], "lr": rate, "weight_decay": wd, "peak": rate})
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), eps=1e-8, fused=True)


def set_quantized(model: Parser, mode: str) -> None:
    """Switch the imitation of 8-bit arithmetic in all layers of the encoder."""
    for module in model.modules():
        if isinstance(module, Quantized):
            module.mode = mode


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("treebanks", type=Path)
    arguments.add_argument("encoder", type=Path, help="folder with model.safetensors and vocab.txt of all-MiniLM-L6-v2")
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--names", type=Path, help="folder with names annotated by others (training/named.py)")
    arguments.add_argument("--lists", type=Path, help="folder of knowledge tables; their names replace others")
    arguments.add_argument("--epochs", type=int, default=12)
    arguments.add_argument("--steps", type=int, default=0, help="stop after so many steps (0: all)")
    arguments.add_argument("--words", type=int, default=1200, help="words in a batch")
    arguments.add_argument("--encoder-rate", type=float, default=2e-4)
    arguments.add_argument("--head-rate", type=float, default=1.5e-3)
    arguments.add_argument("--average", type=float, default=0.998, help="decay of the running average of weights")
    arguments.add_argument("--word-dropout", type=float, default=0.06)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--fp32", action="store_true")
    arguments.add_argument("--start", type=Path, help="checkpoint to go on from")
    arguments.add_argument("--quantize", action="store_true", help="imitate 8-bit arithmetic (fine-tuning)")
    arguments.add_argument("--with-dev", action="store_true")
    options = arguments.parse_args()

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    autocast = not options.fp32
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    subwords = Subwords(options.encoder / "vocab.txt")
    train = load(options.treebanks, "train")
    inventory = Inventory.of(train)
    if options.names:
        train = with_names(train, options.names, "train") + wikigold(options.names)
    inventory.save(options.out / "inventory.json")
    index = {k: {v: i for i, v in enumerate(vs)} for k, vs in inventory.__dict__.items()}
    dev = {
        name: [(s, e) for s in load(options.treebanks, "dev", (name,)) if (e := encode(s, index, subwords))]
        for name in ("ewt", "gum")
    }
    if options.names:
        flat = with_names((s for s, _ in dev["ewt"]), options.names, "dev")
        dev["ewt"] = [(s, e) for s, (_, e) in zip(flat, dev["ewt"], strict=True)]
    sizes = Sizes.of(inventory)
    print(asdict(sizes), len(train), "sentences", flush=True)
    model = Parser(sizes).to(device)
    if options.start:
        model.load_state_dict(torch.load(options.start, weights_only=True))
    else:
        model.encoder.load_pretrained(options.encoder / "model.safetensors")
    pool = NamePool.of(train, options.lists) if options.lists else None
    optimizer = optimizer_of(model, options.encoder_rate, options.head_rate, 0.01)
    if options.quantize:
        set_quantized(model, "on")
    average = {k: v.detach().clone() for k, v in model.state_dict().items()}
    words = sum(len(s.words) for s in train)
    planned = options.steps or int(options.epochs * words / (options.words * 0.93))
    warm = max(1, int(planned * 0.06))
    step, begun, totals = 0, time.time(), {}
    for epoch in range(1000):
        examples = [e for s in train if (e := encode(s, index, subwords, rng, options.word_dropout, pool))]
        for group in batches(examples, options.words, rng):
            if step >= planned:
                break
            model.train()
            rate = min(1.0, (step + 1) / warm) * max(0.0, 1 - max(0, step - warm) / (planned - warm))
            for g in optimizer.param_groups:
                g["lr"] = g["peak"] * max(rate, 0.01)
            loss, parts = loss_of(model, Batch([examples[i] for i in group], device), autocast)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            decay = min(options.average, (1 + step) / (10 + step))
            with torch.no_grad():
                for k, v in model.state_dict().items():
                    average[k].lerp_(v, 1 - decay)
            for k, v in parts.items():
                totals[k] = totals.get(k, 0.0) + v
            if step % 50 == 0:
                print(
                    json.dumps(
                        {
                            "step": step,
                            "of": planned,
                            "s": round(time.time() - begun),
                            **{k: round(v / 50, 3) for k, v in totals.items()},
                        }
                    ),
                    flush=True,
                )
                totals = {}
        current = {k: v.detach().clone() for k, v in model.state_dict().items()}
        model.load_state_dict(average)
        torch.save(average, options.out / "average.tmp")
        (options.out / "average.tmp").replace(options.out / "average.pt")
        for name, held in dev.items():
            print("epoch", epoch + 1, name, json.dumps(evaluate(model, held, device, autocast)), flush=True)
        model.load_state_dict(current)
        if step >= planned:
            return


if __name__ == "__main__":
    main()
