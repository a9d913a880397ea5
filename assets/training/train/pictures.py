"""Teaches what leads out of the vision tower to speak the static model's language, and the projector with it.

    python -m train.pictures WORK [--seconds 400] [--start export]     writes WORK/with-pictures

A picture comes near the vector of its caption, and each of its cells near the words for what lies there; sentences
teach the projector which words must match. The token vectors stay as they are, so that a step costs little: layers,
which change nothing yet, are left out.
"""

import argparse
import json
import math
import time
from pathlib import Path
from random import Random

import torch
import torch.nn.functional as F
from torch import Tensor

from drawing.drawings import Drawing
from model.multimodal import Encoded, Model
from model.static import SINK
from model.vision import PatchMerger
from publish import layout
from tokenizer.layout import PASSAGE
from train.arithmetic import autocast
from train.batches import Pairs, Places, SeenBatch, TextBatch
from train.losses import contrastive, from_scores, late_interaction_scores, places
from train.seen import SeenPictures
from train.tasks import BatchSizes, TrainingData
from world.captions import Captions
from world.splits import Split, Splits
from world.vocabulary import LANGUAGES
from world.wording import CLEAN

RATE = 1e-3
RIDGE = 1e-3
# Languages that a drawing's caption is read in for the regression, and the sink of a cell whose vector is about 1 long.
CAPTIONS = 3
FILLED = 2.0
PAIRS = 64
LATE_INTERACTION = 0.5
DIRECTION = 0.5
# How much the projector must leave each word's direction as it is; words that say little, which are short, may go where
# they match one another.
KEPT = 1.0
MIXTURE = {"captions": 0.55, "places": 0.2, "passages": 0.15, "translations": 0.1}
LOG_EVERY = 25


class Static:
    """The model without its layers."""

    def __init__(self, model: Model):
        self.model = model
        with torch.no_grad():
            self.edges = [
                model.model.embed_tokens(torch.tensor([token]))
                for token in (model.prompt.before[-1], model.prompt.after[0])
            ]

    def texts(self, batch: TextBatch) -> Encoded:
        with torch.no_grad():
            rows = self.model.model.norm(self.model.model.embed_tokens(batch.packed.ids)).float()
        return Encoded(rows.flatten(0, 1)[batch.packed.places], batch.mask, batch.mask)

    def images(self, batch: SeenBatch) -> Encoded:
        cells = self.model.visual.merger(batch.seen)
        edges = [edge.expand(len(cells), -1, -1) for edge in self.edges]
        states = self.model.model.norm(torch.cat([edges[0], cells, edges[1]], 1)).float()
        everything = torch.ones(states.shape[:2])
        return Encoded(states, everything, everything)

    def loss(self, batch: Pairs | Places) -> Tensor:
        left = self.texts(batch.left)
        right = self.images(batch.right) if isinstance(batch.right, SeenBatch) else self.texts(batch.right)
        words, cells = self.model.multi_vectors(left), self.model.multi_vectors(right)
        if isinstance(batch, Places):
            return places(words, batch.words, cells[:, 1:-1], batch.inside)
        scores = late_interaction_scores(words, left.tokens, cells, right.tokens)
        loss = LATE_INTERACTION * from_scores(scores, batch.excused)
        loss = loss + KEPT * self.turned(left, words)
        if isinstance(batch.right, SeenBatch):
            single = left.single_vectors(), right.single_vectors()
            loss = loss + contrastive(*single, batch.excused) + DIRECTION * (1 - F.cosine_similarity(*single)).mean()
        return loss

    @staticmethod
    def turned(texts: Encoded, words: Tensor) -> Tensor:
        """How far the projector turns words, by how much they say."""
        weights = texts.states.norm(dim=-1) * texts.tokens
        turned = 1 - F.cosine_similarity(words, texts.states[..., : words.shape[-1]], dim=-1)
        return (turned * weights).sum() / weights.sum()


@torch.no_grad()
def begin(model: Model, data: TrainingData, seen: SeenPictures) -> None:
    """The merger's last layer by ridge regression, from what its first says of a whole picture to the caption's vector.

    Its outputs are filled up to one length by the sink, as tokens are, so that a picture's vector is the mean of its cells'.
    """
    captions = Captions(data.splits, Split.TRAINING, CLEAN)
    static, merger = Static(model), model.visual.merger
    said, shown = [], []
    for number, file in enumerate(seen.single):
        random = Random(f"begin/{number}")
        shard = torch.load(file, weights_only=True)
        drawings = [Drawing(*row) for row in shard["rows"]]
        vectors = []
        for language in random.sample(LANGUAGES, CAPTIONS):
            texts = [captions.caption(random, drawing, language, keep=1) for drawing in drawings]
            vectors.append(F.normalize(static.texts(data.tokens(PASSAGE, texts)).single_vectors()))
        said.append(torch.stack(vectors).mean(0))
        shown.append(hidden_of(merger, shard["seen"].float()).mean(1))
    inputs, outputs = (torch.cat(part).double() for part in (shown, said))
    means = inputs.mean(0), outputs.mean(0)
    inputs, outputs = inputs - means[0], outputs - means[1]
    gram = inputs.T @ inputs
    ridge = RIDGE * gram.diagonal().mean() * torch.eye(len(gram), dtype=gram.dtype)
    weights = torch.linalg.solve(gram + ridge, inputs.T @ outputs).T
    bias = means[1] - weights @ means[0]
    weights[SINK], bias[SINK] = 0, FILLED
    merger.mlp[2].weight.copy_(weights)
    merger.mlp[2].bias.copy_(bias)


def hidden_of(merger: PatchMerger, states: Tensor) -> Tensor:
    images, patches, hidden = states.shape
    merged = merger.mlp[0].in_features // hidden
    rows = merger.ln_q(states).reshape(images, patches // merged, merged * hidden)
    return merger.mlp[1](merger.mlp[0](rows))


def train(arguments: argparse.Namespace, model: Model, data: TrainingData) -> None:
    model.requires_grad_(False)
    taught = [model.visual.merger, model.multi_vector_projector]
    weights = [weight for part in taught for name, weight in part.named_parameters() if "lora_" not in name]
    for weight in weights:
        weight.requires_grad_(True)
    optimizer = torch.optim.AdamW(weights, betas=(0.9, 0.98), weight_decay=0.02)
    static = Static(model)
    started, step = time.process_time(), 0
    losses: dict[str, list[float]] = {}
    while (share := (time.process_time() - started) / arguments.seconds) < 1:
        random = Random(f"pictures/{step}")
        task = random.choices(list(MIXTURE), list(MIXTURE.values()))[0]
        factor = min(1, (step + 1) / 50) * (0.02 + 0.98 * (0.5 + 0.5 * math.cos(math.pi * share)))
        for group in optimizer.param_groups:
            group["lr"] = RATE * factor
        with autocast("cpu"):
            loss = static.loss(getattr(data, task)(random))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        losses.setdefault(task, []).append(loss.item())
        step += 1
        if step % LOG_EVERY == 0:
            averages = {name: round(sum(found) / len(found), 4) for name, found in losses.items()}
            print(json.dumps({"step": step, "seconds": round(time.process_time() - started), **averages}), flush=True)
            losses.clear()


def main() -> None:
    parser = argparse.ArgumentParser(description="Teach what leads out of the vision tower.")
    parser.add_argument("work", type=Path)
    parser.add_argument("--seconds", type=float, default=400)
    parser.add_argument("--start", default="export", help="folder in WORK that publish.static has written")
    parser.add_argument("--out", default="with-pictures", help="folder in WORK that is written")
    parser.add_argument("--go-on", action="store_true", help="begin with what START has learned, not by regression")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    model, tokenizer = layout.read(arguments.work / arguments.start)
    seen = SeenPictures(arguments.work)
    data = TrainingData(Splits(0), tokenizer, BatchSizes(PAIRS), seen)
    if not arguments.go_on:
        begin(model, data, seen)
    train(arguments, model, data)
    layout.write(model, tokenizer, arguments.work / arguments.out)


if __name__ == "__main__":
    main()
