"""Procedural drawings: what a drawing shows is given, how it looks is decided by its seed.

The recipe trains and tests the bundled model on these drawings, and the sample images that jinascope opens with
come from the same code with seeds of their own:

    python -m drawing.drawings samples ../samples/images       write the sample images and their index
    python -m drawing.drawings sheet sheet.png                 write a contact sheet of every kind, to look at
"""

import argparse
import csv
import json
from dataclasses import dataclass
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw

from drawing.pen import Palette, Pen, Tone, mixed
from drawing.scenes import SCENES
from drawing.things import THINGS

KINDS = [*THINGS, *SCENES]
COUNTS = [1, 2, 3, 4]
COLORS: dict[str, Tone] = {
    "red": (214, 40, 40),
    "orange": (243, 134, 24),
    "yellow": (246, 208, 42),
    "green": (46, 152, 66),
    "blue": (42, 92, 214),
    "purple": (128, 58, 172),
    "pink": (246, 136, 180),
    "brown": (128, 82, 46),
    "black": (26, 26, 28),
    "white": (248, 248, 246),
}
# Shapes are drawn this many times too large and then averaged, so that edges are smooth.
OVERSAMPLING = 2
SAMPLES = Path(__file__).parents[1] / "data" / "sample_images.tsv"


@dataclass(frozen=True)
class Drawing:
    """What a drawing shows. The seed decides size, position, tilt, shades and the details of its kind."""

    kind: str
    color: str
    background: str
    count: int
    seed: int

    def __post_init__(self):
        if self.color == self.background:
            raise ValueError(
                f"a {self.color} {self.kind} cannot be seen on {self.background}; choose another background"
            )
        if self.count != 1 and self.kind not in THINGS:
            raise ValueError(f"{self.kind} fills its picture and is not counted; its count must be 1")


def draw(drawing: Drawing, width: int, height: int) -> Image.Image:
    """The drawing as an RGB picture of `width` × `height` pixels; the same for the same arguments."""
    random = Random(repr(drawing))
    palette = Palette.of(shaded(COLORS[drawing.color], random), shaded(COLORS[drawing.background], random))
    size = (width * OVERSAMPLING, height * OVERSAMPLING)
    image = Image.new("RGB", size, palette.ground)
    surface = ImageDraw.Draw(image)
    if random.random() < 0.4:
        paint_soft_ground(surface, size, palette.ground)
    if drawing.kind in THINGS:
        for pen in pens_for_things(drawing.count, surface, size, palette, random):
            THINGS[drawing.kind](pen, random)
    else:
        pen = Pen(surface, (size[0] / 2, size[1] / 2), size[1] / 2, palette, stretch=size[0] / size[1])
        SCENES[drawing.kind](pen, random)
    return image.resize((width, height), Image.Resampling.BOX)


def shaded(tone: Tone, random: Random) -> Tone:
    """A shade of the same color, near enough to keep its name."""
    brighter = random.randint(-10, 10)
    return tuple(max(0, min(255, channel + brighter + random.randint(-6, 6))) for channel in tone)


def paint_soft_ground(surface: ImageDraw.ImageDraw, size: tuple[int, int], ground: Tone) -> None:
    """The background a little lighter above than below."""
    width, height = size
    band = max(1, height // 32)
    for top in range(0, height, band):
        tone = mixed(mixed(ground, (255, 255, 255), 0.12), mixed(ground, (0, 0, 0), 0.1), top / height)
        surface.rectangle((0, top, width, top + band), fill=tone)


def pens_for_things(count: int, surface, size: tuple[int, int], palette: Palette, random: Random):
    """One pen per thing, in cells that do not overlap, so that the things can be counted."""
    columns, rows = {1: (1, 1), 2: (2, 1), 3: random.choice([(3, 1), (2, 2)]), 4: (2, 2)}[count]
    if columns != rows and random.random() < 0.3:
        columns, rows = rows, columns
    cell = (size[0] / columns, size[1] / rows)
    places = [(column, row) for row in range(rows) for column in range(columns)]
    share = random.uniform(0.24, 0.44) if count == 1 else random.uniform(0.33, 0.43)
    for column, row in sorted(random.sample(places, count)):
        scale = share * min(cell) * random.uniform(0.92, 1.0)
        margins = [max(0.0, side / 2 - scale * 1.15) for side in cell]
        center = (
            (column + 0.5) * cell[0] + random.uniform(-margins[0], margins[0]),
            (row + 0.5) * cell[1] + random.uniform(-margins[1], margins[1]),
        )
        tilt, stretch = random.uniform(-0.2, 0.2), random.uniform(0.9, 1.08)
        yield Pen(surface, center, scale, palette, tilt, stretch)


def write_samples(folder: Path) -> None:
    """Write every sample image and `images.jsonl`, one line per image: id, file and what it shows."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    with SAMPLES.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            drawing = Drawing(row["kind"], row["color"], row["background"], int(row["count"]), int(row["seed"]))
            image = draw(drawing, int(row["width"]), int(row["height"]))
            name = f"{row['id']}.{row['format']}"
            options = {"quality": 90} if row["format"] == "jpg" else {"optimize": True}
            image.save(folder / name, **options)
            lines.append(json.dumps({"id": row["id"], "image": name, "label": row["label"]}, ensure_ascii=False))
    (folder / "images.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_sheet(file: Path, side: int = 112, columns: int = 10) -> None:
    """Write one picture of every kind, thing by thing, in changing colors, counts and backgrounds."""
    random = Random(7)
    rows = -(-len(KINDS) // columns)
    sheet = Image.new("RGB", (columns * side, rows * side), (255, 255, 255))
    for index, kind in enumerate(KINDS):
        color, background = random.sample(sorted(COLORS), 2)
        count = random.choice([1, 1, 1, 2, 3, 4]) if kind in THINGS else 1
        tile = draw(Drawing(kind, color, background, count, index), side, side)
        sheet.paste(tile, (index % columns * side, index // columns * side))
    sheet.save(file)


def main() -> None:
    parser = argparse.ArgumentParser(description="Procedural drawings of the recipe.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("samples", help="write the sample images").add_argument("folder", type=Path)
    commands.add_parser("sheet", help="write a contact sheet").add_argument("file", type=Path)
    arguments = parser.parse_args()
    if arguments.command == "samples":
        write_samples(arguments.folder)
    else:
        write_sheet(arguments.file)


if __name__ == "__main__":
    main()
