"""Scenes, patterns, charts and pages: pictures that fill the whole canvas and are not counted.

A scene's pen spans the picture: (-1, -1) is its top left corner and (1, 1) its bottom right one, whatever the
picture's proportions; the background is already painted.
"""

import math
from random import Random

from PIL import ImageFont

from drawing.pen import Pen, arc, mixed, spokes

WORDS = ["OPEN", "STOP", "SALE", "EXIT", "NEWS", "HELLO", "TODAY", "MENU"]


def mountains(pen: Pen, random: Random) -> None:
    for base, tone in ((0.35, pen.light), (0.65, pen.main), (1.0, pen.dark)):
        x = -1.4 + random.uniform(0, 0.4)
        while x < 1.2:
            width, height = random.uniform(0.6, 1.0), random.uniform(0.7, 1.1)
            pen.polygon(
                [(x, 1.02), (x, base), (x + width / 2, base - height), (x + width, base), (x + width, 1.02)], tone
            )
            x += width * random.uniform(0.6, 0.8)
    pen.rectangle(-1, 0.85, 1, 1.02, pen.dark)


def sunset(pen: Pen, random: Random) -> None:
    """The sun goes down over the sea; both are in the drawing's color, the sea in its dark tone."""
    horizon, x = random.uniform(0.05, 0.3), random.uniform(-0.4, 0.4)
    pen.polygon(arc(x, horizon, 0.42, 0.42, 180, 360))
    for inner, outer in zip(arc(x, horizon, 0.52, 0.52, 195, 345), arc(x, horizon, 0.72, 0.72, 195, 345)):
        pen.line([inner, outer], 0.035, pen.light)
    pen.rectangle(-1, horizon, 1, 1.02, pen.dark)
    for row in range(5):
        y, half = horizon + 0.1 + row * 0.15, random.uniform(0.15, 0.45)
        pen.line([(x - half, y), (x + half, y)], 0.05, pen.light)


def skyline(pen: Pen, random: Random) -> None:
    x = -1.02
    while x < 1:
        width, top = random.uniform(0.25, 0.42), random.uniform(-0.6, 0.35)
        tone = random.choice([pen.main, pen.dark])
        pen.rectangle(x, top, x + width, 1.02, tone)
        rows = int((0.9 - top) / 0.22)
        for row in range(rows):
            for column in (0.25, 0.65):
                left, upper = x + width * column, top + 0.1 + row * 0.22
                pen.rectangle(left, upper, left + width * 0.18, upper + 0.1, pen.light)
        x += width


def forest(pen: Pen, random: Random) -> None:
    for base, tone, size in ((0.55, pen.light, 0.55), (0.75, pen.main, 0.7), (0.98, pen.dark, 0.85)):
        x = -1.15 + random.uniform(0, 0.2)
        while x < 1.15:
            height = size * random.uniform(0.85, 1.15)
            pen.rectangle(x - 0.03, base - 0.1, x + 0.03, base + 0.05, pen.dark)
            for tier in range(3):
                low, half = base - 0.1 - tier * height * 0.3, 0.24 * size * (1.3 - 0.3 * tier)
                pen.polygon([(x - half, low), (x + half, low), (x, low - height * 0.45)], tone)
            x += random.uniform(0.3, 0.45)
        pen.rectangle(-1, base, 1, 1.02, tone)


def night(pen: Pen, random: Random) -> None:
    """Many small stars and a crescent moon above a line of hills."""
    for _ in range(random.randint(22, 32)):
        x, y, size = random.uniform(-0.95, 0.95), random.uniform(-0.95, 0.4), random.uniform(0.025, 0.06)
        outer, inner = spokes(4, size), spokes(4, size * 0.35, first=-45)
        pen.polygon([(x + a, y + b) for pair in zip(outer, inner) for a, b in pair], pen.main)
    x, y = random.uniform(-0.5, 0.5), random.uniform(-0.6, -0.3)
    pen.disk(x, y, 0.26)
    pen.disk(x + 0.13, y - 0.06, 0.22, pen.ground)
    hills = [(-1 + step / 10, 0.7 + 0.13 * math.sin(step * 0.6 + x * 7)) for step in range(21)]
    pen.polygon(hills + [(1.02, 1.02), (-1.02, 1.02)], pen.dark)


def rain(pen: Pen, random: Random) -> None:
    for x, y, radius in ((-0.45, -0.45, 0.3), (0.45, -0.42, 0.28), (0, -0.6, 0.38)):
        pen.disk(x, y, radius)
    pen.rectangle(-0.45, -0.45, 0.45, -0.15)
    for row in range(4):
        for column in range(7):
            x = -0.75 + column * 0.25 + random.uniform(-0.05, 0.05) - row * 0.03
            y = 0.02 + row * 0.24 + random.uniform(-0.04, 0.04)
            pen.line([(x, y), (x - 0.05, y + 0.13)], 0.04, pen.dark)


def gradient(pen: Pen, random: Random) -> None:
    """From the color to the background, from one side to the other."""
    steps, turned = 48, random.choice([False, True])
    for step in range(steps):
        share = step / (steps - 1)
        low, high = -1 + 2 * step / steps - 0.01, -1 + 2 * (step + 1) / steps + 0.01
        tone = mixed(pen.main, pen.ground, share)
        if turned:
            pen.rectangle(low, -1, high, 1, tone)
        else:
            pen.rectangle(-1, low, 1, high, tone)


def glow(pen: Pen, random: Random) -> None:
    """A round light in the color that fades into the background."""
    x, y, steps = random.uniform(-0.25, 0.25), random.uniform(-0.25, 0.25), 40
    for step in range(steps):
        pen.disk(x, y, 1.1 * (1 - step / steps), mixed(pen.ground, pen.main, (step + 1) / steps))


def stripes(pen: Pen, random: Random) -> None:
    count, slant = random.randint(4, 7), random.choice([0, 0, 0.5, -0.5])
    upright = random.random() < 0.5
    for index in range(-3, count + 3):
        low = -1 + 2 * index / count
        high = low + 1 / count
        corners = [(low + slant, -1.02), (high + slant, -1.02), (high - slant, 1.02), (low - slant, 1.02)]
        pen.polygon(corners if upright else [(y, x) for x, y in corners])


def checkerboard(pen: Pen, random: Random) -> None:
    count = random.randint(4, 8)
    side = 2 / count
    for row in range(count):
        for column in range(row % 2, count, 2):
            pen.rectangle(-1 + column * side, -1 + row * side, -1 + (column + 1) * side, -1 + (row + 1) * side)


def axes(pen: Pen) -> None:
    pen.line([(-0.8, -0.85), (-0.8, 0.8), (0.85, 0.8)], 0.04, pen.dark)


def bar_chart(pen: Pen, random: Random) -> None:
    axes(pen)
    count = random.randint(4, 6)
    step = 1.55 / count
    for index in range(count):
        left = -0.72 + index * step
        pen.rectangle(left, 0.78 - random.uniform(0.25, 1.5), left + step * 0.68, 0.78)


def line_chart(pen: Pen, random: Random) -> None:
    axes(pen)
    count = random.randint(5, 8)
    height = random.uniform(-0.4, 0.4)
    points = []
    for index in range(count):
        height = max(-0.75, min(0.65, height + random.uniform(-0.5, 0.4)))
        points.append((-0.7 + 1.45 * index / (count - 1), height))
    pen.line(points, 0.07)
    for x, y in points:
        pen.disk(x, y, 0.075)


def pie_chart(pen: Pen, random: Random) -> None:
    tones = [pen.main, pen.light, pen.dark, mixed(pen.main, pen.ground, 0.35)]
    shares = [random.uniform(0.5, 1.5) for _ in range(random.randint(3, 4))]
    start = random.uniform(0, 360)
    for share, tone in zip(shares, tones):
        end = start + 360 * share / sum(shares)
        pen.polygon([(0, 0)] + arc(0, 0, 0.82, 0.82, start, end), tone)
        pen.line([(0, 0), arc(0, 0, 0.82, 0.82, start, end)[0]], 0.03, pen.ground)
        start = end


def scatter_plot(pen: Pen, random: Random) -> None:
    axes(pen)
    slope = random.choice([-0.6, 0.6])
    for _ in range(random.randint(18, 28)):
        x = random.uniform(-0.6, 0.75)
        pen.disk(x, max(-0.8, min(0.68, -slope * x + random.gauss(0, 0.22))), 0.06)


def spreadsheet(pen: Pen, random: Random) -> None:
    rows, columns = random.randint(4, 6), random.randint(3, 4)
    height, width = 1.6 / rows, 1.7 / columns
    pen.rectangle(-0.85, -0.8, 0.85, -0.8 + height)
    for row in range(rows + 1):
        pen.line([(-0.85, -0.8 + row * height), (0.85, -0.8 + row * height)], 0.03, pen.dark)
    for column in range(columns + 1):
        pen.line([(-0.85 + column * width, -0.8), (-0.85 + column * width, 0.8)], 0.03, pen.dark)
        for row in range(1, rows):
            if column < columns:
                left, middle = -0.85 + (column + 0.2) * width, -0.8 + (row + 0.5) * height
                pen.line([(left, middle), (left + width * random.uniform(0.2, 0.55), middle)], 0.045, pen.light)


def paragraph(pen: Pen, random: Random, left: float, right: float, top: float, bottom: float) -> None:
    """Lines of writing as strokes of words, too small to be read."""
    y = top
    while y < bottom:
        x = left
        while x < right - 0.06:
            end = min(right, x + random.uniform(0.08, 0.28))
            pen.line([(x, y), (end, y)], 0.035, pen.dark)
            x = end + 0.07
        y += 0.13


def letter(pen: Pen, random: Random) -> None:
    pen.rectangle(-0.75, -0.85, random.uniform(-0.1, 0.4), -0.68)
    paragraph(pen, random, -0.75, 0.75, -0.45, 0.3)
    paragraph(pen, random, -0.75, random.uniform(0.0, 0.6), 0.45, 0.6)
    signature = [(-0.7 + step * 0.05, 0.82 + random.uniform(-0.08, 0.06)) for step in range(9)]
    pen.line(signature, 0.04)


def newspaper(pen: Pen, random: Random) -> None:
    pen.rectangle(-0.85, -0.9, 0.85, -0.62)
    picture = random.choice([0, 1, 2])
    for column in range(3):
        left = -0.85 + column * 0.6
        top = -0.45
        if column == picture:
            pen.rectangle(left, top, left + 0.5, top + 0.5, pen.light)
            top += 0.65
        paragraph(pen, random, left, left + 0.5, top, 0.92)


def form(pen: Pen, random: Random) -> None:
    pen.rectangle(-0.8, -0.9, 0.1, -0.75)
    for row in range(4):
        y = -0.5 + row * 0.33
        pen.line([(-0.8, y), (random.uniform(-0.55, -0.4), y)], 0.045, pen.dark)
        frame = [(-0.25, y - 0.1), (0.8, y - 0.1), (0.8, y + 0.1), (-0.25, y + 0.1), (-0.25, y - 0.1)]
        pen.line(frame, 0.03, pen.dark)
    pen.rectangle(0.3, 0.72, 0.8, 0.92)


def sign(pen: Pen, random: Random) -> None:
    """One large word on a board; Pillow's own font, so that the picture is the same everywhere."""
    pen.rectangle(-0.06, 0.3, 0.06, 1.02, pen.dark)
    pen.rectangle(-0.88, -0.55, 0.88, 0.45)
    word = random.choice(WORDS)
    (left, top), (right, bottom) = pen.place((-0.76, -0.4)), pen.place((0.76, 0.3))
    measured = pen.surface.textbbox((0, 0), word, font=ImageFont.load_default(100))
    size = 100 * min((right - left) / (measured[2] - measured[0]), (bottom - top) / (measured[3] - measured[1]))
    center = ((left + right) / 2, (top + bottom) / 2)
    pen.surface.text(center, word, font=ImageFont.load_default(size), fill=pen.ground, anchor="mm")


SCENES = {
    draw.__name__: draw
    for draw in (
        mountains, sunset, skyline, forest, night, rain, gradient, glow, stripes, checkerboard, bar_chart, line_chart,
        pie_chart, scatter_plot, spreadsheet, letter, newspaper, form, sign,
    )
}  # fmt: skip
