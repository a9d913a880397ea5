"""Draws displays that the explorer has saved as one moving picture, an SVG that needs no fonts here and no library.

    python3 draw.py tour.keys FOLDER tour.svg      # FOLDER has the displays that the script has saved

A row of the screen is written once for as long as it stays the same. Blocks, lines and dots are drawn as shapes, so that they
meet whatever font a browser takes.
"""

import re
import sys
import unicodedata
from pathlib import Path
from xml.sax.saxutils import escape

WIDTH, HEIGHT, MARGIN, POINTS = 8, 17, 10, 13.3
FOREGROUND, BACKGROUND = "#dedede", "#1a1b21"
# Where a line leaves its cell: left, right, up, down; heavy ones are twice as wide.
LIGHT = {"─": "lr", "│": "ud", "┌": "rd", "┐": "ld", "└": "ru", "┘": "lu", "├": "rud", "┤": "lud", "┊": "ud"}
HEAVY = {"━": "lr", "┃": "ud", "┏": "rd", "┓": "ld", "┗": "ru", "┛": "lu"}
# The display that is shown where nothing moves, counted from 0.
STILL = 3


def frames(script):
    """Seconds, caption and file of each display."""
    found, told = [], None
    for line in Path(script).read_text(encoding="utf-8").splitlines():
        if line.startswith("#: "):
            seconds, caption = line[3:].split(" ", 1)
            told = float(seconds), caption
        elif line.startswith(":save-display "):
            found.append((*told, line.split(" ", 1)[1]))
    return found


def cells(line):
    """Every character of a saved line with its column, columns, foreground and background."""
    column, foreground, background, is_reverse = 0, FOREGROUND, BACKGROUND, False
    found = []
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if part.startswith("\x1b["):
            codes = [int(code or 0) for code in part[2:-1].split(";")]
            while codes:
                code = codes.pop(0)
                if code == 0:
                    foreground, background, is_reverse = FOREGROUND, BACKGROUND, False
                elif code == 7:
                    is_reverse = True
                elif code in (38, 48) and codes[0] == 2:
                    color = "#%02x%02x%02x" % tuple(codes[1:4])
                    foreground, background = (color, background) if code == 38 else (foreground, color)
                    codes = codes[4:]
            continue
        for character in part:
            if found and unicodedata.category(character) in ("Mn", "Me", "Cf", "Mc"):
                found[-1][0] += character
                continue
            columns = 2 if unicodedata.east_asian_width(character) in "WF" else 1
            colors = (background, foreground) if is_reverse else (foreground, background)
            found.append([character, column, columns, *colors])
            column += columns
    return found


def box(x, y, width, height):
    return f"M{x:g} {y:g}h{width:g}v{height:g}h{-width:g}z"


def shapes(character, x):
    """The shapes that a character is drawn as; none if it is drawn as text."""
    code, middle = ord(character[0]), WIDTH // 2
    if character in LIGHT or character in HEAVY:
        thick = 2 if character in HEAVY else 1
        ways = LIGHT.get(character) or HEAVY[character]
        ends = {
            "l": (x, 8, middle + thick, thick), "r": (x + middle, 8, WIDTH - middle, thick),
            "u": (x + middle, 0, thick, 8 + thick), "d": (x + middle, 8, thick, HEIGHT - 8)}
        return [box(*ends[way]) for way in ways]
    if character == "▀":
        return [box(x, 0, WIDTH, HEIGHT / 2)]
    if 0x2588 <= code <= 0x258F:
        return [box(x, 0, WIDTH * (0x2590 - code) / 8, HEIGHT)]
    if 0x2800 <= code <= 0x28FF:
        dots = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
        return [box(x + 1 + 4 * column, 2 + 4 * row, 2, 2) for bit, (column, row) in enumerate(dots) if (code - 0x2800) >> bit & 1]
    return None


def drawing(line):
    """A row of the screen, at the place of the first."""
    below, above, texts, run = {}, {}, [], None
    for character, column, columns, foreground, background in cells(line):
        x = column * WIDTH
        if background != BACKGROUND:
            spans = below.setdefault(background, [])
            if spans and spans[-1][0] + spans[-1][1] == x:
                spans[-1][1] += columns * WIDTH
            else:
                spans.append([x, columns * WIDTH])
        found = shapes(character, x)
        if found is not None:
            above.setdefault(foreground, []).extend(found)
        elif character.strip():
            # Characters of one width share an element; others have their own, at the place that the terminal gives them.
            joins = ord(character[0]) < 0x2E80 and len(character) == 1 and not unicodedata.bidirectional(character).startswith(("R", "A"))
            if joins and run and run[1:] == [foreground, x]:
                run[0] += character
                run[2] += WIDTH
                texts[-1] = (texts[-1][0], run[0], foreground)
            else:
                texts.append((x, character, foreground))
                run = [character, foreground, x + WIDTH] if joins else None
    parts = [
        f'<path fill="{color}" d="{"".join(box(x, 0, width, HEIGHT) for x, width in spans)}"/>' for color, spans in below.items()]
    parts += [f'<path fill="{color}" d="{"".join(found)}"/>' for color, found in above.items()]
    for x, text, color in texts:
        length = f' textLength="{len(text) * WIDTH}"' if len(text) > 1 and ord(text[0]) < 0x2E80 else ""
        parts.append(f'<text x="{x}" y="13" fill="{color}"{length}>{escape(text)}</text>')
    return "".join(parts)


def main():
    script, folder, target = sys.argv[1:]
    steps = frames(script)
    screens = [Path(folder, name).read_text(encoding="utf-8").splitlines() for _, _, name in steps]
    rows, columns = len(screens[0]), max(cell[1] + cell[2] for line in screens[0] for cell in cells(line))
    starts = [sum(seconds for seconds, _, _ in steps[:index]) for index in range(len(steps) + 1)]
    # What stays the same from one display to another, by the first and the one after the last that shows it.
    spans = {}

    def add(y, drawings):
        first = 0
        for index in range(1, len(drawings) + 1):
            if index == len(drawings) or drawings[index] != drawings[first]:
                spans.setdefault((first, index), []).append(f'<g transform="translate({MARGIN} {y})">{drawings[first]}</g>')
                first = index

    for row in range(rows):
        add(MARGIN + row * HEIGHT, [drawing(screen[row]) for screen in screens])
    captions = [
        f'<text x="0" y="17" fill="#ffd166" font-size="15">{escape(caption)}</text>' for _, caption, _ in steps]
    add(MARGIN + rows * HEIGHT + 6, captions)

    style, groups = [], []
    for (first, end), drawings in sorted(spans.items()):
        if (first, end) == (0, len(steps)):
            groups.append("".join(drawings))
            continue
        name = f"f{first}t{end}"
        changes = [(starts[first], "visible"), (starts[end], "hidden")]
        if first > 0:
            changes.insert(0, (0, "hidden"))
        percents = "".join(f"{100 * time / starts[-1]:.2f}%{{visibility:{value}}}" for time, value in changes)
        still = "visible" if first <= STILL < end else "hidden"
        style.append(f"@keyframes {name}{{{percents}}}.{name}{{visibility:{still};animation:{name} {starts[-1]:g}s step-end infinite}}")
        groups.append(f'<g class="{name}">{"".join(drawings)}</g>')
    width, height = columns * WIDTH + 2 * MARGIN, rows * HEIGHT + 2 * MARGIN + 28
    Path(target).write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,\'DejaVu Sans Mono\',monospace" font-size="{POINTS}">'
        f'<style>text{{white-space:pre}}{"".join(style)}@media(prefers-reduced-motion:reduce){{g{{animation:none!important}}}}</style>'
        f'<rect width="{width}" height="{height}" rx="8" fill="{BACKGROUND}"/>{"".join(groups)}</svg>\n', encoding="utf-8")


if __name__ == "__main__":
    main()
