"""Which drawings are shown to the model: random ones of a split, black on white or colored, and their siblings."""

from dataclasses import dataclass, replace
from random import Random

import numpy as np
import torch
from torch import Tensor

from drawing.drawings import COLORS, COUNTS, KINDS, Drawing, draw
from drawing.things import THINGS
from world.splits import Split, Splits

# The kinds that the vision tower learns first; the others are added when these are told apart.
FIRST_KINDS = [
    "circle", "square", "triangle", "star", "heart", "cross", "arrow", "ring", "moon", "sun", "house", "tree", "flower",
    "car", "boat", "fish", "bar_chart", "stripes", "mountains", "letter",
]  # fmt: skip


@dataclass(frozen=True)
class PictureRange:
    """What drawings a stage of training draws from."""

    kinds: list[str]
    colored: bool
    # (height, width) in pixels; one step uses one size.
    sizes: list[tuple[int, int]]


def random_drawing(random: Random, splits: Splits, split: Split, range_: PictureRange) -> Drawing:
    """A drawing whose combination of kind and color and whose seed both belong to the split.

    Black on white has no combinations to hold out: there the seed alone decides.
    """
    while True:
        kind = random.choice(range_.kinds)
        count = random_count(random, kind)
        color, background = ("black", "white") if not range_.colored else random.sample(sorted(COLORS), 2)
        if not range_.colored or splits.of_drawing(kind, color) == split:
            return Drawing(kind, color, background, count, splits.drawing_seed(random, split))


def random_count(random: Random, kind: str) -> int:
    # One thing alone is the most common picture, so half of the drawings show it.
    return 1 if kind not in THINGS or random.random() < 0.4 else random.choice(COUNTS)


def sibling(random: Random, splits: Splits, split: Split, drawing: Drawing) -> Drawing:
    """A drawing of the same split that differs from this one in one slot, and has a seed of its own."""
    while True:
        slot = random.choice(["kind", "color", "background", "count"])
        seed = splits.drawing_seed(random, split)
        if slot == "kind":
            kind = random.choice(KINDS)
            count = drawing.count if kind in THINGS else 1
            changed = replace(drawing, kind=kind, count=count, seed=seed)
        elif slot == "count":
            changed = replace(drawing, count=random_count(random, drawing.kind), seed=seed)
        else:
            others = [color for color in COLORS if color not in (drawing.color, drawing.background)]
            changed = replace(drawing, **{slot: random.choice(others)}, seed=seed)
        if splits.of_drawing(changed.kind, changed.color) == split:
            return changed


def pixels_of(drawings: list[Drawing], size: tuple[int, int]) -> Tensor:
    """Bytes [drawings, height, width, 3]."""
    height, width = size
    return torch.from_numpy(np.stack([np.asarray(draw(drawing, width, height)) for drawing in drawings]))


def labels_of(drawings: list[Drawing]) -> Tensor:
    """Kind, color, background and count as indices: [drawings, 4]."""
    colors = list(COLORS)
    rows = [
        [KINDS.index(drawing.kind), colors.index(drawing.color), colors.index(drawing.background), drawing.count - 1]
        for drawing in drawings
    ]
    return torch.tensor(rows)
