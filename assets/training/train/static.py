"""Trains a static model towards the teachers' targets.

    python -m train.static WORK --seconds 600 [--name static] [--start static.pt]       writes WORK/NAME.pt

The development questions are measured on the way, as the model would answer them.
"""

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor

from evaluate.everyday import everyday, progress, ranks, report
from model.static import StaticModel
from teachers.targets import COMPONENTS
from tokenizer.layout import PREFIXES
from train.texts_and_targets import WEIGHTS, TextsAndTargets
from train.worldly import World

BATCH = 1024
# Texts that are compared with each other; a batch is cut into such parts.
COMPARED = 256
RATE = 0.01
WARM_UP = 50
DIMENSIONS = [32, 64, COMPONENTS]
NEIGHBORS_SHARE = 0.3
TEMPERATURE = 0.05
MEASURED_EVERY = 60
# Texts whose tokens are counted at a time.
COUNTED = 10_000


def loss_of(found: Tensor, targets: Tensor, neighbors_share: float) -> Tensor:
    """The direction at each Matryoshka dimension, and who is whose neighbor among the texts of a batch."""
    directions = [
        (1 - F.cosine_similarity(found[:, :dimension], targets[:, :dimension])).mean() for dimension in DIMENSIONS
    ]
    loss = torch.stack(directions).mean()
    return loss + neighbors_share * neighbors_loss(found, targets) if neighbors_share else loss


def neighbors_loss(found: Tensor, targets: Tensor) -> Tensor:
    count = len(found) // COMPARED * COMPARED
    logits, wanted = (
        (rows @ rows.transpose(1, 2) / TEMPERATURE).masked_fill(torch.eye(COMPARED, dtype=torch.bool), -1e4)
        for side in (found, targets)
        for rows in (F.normalize(side[:count], dim=1).view(-1, COMPARED, side.shape[1]),)
    )
    divergence = F.kl_div(logits.log_softmax(-1), wanted.log_softmax(-1), log_target=True, reduction="sum")
    return divergence / count


def encode_by(model: StaticModel, tokenizer: Tokenizer, dimensions: int = COMPONENTS):
    @torch.no_grad()
    def encode(texts: list[str], role: str) -> np.ndarray:
        rows = [one.ids for one in tokenizer.encode_batch([PREFIXES[role] + text for text in texts])]
        starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])[:-1]])
        found = model(torch.tensor([token for row in rows for token in row]), torch.from_numpy(starts))
        return found[:, :dimensions].numpy()

    return encode


def train(arguments: argparse.Namespace, model: StaticModel, texts: TextsAndTargets, tokenizer: Tokenizer) -> None:
    optimizer = torch.optim.SparseAdam(list(model.parameters()), lr=arguments.rate, betas=(0.9, 0.98))
    random = np.random.default_rng(0)
    world = World(tokenizer) if arguments.world else None
    started = measured_at = time.process_time()
    step, losses = 0, []
    while (share := (time.process_time() - started) / arguments.seconds) < 1:
        batch = texts.batch(random, arguments.batch)
        ids, starts = dropped(batch.ids, batch.starts, arguments.drop)
        factor = min(1, (step + 1) / WARM_UP) * (0.02 + 0.98 * (0.5 + 0.5 * math.cos(math.pi * share)))
        for group in optimizer.param_groups:
            group["lr"] = arguments.rate * factor
        loss = loss_of(model(ids, starts), batch.targets, arguments.neighbors)
        if world:
            loss = loss + arguments.world * world.loss(model)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        step += 1
        losses.append(loss.item())
        if time.process_time() - measured_at > MEASURED_EVERY:
            measured_at = time.process_time()
            log(arguments, step, losses, progress(encode_by(model, tokenizer)))
            losses.clear()
    log(arguments, step, losses, progress(encode_by(model, tokenizer)))


@torch.no_grad()
def begin(model: StaticModel, texts: TextsAndTargets) -> None:
    """Each token begins as the mean target of the texts that have it, short ones first, which saves most of the way."""
    sums = torch.zeros_like(model.tokens.weight)
    counts = torch.full((len(sums), 1), 0.1)
    for first in range(0, len(texts), COUNTED):
        batch = texts.rows(np.arange(first, min(first + COUNTED, len(texts))))
        lengths = torch.diff(batch.starts, append=torch.tensor([len(batch.ids)]))
        shares = (1 / lengths)[:, None].repeat_interleave(lengths, 0)
        sums.index_add_(0, batch.ids, batch.targets.repeat_interleave(lengths, 0) * shares)
        counts.index_add_(0, batch.ids, shares)
    model.tokens.weight.copy_(sums / counts)


def dropped(ids: Tensor, starts: Tensor, share: float) -> tuple[Tensor, Tensor]:
    """Without some of the tokens, so that no text is known by one of them alone."""
    if share == 0:
        return ids, starts
    kept = torch.rand(len(ids)) >= share
    kept[starts] = True
    return ids[kept], kept.cumsum(0)[starts] - 1


def log(arguments: argparse.Namespace, step: int, losses: list[float], found: dict) -> None:
    line = {"run": arguments.name, "step": step, "views": step * arguments.batch}
    line |= {"loss": round(sum(losses) / max(1, len(losses)), 4)} | found
    print(json.dumps(line), flush=True)
    with (arguments.work / "static.jsonl").open("a") as file:
        file.write(json.dumps(line) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description="Train a static model.")
    parser.add_argument("work", type=Path)
    parser.add_argument("--name", default="static")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--tokenizer", default="tokenizer.json")
    parser.add_argument("--targets", default="targets")
    parser.add_argument("--start", help="another run to go on from")
    parser.add_argument("--batch", type=int, default=BATCH)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--drop", type=float, default=0.0, help="share of tokens left out")
    parser.add_argument("--neighbors", type=float, default=NEIGHBORS_SHARE)
    parser.add_argument("--world", type=float, default=0.1, help="share of the loss over pairs of the recipe's world")
    parser.add_argument("--share", type=float, default=1, help="of the texts, to begin sooner")
    parser.add_argument("--without", nargs="*", default=[], help="sources left out")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    tokenizer = Tokenizer.from_file(str(arguments.work / arguments.tokenizer))
    weights = WEIGHTS | dict.fromkeys(arguments.without, 0.0)
    texts = TextsAndTargets(arguments.work, tokenizer, arguments.targets, weights, arguments.share)
    print(f"{len(texts)} texts, {texts.lengths.mean():.1f} tokens each, an epoch is {texts.epoch_size()} views")
    model = StaticModel(tokenizer.get_vocab_size(), COMPONENTS)
    if arguments.start:
        model.load_state_dict(torch.load(arguments.work / f"{arguments.start}.pt"))
    else:
        begin(model, texts)
    train(arguments, model, texts, tokenizer)
    torch.save(model.state_dict(), arguments.work / f"{arguments.name}.pt")
    for split in ("development", "more"):
        data = everyday(split)
        for dimensions in DIMENSIONS:
            found = ranks(encode_by(model, tokenizer, dimensions), data)
            print(f"{split}, {dimensions} dimensions\n{report(found, data)}")


if __name__ == "__main__":
    main()
