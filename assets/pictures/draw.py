"""Draws a display that the explorer has saved as a picture.

    jinascope explore --script explorer.keys --size 120x40 --color truecolor --theme dark      # writes explorer.ansi
    python draw.py explorer.ansi explorer.png MONOSPACE.ttf [FALLBACK.ttf …]                   # needs Pillow

A character is drawn in the first font that has it; blocks and lines are drawn as shapes, so that they meet.
"""

import re
import sys
import unicodedata
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

CELL_WIDTH, CELL_HEIGHT, MARGIN, POINTS = 9, 19, 8, 15
FOREGROUND, BACKGROUND = (222, 222, 222), (26, 27, 33)
RESET = {"foreground": FOREGROUND, "background": BACKGROUND, "reverse": False}
# Where a line leaves its cell: left, right, up, down; heavy ones are twice as wide.
LIGHT = {"─": "lr", "│": "ud", "┌": "rd", "┐": "ld", "└": "ru", "┘": "lu", "├": "rud", "┤": "lud", "┊": "ud"}
HEAVY = {"━": "lr", "┃": "ud", "┏": "rd", "┓": "ld", "┗": "ru", "┛": "lu"}


class Fonts:
    def __init__(self, paths):
        self.fonts = [ImageFont.truetype(path, POINTS) for path in paths]
        self.missing = [bytes(font.getmask("\uffff")) for font in self.fonts]

    def of(self, character):
        for font, missing in zip(self.fonts, self.missing):
            if bytes(font.getmask(character)) != missing:
                return font
        return self.fonts[0]


def styled(line):
    """The characters of a line, each with the style that is set before it."""
    style = dict(RESET)
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if not part.startswith("\x1b["):
            yield from ((character, dict(style)) for character in part)
            continue
        codes = [int(code or 0) for code in part[2:-1].split(";")]
        while codes:
            code = codes.pop(0)
            if code == 0:
                style = dict(RESET)
            elif code == 7:
                style["reverse"] = True
            elif code in (38, 48) and codes[0] == 2:
                style["foreground" if code == 38 else "background"] = tuple(codes[1:4])
                codes = codes[4:]


def clusters(line):
    """The same with combining characters joined to the one they belong to."""
    found = []
    for character, style in styled(line):
        if found and (unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf", "Mc")):
            found[-1][0] += character
        else:
            found.append([character, style])
    return found


def width(character):
    return 2 if unicodedata.east_asian_width(character[0]) in ("W", "F") else 1


def draw_cell(draw, fonts, x, y, character, style):
    foreground, background = style["foreground"], style["background"]
    if style["reverse"]:
        foreground, background = background, foreground
    right, bottom = x + CELL_WIDTH * width(character), y + CELL_HEIGHT
    draw.rectangle((x, y, right - 1, bottom - 1), fill=background)
    middle_x, middle_y = x + CELL_WIDTH // 2, y + CELL_HEIGHT // 2
    code = ord(character[0])
    if character in LIGHT or character in HEAVY:
        extra = 1 if character in HEAVY else 0
        ends = {"l": (x, middle_y), "r": (right - 1, middle_y), "u": (middle_x, y), "d": (middle_x, bottom - 1)}
        for way in LIGHT.get(character) or HEAVY[character]:
            end_x, end_y = ends[way]
            corners = min(end_x, middle_x), min(end_y, middle_y), max(end_x, middle_x), max(end_y, middle_y)
            sideways = way in "lr"
            draw.rectangle(
                (corners[0], corners[1], corners[2] + (0 if sideways else extra), corners[3] + (extra if sideways else 0)),
                fill=foreground)
    elif character == "▀":
        draw.rectangle((x, y, right - 1, middle_y), fill=foreground)
    elif character == "█":
        draw.rectangle((x, y, right - 1, bottom - 1), fill=foreground)
    elif 0x2589 <= code <= 0x258F:
        draw.rectangle((x, y, x + CELL_WIDTH * (0x2590 - code) // 8 - 1, bottom - 1), fill=foreground)
    elif 0x2800 <= code <= 0x28FF:
        for bit, (column, row) in enumerate([(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]):
            if (code - 0x2800) >> bit & 1:
                dot = x + 1 + column * 5, y + 2 + row * 5
                draw.rectangle((*dot, dot[0] + 1, dot[1] + 1), fill=foreground)
    elif character.strip():
        draw.text((x, y + 1), character, font=fonts.of(character[0]), fill=foreground)


def main():
    source, target, *paths = sys.argv[1:]
    lines = [clusters(line) for line in Path(source).read_text(encoding="utf-8").splitlines()]
    columns = max(sum(width(character) for character, _ in line) for line in lines)
    size = columns * CELL_WIDTH + 2 * MARGIN, len(lines) * CELL_HEIGHT + 2 * MARGIN
    picture = Image.new("RGB", size, BACKGROUND)
    draw, fonts = ImageDraw.Draw(picture), Fonts(paths)
    for row, line in enumerate(lines):
        x = MARGIN
        for character, style in line:
            draw_cell(draw, fonts, x, MARGIN + row * CELL_HEIGHT, character, style)
            x += CELL_WIDTH * width(character)
    picture.quantize(256, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    main()
