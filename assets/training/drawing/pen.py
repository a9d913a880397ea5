"""A pen that draws in a square of its own, from (-1, -1) at the top left to (1, 1) at the bottom right.

Whoever draws a thing speaks of that square only; where it lies in the picture, how large, tilted and
stretched it is, and what its four tones are, is decided once, when the pen is made.
"""

import math
from dataclasses import dataclass

Tone = tuple[int, int, int]
Point = tuple[float, float]


def mixed(first: Tone, second: Tone, share: float) -> Tone:
    """`first` with `share` (0 to 1) of `second` in it."""
    return tuple(round(a + (b - a) * share) for a, b in zip(first, second))


@dataclass(frozen=True)
class Palette:
    """The tones of one drawing: its color, a darker and a lighter one for parts, and the background."""

    main: Tone
    dark: Tone
    light: Tone
    ground: Tone

    @classmethod
    def of(cls, main: Tone, ground: Tone) -> "Palette":
        """Parts keep apart from the main tone even where it is nearly black or nearly white."""
        brightness = sum(main) / 3
        dark = mixed(main, (0, 0, 0), 0.22 if brightness > 220 else 0.38)
        light = mixed(main, (255, 255, 255), 0.45 if brightness < 60 else 0.55)
        return cls(main, dark, light, ground)


class Pen:
    """Draws filled shapes and lines of the pen's own square on a Pillow drawing surface."""

    def __init__(self, surface, center: Point, scale: float, palette: Palette, tilt=0.0, stretch=1.0):
        self.surface = surface
        self.center = center
        self.scale = scale
        self.palette = palette
        self.stretch = stretch
        self.cosine, self.sine = math.cos(tilt), math.sin(tilt)

    @property
    def main(self) -> Tone:
        return self.palette.main

    @property
    def dark(self) -> Tone:
        return self.palette.dark

    @property
    def light(self) -> Tone:
        return self.palette.light

    @property
    def ground(self) -> Tone:
        return self.palette.ground

    def place(self, point: Point) -> Point:
        """The pixel position of a point of the pen's square."""
        x, y = point[0] * self.stretch, point[1]
        return (
            self.center[0] + self.scale * (x * self.cosine - y * self.sine),
            self.center[1] + self.scale * (x * self.sine + y * self.cosine),
        )

    def polygon(self, points: list[Point], tone: Tone | None = None) -> None:
        self.surface.polygon([self.place(point) for point in points], fill=tone or self.main)

    def rectangle(self, left: float, top: float, right: float, bottom: float, tone: Tone | None = None) -> None:
        self.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], tone)

    def ellipse(self, x: float, y: float, across: float, down: float, tone: Tone | None = None) -> None:
        """An ellipse around (x, y) with its two half axes."""
        self.polygon(arc(x, y, across, down, 0, 360), tone)

    def disk(self, x: float, y: float, radius: float, tone: Tone | None = None) -> None:
        self.ellipse(x, y, radius, radius, tone)

    def line(self, points: list[Point], width: float, tone: Tone | None = None) -> None:
        """A line with round ends and corners, `width` in units of the pen's square."""
        pixels = max(1, round(width * self.scale))
        placed = [self.place(point) for point in points]
        self.surface.line(placed, fill=tone or self.main, width=pixels, joint="curve")
        radius = pixels / 2
        for x, y in (placed[0], placed[-1]):
            self.surface.ellipse((x - radius, y - radius, x + radius, y + radius), fill=tone or self.main)


def arc(x: float, y: float, across: float, down: float, start: float, end: float) -> list[Point]:
    """Points along an ellipse from `start` to `end` degrees, clockwise from the right."""
    steps = max(6, round(abs(end - start) / 10))
    angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(x + across * math.cos(angle), y + down * math.sin(angle)) for angle in angles]


def spokes(count: int, radius: float, first: float = -90.0) -> list[Point]:
    """`count` points at equal angles on a circle around the middle, beginning at `first` degrees."""
    angles = [math.radians(first + 360 * index / count) for index in range(count)]
    return [(radius * math.cos(angle), radius * math.sin(angle)) for angle in angles]
