"""Trains the bundled model, track by track or several tracks side by side, in pieces if need be.

    python -m train.tracks WORK --start WORK/with-pictures       begin or continue; SIGTERM pauses
    python -m train.tracks WORK --start FOLDER --track retrieval     one track alone, beside others in processes of their own
    torchrun --nproc-per-node 2 -m train.tracks WORK …    two processes share every step: twice as many pairs in each
    python -m train.tracks WORK … --device cuda --workers 8      the same where a GPU is at hand
    python -m train.tracks WORK … --scale 0.02            every stage for a few steps, to see that all of them work

All weights begin as those of the published model START; what finished tracks have taught (`WORK/after-TRACK.pt`) is put
on top. WORK keeps checkpoints and a log.

What a step sees depends on the seed, the stage, the step's number and the process alone, so a continued run is the same
run.
"""

import argparse
import json
import math
import signal
import time
from pathlib import Path
from random import Random

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from evaluate.measures import Measures
from model.multimodal import Encoded, normalized
from model.static import SINK
from publish import layout as published
from train import checkpoint
from train.arithmetic import autocast
from train.batches import Batch, GradedPairs, ImageBatch, Labelled, Pairs, Places, SeenBatch
from train.checkpoint import Progress
from train.heads import AuxiliaryHeads
from train.losses import contrastive, from_scores, graded, late_interaction_scores, places
from train.seen import SeenPictures
from train.stages import TRACKS, Stage, Track, before
from train.static import loss_of
from train.tasks import BatchSizes, TrainingData
from train.team import Team
from train.texts_and_targets import TextsAndTargets
from world.splits import Splits

WARM_UP_STEPS = 50
CLIP = 1.0
SAVE_EVERY_SECONDS = 300
LOG_EVERY = 25
# Of the labelled texts; reading all of them takes minutes.
LABELLED_SHARE = 0.15
NEIGHBORS_SHARE = 0.3


class Steps(Dataset):
    """The batches of one stage, step by step."""

    def __init__(self, data: TrainingData, stage: Stage, seed: int, rank: int):
        self.data = data
        self.stage = stage
        self.seed = seed
        self.rank = rank

    def __getitem__(self, step: int) -> tuple[int, str, Batch]:
        random = Random(f"{self.seed}/{self.stage.name}/{step}")
        # All processes do the same task in a step, and each makes its own batch of it.
        task = random.choices(list(self.stage.mixture), list(self.stage.mixture.values()))[0]
        if self.rank > 0:
            random = Random(f"{self.seed}/{self.stage.name}/{step}/{self.rank}")
        return step, task, self.data.batch(task, random, self.stage.pictures)


class Trainer:
    """Trains one track."""

    def __init__(self, arguments: argparse.Namespace, track: Track, team: Team):
        self.arguments = arguments
        self.track = track
        self.team = team
        self.work: Path = arguments.work
        self.device = torch.device(arguments.device)
        torch.manual_seed(arguments.seed)
        self.model, self.tokenizer = published.read(arguments.start)
        self.model.train()
        self.splits = Splits(arguments.split_seed)
        sizes = BatchSizes(arguments.batch, arguments.batch)
        general = None
        if track.name != "vision":
            general = TextsAndTargets(self.work, self.tokenizer, arguments.targets, share=LABELLED_SHARE)
        self.data = TrainingData(self.splits, self.tokenizer, sizes, SeenPictures(self.work), general)
        self.heads = AuxiliaryHeads(self.model.visual.configuration.output)
        self.weights = checkpoint.weights_of(self.model, self.heads)
        self.progress, self.optimizer_state = Progress(), None
        if self.file.exists():
            self.progress, self.optimizer_state = checkpoint.load(self.file, self.weights)
        else:
            done = [earlier for earlier in before(track) if checkpoint.result_file(self.work, earlier).exists()]
            checkpoint.load_results(self.work, done, self.weights)
        self.model.to(self.device)
        self.heads.to(self.device)
        self.measures = Measures(self.model, self.heads, self.tokenizer, self.splits)
        self.deadline = arguments.started + 60 * arguments.minutes
        signal.signal(signal.SIGTERM, lambda *_: self.pause())

    def pause(self) -> None:
        """Save and stop after the step at hand, as when time runs out."""
        self.deadline = -math.inf

    @property
    def file(self) -> Path:
        return self.work / f"{self.track.name}.pt"

    def run(self) -> bool:
        """Take the track's remaining stages; False when time ran out before its end."""
        while self.progress.stage < len(self.track.stages):
            stage = self.track.stages[self.progress.stage]
            if not self.run_stage(stage):
                self.log(stage, event="paused", step=self.progress.step)
                return False
            self.progress = Progress(stage=self.progress.stage + 1)
            self.optimizer_state = None
            self.save(None)
        if self.team.rank == 0:
            checkpoint.save_result(self.work, self.track, self.weights)
            self.file.unlink()
        # What follows reads the result.
        self.team.wait()
        return True

    def save(self, optimizer: torch.optim.Optimizer | None) -> None:
        if self.team.rank == 0:
            checkpoint.save(self.file, self.weights, optimizer, self.progress)

    def run_stage(self, stage: Stage) -> bool:
        """Take the stage's remaining steps; False when time ran out before its end."""
        moving = {name: weight for name, weight in self.weights.items() if stage.trains(name)}
        for name, weight in self.weights.items():
            weight.requires_grad_(name in moving)
        for number, layer in enumerate(self.model.model.layers):
            untaught = not any(name.startswith(f"model.layers.{number}.") for name in moving)
            layer.is_left_out = untaught and layer.is_without_effect()
        optimizer = torch.optim.AdamW(
            moving.values(), lr=stage.learning_rate, betas=(0.9, 0.98), weight_decay=stage.weight_decay
        )
        if self.optimizer_state:
            optimizer.load_state_dict(self.optimizer_state)
        steps = max(2, round(stage.steps * self.arguments.scale / self.team.size))
        remaining = range(self.progress.step, steps)
        workers = self.arguments.workers
        seen = Steps(self.data, stage, self.arguments.seed, self.team.rank)
        loader = DataLoader(seen, batch_size=None, sampler=remaining, num_workers=workers)
        self.log(stage, event="begins", step=self.progress.step, steps=steps, processes=self.team.size)
        losses: dict[str, list[float]] = {}
        started = saved = time.monotonic()
        items = 0
        for step, task, batch in loader:
            for group in optimizer.param_groups:
                group["lr"] = self.arguments.rate * stage.learning_rate * schedule(step, steps)
            loss = self.loss(stage, batch.to(self.device))
            optimizer.zero_grad()
            loss.backward()
            self.team.average_gradients(moving.values())
            torch.nn.utils.clip_grad_norm_(moving.values(), CLIP)
            optimizer.step()
            self.progress.step = step + 1
            losses.setdefault(task, []).append(loss.item())
            items += self.arguments.batch * self.team.size
            now = time.monotonic()
            if self.progress.step % LOG_EVERY == 0 or self.progress.step == steps:
                averages = {name: round(sum(found) / len(found), 4) for name, found in losses.items()}
                speed = round(items / (now - started), 1)
                self.log(stage, step=self.progress.step, losses=averages, items_per_second=speed)
                losses.clear()
            if self.measured(stage, steps):
                break
            if self.team.agree(now > self.deadline):
                self.save(optimizer)
                return False
            if now - saved > SAVE_EVERY_SECONDS:
                self.save(optimizer)
                saved = now
        return True

    def measured(self, stage: Stage, steps: int) -> bool:
        """Measure where it is due; True when the stage's gate is reached."""
        step = self.progress.step
        if stage.measure is None or (step % stage.measure_every and step != steps):
            return False
        self.model.eval()
        names = [name for name in (stage.watched, stage.measure) if name]
        for name in names:
            with autocast(self.device.type):
                value = self.measures.measure(name, stage.adapter, stage.pictures)
            self.log(stage, step=step, measure=name, value=round(value, 4))
        self.model.train()
        return stage.gate is not None and value >= stage.gate

    def loss(self, stage: Stage, batch: Batch) -> Tensor:
        self.model.activate(stage.adapter)
        with autocast(self.device.type):
            match batch:
                case ImageBatch():
                    return self.heads.loss(self.model.visual(normalized(batch.pixels)), batch.labels)
                case GradedPairs():
                    left, right = (side.encode(self.model) for side in (batch.left, batch.right))
                    return graded(left.single_vectors(), right.single_vectors(), batch.closeness)
                case Labelled():
                    found = batch.texts.encode(self.model).single_vectors()[:, :SINK]
                    return loss_of(found, batch.targets[:, : found.shape[1]], NEIGHBORS_SHARE)
                case Places():
                    words = self.model.multi_vectors(batch.left.encode(self.model))
                    seen = self.model.multi_vectors(self.encoded(batch.right))
                    first = len(self.model.prompt.before)
                    return places(words, batch.words, seen[:, first : first + batch.inside.shape[1]], batch.inside)
                case Pairs(left, right, excused):
                    right = self.encoded(right) if isinstance(right, SeenBatch) else right.encode(self.model)
                    return self.match_loss(stage, left.encode(self.model), right, excused)

    def encoded(self, batch: SeenBatch) -> Encoded:
        return self.model.encode_cells(self.model.visual.merger(batch.seen), batch.width)

    def match_loss(self, stage: Stage, left: Encoded, right: Encoded, excused: Tensor) -> Tensor:
        loss = contrastive(left.single_vectors(), right.single_vectors(), excused)
        if not stage.late_interaction:
            return loss
        scores = late_interaction_scores(
            self.model.multi_vectors(left), left.tokens, self.model.multi_vectors(right), right.tokens
        )
        return loss + stage.late_interaction * from_scores(scores, excused)

    def log(self, stage: Stage, **values) -> None:
        if self.team.rank > 0:
            return
        line = json.dumps({"stage": stage.name, "time": round(time.time()), **values})
        print(line, flush=True)
        with (self.work / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def schedule(step: int, steps: int) -> float:
    """Share of the learning rate: a short warm-up, then half a cosine down to a twentieth."""
    warm = min(1.0, (step + 1) / WARM_UP_STEPS)
    return warm * (0.05 + 0.95 * (0.5 + 0.5 * math.cos(math.pi * step / steps)))


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the bundled model.")
    parser.add_argument("work", type=Path, help="folder with targets; checkpoints and log go there")
    parser.add_argument("--track", choices=[track.name for track in TRACKS], help="this track alone, not all")
    parser.add_argument("--minutes", type=float, default=math.inf, help="stop after this time; run again to continue")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=None, help="threads for arithmetic on the CPU")
    parser.add_argument("--workers", type=int, default=0, help="processes that make data")
    parser.add_argument("--batch", type=int, default=64, help="pairs or pictures per step")
    parser.add_argument("--scale", type=float, default=1.0, help="share of every stage's steps")
    parser.add_argument("--rate", type=float, default=1.0, help="share of every stage's learning rate")
    parser.add_argument("--start", type=Path, required=True, help="published model that all weights begin as")
    parser.add_argument("--targets", default="targets")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--split-seed", type=int, default=0)
    arguments = parser.parse_args()
    arguments.started = time.monotonic()
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    team = Team()
    tracks = [track for track in TRACKS if arguments.track in (None, track.name)]
    for track in tracks:
        if not checkpoint.result_file(arguments.work, track).exists() and not Trainer(arguments, track, team).run():
            break
    else:
        if team.rank == 0:
            print("done: " + ", ".join(track.name for track in tracks))
    team.end()


if __name__ == "__main__":
    main()
