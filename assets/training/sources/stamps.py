"""Captions of Tux Paint's stamps, nearly all of them in all ten languages."""

import re
from collections.abc import Iterator

from sources.text import LANGUAGES, Packages, Text


def texts(packages: Packages) -> Iterator[Text]:
    for file in sorted((packages.debian / "tuxpaint" / "stamps").rglob("*.txt")):
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        if not lines or not lines[0].strip():
            continue
        captions = {"en": lines[0].strip()}
        for line in lines[1:]:
            if part := re.match(r"(\w\w)(_CN)?\.utf8=(.+)", line):
                captions.setdefault(part[1], part[3].strip())
        for language in LANGUAGES:
            if language in captions:
                for role in ("query", "passage"):
                    yield Text(language, role, captions[language], f"stamp/{file.stem}")
