"""Trains decoder layers on top of a static model, towards the same targets.

    python -m train.layers WORK --start static --seconds 3600 [--name layers]        begin, or go on where it stopped

A mean of tokens cannot say what a word of two tokens means, nor which of its words a sentence is about: that is left
to the layers. They begin with zero output, so that the first step is the static model. Vision, adapters and projector
are not touched. WORK/NAME.pt is written every five minutes and continued; `--views` fixes the whole run's length.
"""

import argparse
import json
import math
import os
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

from evaluate.encoder import Encoder
from evaluate.everyday import encode_by, everyday, ranks, report, summary
from model.multimodal import Model
from model.static import SINK, put_into
from train.checkpoint import new_model
from train.static import loss_of
from train.texts_and_targets import Batch, TextsAndTargets

BATCH = 256
# Batches that are drawn together and cut by length, so that little is computed for padding.
CUT = 16
RATE, EMBEDDING_RATE = 1e-3, 3e-4
WARM_UP = 200
SAVE_EVERY = 300
MEASURED_EVERY = 240


def batches(texts: TextsAndTargets, random: np.random.Generator, size: int):
    while True:
        drawn = texts.drawn(random, size * CUT)
        drawn = drawn[np.argsort(texts.lengths[drawn], kind="stable")]
        for part in random.permutation(CUT):
            yield texts.rows(drawn[part * size : (part + 1) * size])


def vectors(model: Model, batch: Batch) -> torch.Tensor:
    with torch.autocast("cpu", torch.bfloat16):
        return model.encode_texts(*batch.padded()).single_vectors()[:, :SINK]


@torch.no_grad()
def held_out_cosine(model: Model, held_out: TextsAndTargets, count: int = 2048) -> float:
    """How near the model comes to the targets of texts that it has not seen."""
    model.eval()
    chosen = held_out.drawn(np.random.default_rng(1), count)
    chosen = chosen[np.argsort(held_out.lengths[chosen], kind="stable")]
    parts = [held_out.rows(chosen[first : first + BATCH]) for first in range(0, count, BATCH)]
    found = torch.cat([cosine(vectors(model, part), part.targets) for part in parts])
    model.train()
    return float(found.mean())


def cosine(found: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    return F.cosine_similarity(found, targets[:, : found.shape[1]])


class Run:
    def __init__(self, arguments: argparse.Namespace):
        self.arguments = arguments
        self.work: Path = arguments.work
        self.tokenizer = Tokenizer.from_file(str(self.work / arguments.tokenizer))
        self.texts = TextsAndTargets(self.work, self.tokenizer, arguments.targets)
        self.held_out = TextsAndTargets(self.work, self.tokenizer, arguments.targets, held_out=True)
        torch.manual_seed(0)
        self.model = new_model(self.tokenizer, arguments.hidden)
        decoder = self.model.model
        self.model.requires_grad_(False)
        decoder.requires_grad_(True)
        decoder.norm.weight.requires_grad_(False)
        for name, weight in decoder.named_parameters():
            if ".lora_" in name:
                weight.requires_grad_(False)
        embeddings = decoder.embed_tokens.weight
        layers = [weight for weight in decoder.layers.parameters() if weight.requires_grad]
        self.optimizer = torch.optim.AdamW(
            [{"params": [embeddings], "rate": EMBEDDING_RATE, "weight_decay": 0.0}, {"params": layers, "rate": RATE}],
            betas=(0.9, 0.98), weight_decay=0.02, fused=True,
        )  # fmt: skip
        self.views = 0
        if self.file.exists():
            state = torch.load(self.file)
            self.model.load_state_dict(state["model"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.views = state["views"]
        else:
            static = torch.load(self.work / f"{arguments.start}.pt")["tokens.weight"]
            put_into(self.model, static[:, : arguments.hidden - 1])
        assert decoder.norm.weight[SINK] == 0

    @property
    def file(self) -> Path:
        return self.work / f"{self.arguments.name}.pt"

    def train(self) -> None:
        arguments = self.arguments
        data = batches(self.texts, np.random.default_rng(self.views), BATCH)
        deadline = time.monotonic() + arguments.seconds
        saved = measured = time.monotonic()
        losses: list[float] = []
        self.measure(losses)
        while self.views < arguments.views and time.monotonic() < deadline:
            warm = min(1.0, (self.views / BATCH + 1) / WARM_UP)
            factor = warm * (0.03 + 0.97 * (0.5 + 0.5 * math.cos(math.pi * self.views / arguments.views)))
            for group in self.optimizer.param_groups:
                group["lr"] = group["rate"] * factor
            batch = next(data)
            loss = loss_of(vectors(self.model, batch), batch.targets[:, : arguments.hidden - 1], arguments.neighbors)
            self.optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.model.model.layers.parameters(), 1.0)
            self.optimizer.step()
            self.views += BATCH
            losses.append(loss.item())
            if time.monotonic() - saved > SAVE_EVERY:
                self.save()
                saved = time.monotonic()
            if time.monotonic() - measured > MEASURED_EVERY:
                self.measure(losses)
                losses.clear()
                measured = time.monotonic()
        self.save()
        self.measure(losses)
        asked = everyday("development")
        print(report(ranks(encode_by(Encoder(self.model, self.tokenizer)), asked), asked))

    def save(self) -> None:
        part = self.file.with_suffix(".part")
        state = {"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(), "views": self.views}
        torch.save(state, part)
        os.replace(part, self.file)

    def measure(self, losses: list[float]) -> None:
        asked = everyday("development")
        self.model.eval()
        found = summary(encode_by(Encoder(self.model, self.tokenizer)), asked)
        self.model.train()
        line = {"run": self.arguments.name, "views": self.views, "cpu": round(time.process_time())}
        line |= {"loss": round(float(np.mean(losses or [0])), 4)}
        line |= {"held out": round(held_out_cosine(self.model, self.held_out), 4)} | found
        print(json.dumps(line), flush=True)
        with (self.work / "layers.jsonl").open("a") as file:
            file.write(json.dumps(line) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description="Train decoder layers on a static model.")
    parser.add_argument("work", type=Path)
    parser.add_argument("--hidden", type=int, default=128)
    parser.add_argument("--start", default="static")
    parser.add_argument("--name", default="layers")
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--views", type=int, default=8_000_000)
    parser.add_argument("--tokenizer", default="tokenizer.json")
    parser.add_argument("--targets", default="targets")
    parser.add_argument("--neighbors", type=float, default=0.3)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    Run(arguments).train()


if __name__ == "__main__":
    main()
