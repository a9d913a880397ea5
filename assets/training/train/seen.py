"""Drawings as the finished vision tower sees them, computed once: the tower stays as it is, only what leads out of it learns.

    python -m train.seen WORK [--drawings 18000] [--couples 5000] [--vision ../model]       writes WORK/seen/

A shard has drawings of one size, families of siblings side by side. Written shards are left, so it can be stopped.
"""

import argparse
from dataclasses import astuple
from pathlib import Path
from random import Random

import numpy as np
import torch
from torch import Tensor

from drawing.couples import SIDE, Couple, random_couple
from drawing.drawings import Drawing
from drawing.pictures import pixels_of, random_drawing, sibling
from model.configuration import VisionConfiguration
from model.multimodal import normalized
from model.vision import VisionTower
from publish.static import tower_weights
from train.arithmetic import autocast
from train.stages import COLORED_LARGE
from world.splits import Split, Splits

SHARD = 256
BATCH = 64


class SeenPictures:
    """Shards of single drawings and of couples, read from disk when they are drawn."""

    def __init__(self, work: Path):
        self.single = sorted((work / "seen").glob("drawings-*.pt"))
        self.coupled = sorted((work / "seen").glob("couples-*.pt"))
        self.held: dict[Path, dict] = {}

    def shard(self, random: Random, files: list[Path]) -> dict:
        file = random.choice(files)
        if file not in self.held:
            self.held[file] = torch.load(file, weights_only=True, mmap=True)
        return self.held[file]

    def drawings(self, random: Random, count: int) -> tuple[list[Drawing], Tensor, int]:
        """Neighbors of one shard: the drawings, what the tower saw of them, and their width in pixels."""
        shard = self.shard(random, self.single)
        first = random.randrange(0, SHARD - count + 1)
        chosen = slice(first, first + count)
        return [Drawing(*row) for row in shard["rows"][chosen]], shard["seen"][chosen].float(), shard["width"]

    def couples(self, random: Random, count: int) -> tuple[list[Couple], Tensor, int]:
        shard = self.shard(random, self.coupled)
        first = random.randrange(0, SHARD - count + 1)
        chosen = slice(first, first + count)
        rows = [Couple(Drawing(*row[0]), Drawing(*row[1]), row[2]) for row in shard["rows"][chosen]]
        return rows, shard["seen"][chosen].float(), shard["width"]


@torch.no_grad()
def seen(tower: VisionTower, pixels: Tensor) -> Tensor:
    with autocast("cpu"):
        parts = [tower.seen(normalized(part)) for part in pixels.split(BATCH)]
    return torch.cat(parts).half()


def drawings_of(random: Random, splits: Splits) -> list[Drawing]:
    found: list[Drawing] = []
    while len(found) < SHARD:
        first = random_drawing(random, splits, Split.TRAINING, COLORED_LARGE)
        others = random.choice([0, 1, 3])
        found += [first] + [sibling(random, splits, Split.TRAINING, first) for _ in range(others)]
    return found[:SHARD]


def write(file: Path, rows: list, width: int, found: Tensor) -> None:
    part = file.with_suffix(".part")
    torch.save({"rows": rows, "width": width, "seen": found}, part)
    part.rename(file)


def main() -> None:
    parser = argparse.ArgumentParser(description="Let the vision tower see drawings.")
    parser.add_argument("work", type=Path)
    parser.add_argument("--drawings", type=int, default=18_000)
    parser.add_argument("--couples", type=int, default=5_000)
    parser.add_argument("--vision", type=Path, default=Path("../model"))
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    folder = arguments.work / "seen"
    folder.mkdir(exist_ok=True)
    splits = Splits(0)
    tower = VisionTower(VisionConfiguration()).eval()
    tower.load_state_dict(tower_weights(arguments.vision), strict=False)
    singles, couples = arguments.drawings // SHARD, arguments.couples // SHARD
    # In turns, so that both are there when it is stopped.
    for number in range(max(singles, couples)):
        file = folder / f"drawings-{number:04}.pt"
        if number < singles and not file.exists():
            random = Random(f"seen/drawings/{number}")
            size = random.choice(COLORED_LARGE.sizes)
            rows = drawings_of(random, splits)
            write(file, [astuple(row) for row in rows], size[1], seen(tower, pixels_of(rows, size)))
        file = folder / f"couples-{number:04}.pt"
        if number < couples and not file.exists():
            random = Random(f"seen/couples/{number}")
            across = number % 2 == 0
            rows = [random_couple(random, splits, Split.TRAINING, across) for _ in range(SHARD)]
            pixels = torch.from_numpy(np.stack([row.pixels() for row in rows]))
            kept = [(astuple(row.first), astuple(row.second), row.across) for row in rows]
            write(file, kept, 2 * SIDE if across else SIDE, seen(tower, pixels))
        print(f"{number + 1} of {max(singles, couples)}", flush=True)


if __name__ == "__main__":
    main()
