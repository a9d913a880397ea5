"""Things that can be counted: each function draws one of them with a pen, filling the pen's square.

Every thing has an outline of its own that is told from the others in black on white; the random source
varies only what does not change what the thing is.
"""

import math
from random import Random

from drawing.pen import Pen, arc, spokes


def circle(pen: Pen, random: Random) -> None:
    pen.disk(0, 0, 1)


def square(pen: Pen, random: Random) -> None:
    pen.rectangle(-0.9, -0.9, 0.9, 0.9)


def triangle(pen: Pen, random: Random) -> None:
    pen.polygon(spokes(3, 1.1))


def star(pen: Pen, random: Random) -> None:
    outer, inner = spokes(5, 1.05), spokes(5, 0.43, first=-54)
    pen.polygon([point for pair in zip(outer, inner) for point in pair])


def heart(pen: Pen, random: Random) -> None:
    pen.disk(-0.47, -0.35, 0.53)
    pen.disk(0.47, -0.35, 0.53)
    pen.polygon([(-0.95, -0.12), (0, -0.3), (0.95, -0.12), (0, 1)])


def cross(pen: Pen, random: Random) -> None:
    pen.rectangle(-0.3, -1, 0.3, 1)
    pen.rectangle(-1, -0.3, 1, 0.3)


def arrow(pen: Pen, random: Random) -> None:
    pen.rectangle(-1, -0.22, 0.2, 0.22)
    pen.polygon([(0.1, -0.7), (1.05, 0), (0.1, 0.7)])


def ring(pen: Pen, random: Random) -> None:
    pen.disk(0, 0, 1)
    pen.disk(0, 0, 0.6, pen.ground)


def moon(pen: Pen, random: Random) -> None:
    pen.disk(0, 0, 1)
    pen.disk(0.45, -0.12, 0.82, pen.ground)


def sun(pen: Pen, random: Random) -> None:
    pen.disk(0, 0, 0.52)
    rays = random.choice([8, 10, 12])
    for inner, outer in zip(spokes(rays, 0.68), spokes(rays, 1)):
        pen.line([inner, outer], 0.13)


def house(pen: Pen, random: Random) -> None:
    pen.rectangle(0.35, -0.95, 0.6, -0.2, pen.dark)
    pen.rectangle(-0.78, -0.15, 0.78, 0.95)
    pen.polygon([(-1.02, -0.12), (0, -1), (1.02, -0.12)], pen.dark)
    pen.rectangle(-0.18, 0.35, 0.18, 0.95, pen.ground)
    for x in (-0.5, 0.5):
        pen.rectangle(x - 0.15, 0.1, x + 0.15, 0.4, pen.light)


def tree(pen: Pen, random: Random) -> None:
    pen.rectangle(-0.14, 0.2, 0.14, 1, pen.dark)
    for x, y in ((-0.35, 0), (0.35, 0), (0, -0.45), (0, 0)):
        pen.disk(x, y, 0.5)


def flower(pen: Pen, random: Random) -> None:
    pen.line([(0, 0), (0.04, 0.98)], 0.11, pen.dark)
    pen.ellipse(0.28, 0.68, 0.26, 0.11, pen.dark)
    for x, y in spokes(random.choice([5, 6, 7]), 0.4):
        pen.disk(x, y - 0.35, 0.27)
    pen.disk(0, -0.35, 0.22, pen.ground)


def car(pen: Pen, random: Random) -> None:
    pen.rectangle(-1, -0.08, 1, 0.42)
    pen.polygon([(-0.65, -0.08), (-0.4, -0.55), (0.35, -0.55), (0.65, -0.08)])
    pen.polygon([(-0.48, -0.1), (-0.32, -0.43), (-0.05, -0.43), (-0.05, -0.1)], pen.light)
    pen.polygon([(0.05, -0.1), (0.05, -0.43), (0.28, -0.43), (0.47, -0.1)], pen.light)
    for x in (-0.55, 0.55):
        pen.disk(x, 0.45, 0.26, pen.dark)
        pen.disk(x, 0.45, 0.1, pen.ground)


def boat(pen: Pen, random: Random) -> None:
    pen.polygon([(-1, 0.35), (1, 0.35), (0.6, 0.95), (-0.6, 0.95)], pen.dark)
    pen.line([(0, 0.35), (0, -0.95)], 0.08, pen.dark)
    pen.polygon([(0.08, -0.95), (0.85, 0.2), (0.08, 0.2)])
    pen.polygon([(-0.08, -0.7), (-0.6, 0.2), (-0.08, 0.2)], pen.light)


def fish(pen: Pen, random: Random) -> None:
    pen.polygon([(0.4, 0), (1, -0.5), (0.85, 0), (1, 0.5)], pen.dark)
    pen.polygon([(-0.35, -0.35), (0.1, -0.72), (0.3, -0.3)], pen.dark)
    pen.ellipse(-0.18, 0, 0.8, 0.48)
    pen.disk(-0.6, -0.12, 0.09, pen.ground)


def face(pen: Pen, random: Random) -> None:
    pen.disk(0, 0, 1)
    for x in (-0.36, 0.36):
        pen.disk(x, -0.28, 0.15, pen.ground)
    pen.line(arc(0, 0.1, 0.55, 0.45, 20, 160), 0.12, pen.ground)


def cup(pen: Pen, random: Random) -> None:
    pen.line(arc(0.42, 0.15, 0.42, 0.38, -100, 100), 0.15)
    pen.polygon([(-0.75, -0.4), (0.5, -0.4), (0.38, 0.8), (-0.63, 0.8)])
    for x in (-0.4, -0.1, 0.2):
        pen.line([(x, -0.55), (x + 0.08, -0.75), (x, -0.95)], 0.07, pen.dark)


def cloud(pen: Pen, random: Random) -> None:
    for x, y, radius in ((-0.55, 0.15, 0.4), (0.55, 0.18, 0.38), (0, -0.15, 0.52)):
        pen.disk(x, y, radius)
    pen.rectangle(-0.55, 0.1, 0.55, 0.55)


def umbrella(pen: Pen, random: Random) -> None:
    pen.polygon(arc(0, 0, 1, 0.9, 180, 360))
    for x in (-0.66, 0, 0.66):
        pen.polygon(arc(x, 0.02, 0.33, 0.14, 180, 360), pen.ground)
    pen.line([(0, -0.95), (0, 0.75)] + arc(0.18, 0.75, 0.18, 0.2, 180, 20), 0.09, pen.dark)


def balloon(pen: Pen, random: Random) -> None:
    pen.line([(0, 0.4), (0.1, 0.65), (-0.08, 0.85), (0.03, 1.05)], 0.05, pen.dark)
    pen.polygon([(0, 0.28), (-0.13, 0.48), (0.13, 0.48)], pen.dark)
    pen.ellipse(0, -0.35, 0.6, 0.68)
    pen.ellipse(-0.22, -0.6, 0.11, 0.17, pen.light)


def mushroom(pen: Pen, random: Random) -> None:
    pen.polygon([(-0.25, 0), (0.25, 0), (0.36, 0.95), (-0.36, 0.95)], pen.light)
    pen.polygon(arc(0, 0.1, 0.98, 1, 180, 360))
    for x, y in ((-0.5, -0.25), (0.05, -0.6), (0.5, -0.2)):
        pen.disk(x, y, 0.15, pen.ground)


def apple(pen: Pen, random: Random) -> None:
    pen.line([(0, -0.4), (0.1, -0.9)], 0.1, pen.dark)
    pen.ellipse(0.38, -0.75, 0.28, 0.13, pen.dark)
    for x in (-0.3, 0.3):
        pen.ellipse(x, 0.2, 0.55, 0.68)
    pen.ellipse(0, 0.25, 0.6, 0.68)


def book(pen: Pen, random: Random) -> None:
    pen.polygon([(-1, -0.6), (0, -0.4), (1, -0.6), (1, 0.7), (0, 0.9), (-1, 0.7)], pen.dark)
    pen.polygon([(-0.9, -0.68), (-0.03, -0.48), (-0.03, 0.78), (-0.9, 0.58)])
    pen.polygon([(0.9, -0.68), (0.03, -0.48), (0.03, 0.78), (0.9, 0.58)])
    for y in (-0.35, -0.05, 0.25):
        pen.line([(-0.75, y - 0.05), (-0.2, y + 0.07)], 0.07, pen.ground)
        pen.line([(0.75, y - 0.05), (0.2, y + 0.07)], 0.07, pen.ground)


def clock(pen: Pen, random: Random) -> None:
    pen.disk(0, 0, 1)
    pen.disk(0, 0, 0.82, pen.ground)
    for x, y in spokes(12, 0.68):
        pen.disk(x, y, 0.06)
    for length, width in ((0.38, 0.12), (0.58, 0.08)):
        angle = random.uniform(0, 2 * math.pi)
        pen.line([(0, 0), (length * math.cos(angle), length * math.sin(angle))], width)


def lamp(pen: Pen, random: Random) -> None:
    pen.polygon([(-0.4, -0.95), (0.4, -0.95), (0.8, 0.05), (-0.8, 0.05)])
    pen.line([(0, 0.05), (0, 0.85)], 0.12, pen.dark)
    pen.polygon(arc(0, 0.95, 0.5, 0.2, 180, 360), pen.dark)


def chair(pen: Pen, random: Random) -> None:
    pen.rectangle(-0.65, -1, -0.42, 1)
    pen.rectangle(0.4, 0.1, 0.63, 1)
    pen.rectangle(-0.65, 0.02, 0.63, 0.28, pen.dark)


def bird(pen: Pen, random: Random) -> None:
    pen.polygon([(-0.85, 0.15), (-0.3, 0.05), (-0.35, 0.4)], pen.dark)
    pen.ellipse(0.05, 0.15, 0.6, 0.42)
    pen.disk(0.5, -0.35, 0.32)
    pen.polygon([(0.76, -0.45), (1.08, -0.3), (0.76, -0.2)], pen.dark)
    pen.disk(0.56, -0.42, 0.07, pen.ground)
    pen.polygon([(-0.3, 0), (0.25, -0.05), (-0.15, 0.42)], pen.light)
    for x in (-0.05, 0.2):
        pen.line([(x, 0.5), (x, 0.92)], 0.06, pen.dark)


def cat(pen: Pen, random: Random) -> None:
    pen.line(arc(0.55, 0.45, 0.4, 0.5, 90, -60), 0.15)
    pen.ellipse(0, 0.45, 0.55, 0.55)
    pen.disk(0, -0.3, 0.5)
    for side in (-1, 1):
        pen.polygon([(side * 0.5, -0.35), (side * 0.46, -1), (side * 0.05, -0.65)])
        pen.disk(side * 0.2, -0.36, 0.09, pen.ground)
        pen.line([(side * 0.2, -0.1), (side * 0.75, -0.18)], 0.04, pen.dark)


def butterfly(pen: Pen, random: Random) -> None:
    for side in (-1, 1):
        pen.polygon([(0, 0), (side * 0.45, -0.85), (side * 1.0, -0.75), (side * 0.85, 0.05)])
        pen.polygon([(0, 0), (side * 0.8, 0.15), (side * 0.7, 0.8), (side * 0.3, 0.7)], pen.dark)
        pen.disk(side * 0.65, -0.48, 0.14, pen.light)
        pen.line([(0, -0.55), (side * 0.22, -0.95)], 0.05, pen.dark)
    pen.ellipse(0, 0, 0.1, 0.62, pen.dark)


def snowman(pen: Pen, random: Random) -> None:
    pen.disk(0, 0.5, 0.5)
    pen.disk(0, -0.15, 0.36)
    pen.disk(0, -0.6, 0.26)
    pen.rectangle(-0.24, -1.1, 0.24, -0.8, pen.dark)
    pen.rectangle(-0.38, -0.84, 0.38, -0.76, pen.dark)
    for x in (-0.1, 0.1):
        pen.disk(x, -0.63, 0.045, pen.ground)
    for y in (-0.2, 0.02, 0.4):
        pen.disk(0, y, 0.05, pen.ground)
    for side in (-1, 1):
        pen.line([(side * 0.3, -0.2), (side * 0.8, -0.48)], 0.06, pen.dark)


def rocket(pen: Pen, random: Random) -> None:
    pen.polygon([(-0.32, 0.25), (-0.7, 0.75), (-0.32, 0.65)], pen.dark)
    pen.polygon([(0.32, 0.25), (0.7, 0.75), (0.32, 0.65)], pen.dark)
    pen.polygon([(-0.22, 0.68), (0.22, 0.68), (0, 1.1)], pen.light)
    pen.polygon([(0, -1.1), (0.24, -0.75), (0.34, -0.3), (0.34, 0.65), (-0.34, 0.65), (-0.34, -0.3), (-0.24, -0.75)])
    pen.disk(0, -0.25, 0.16, pen.ground)


def key(pen: Pen, random: Random) -> None:
    pen.disk(-0.6, 0, 0.42)
    pen.disk(-0.6, 0, 0.2, pen.ground)
    pen.rectangle(-0.2, -0.1, 1, 0.1)
    pen.rectangle(0.55, 0.05, 0.68, 0.38)
    pen.rectangle(0.85, 0.05, 1, 0.48)


def envelope(pen: Pen, random: Random) -> None:
    pen.rectangle(-1, -0.65, 1, 0.65)
    pen.line([(-0.95, -0.6), (0, 0.15), (0.95, -0.6)], 0.09, pen.ground)
    pen.line([(-0.95, 0.6), (-0.3, -0.05)], 0.05, pen.ground)
    pen.line([(0.95, 0.6), (0.3, -0.05)], 0.05, pen.ground)


def bell(pen: Pen, random: Random) -> None:
    pen.disk(0, 0.72, 0.2, pen.dark)
    pen.disk(0, -0.82, 0.16, pen.dark)
    pen.polygon(arc(0, -0.15, 0.55, 0.65, 180, 360) + [(0.62, 0.35), (0.9, 0.65), (-0.9, 0.65), (-0.62, 0.35)])


def ladder(pen: Pen, random: Random) -> None:
    for x in (-0.42, 0.42):
        pen.rectangle(x - 0.09, -1, x + 0.09, 1)
    for y in (-0.72, -0.36, 0, 0.36, 0.72):
        pen.rectangle(-0.42, y - 0.07, 0.42, y + 0.07)


def flag(pen: Pen, random: Random) -> None:
    pen.line([(-0.75, -0.98), (-0.75, 0.98)], 0.12, pen.dark)
    wave = [(-0.7 + 1.6 * step / 8, 0.12 * math.sin(step * math.pi / 4)) for step in range(9)]
    pen.polygon([(x, y - 0.85) for x, y in wave] + [(x, y + 0.1) for x, y in reversed(wave)])


def airplane(pen: Pen, random: Random) -> None:
    for side in (-1, 1):
        pen.polygon([(0.25, 0), (-0.45, side * 0.95), (-0.15, side * 0.95), (0.45, 0)][::side], pen.dark)
        pen.polygon([(-0.65, 0), (-1.0, side * 0.42), (-0.8, side * 0.42), (-0.45, 0)][::side], pen.dark)
    pen.ellipse(0, 0, 1, 0.17)


def bicycle(pen: Pen, random: Random) -> None:
    for x in (-0.55, 0.55):
        pen.line(arc(x, 0.35, 0.4, 0.4, 0, 360), 0.1, pen.dark)
    pen.line([(-0.55, 0.35), (-0.22, -0.2), (0.38, -0.2), (0.02, 0.35), (-0.55, 0.35)], 0.1)
    pen.line([(0.02, 0.35), (-0.28, -0.42)], 0.1)
    pen.line([(0.55, 0.35), (0.34, -0.45), (0.55, -0.52)], 0.1)
    pen.line([(-0.42, -0.45), (-0.12, -0.45)], 0.13)


THINGS = {
    draw.__name__: draw
    for draw in (
        circle, square, triangle, star, heart, cross, arrow, ring, moon, sun, house, tree, flower, car, boat, fish,
        face, cup, cloud, umbrella, balloon, mushroom, apple, book, clock, lamp, chair, bird, cat, butterfly, snowman,
        rocket, key, envelope, bell, ladder, flag, airplane, bicycle,
    )
}  # fmt: skip
