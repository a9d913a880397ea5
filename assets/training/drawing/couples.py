"""Two drawings in one picture, side by side or one above the other, to ask where in it something is."""

from dataclasses import dataclass
from random import Random

import numpy as np

from drawing.drawings import Drawing, draw
from drawing.pictures import PictureRange, random_drawing
from drawing.things import THINGS
from world.splits import Split, Splits

SIDE = 112
CELL = 28
COLORED_THINGS = PictureRange(list(THINGS), colored=True, sizes=[(SIDE, SIDE)])


@dataclass(frozen=True)
class Couple:
    """Two drawings of different kind and color; `across` tells side by side from one above the other."""

    first: Drawing
    second: Drawing
    across: bool

    def pixels(self) -> np.ndarray:
        """Bytes [height, width, 3]."""
        parts = [np.asarray(draw(drawing, SIDE, SIDE)) for drawing in (self.first, self.second)]
        return np.concatenate(parts, axis=1 if self.across else 0)

    def cells(self, second: bool) -> np.ndarray:
        """Which cells, row by row, belong to one of the drawings: booleans."""
        cells = SIDE // CELL
        places = np.arange(2 * cells * cells)
        is_second = places % (2 * cells) >= cells if self.across else places >= cells * cells
        return is_second == second


def random_couple(random: Random, splits: Splits, split: Split, across: bool) -> Couple:
    while True:
        first, second = (random_drawing(random, splits, split, COLORED_THINGS) for _ in range(2))
        colors = {first.color, first.background, second.color, second.background}
        if first.kind != second.kind and len(colors) == 4:
            return Couple(first, second, across)
