"""Sentences of manuals for desktop programs, translated into most of the languages."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from random import Random

from sources.text import LANGUAGES, UNSPACED, Packages, Text, sentences

FOLDERS = {
    "en": ["libreoffice/help/en-US", "help/C", "gimp/2.0/help/en", "debian-reference/*.en.html"],
    "zh": ["libreoffice/help/zh-CN", "help/zh_CN", "gimp/2.0/help/zh_CN", "debian-reference/*.zh-cn.html"],
    "pt": ["libreoffice/help/pt-BR", "libreoffice/help/pt", "help/pt_BR", "help/pt", "gimp/2.0/help/pt_BR"],
}
COMMON = ["libreoffice/help/{}", "help/{}", "gimp/2.0/help/{}", "debian-reference/*.{}.html"]
# Of each language: manuals are plentiful, but they are about little.
MOST = 14_000
BLOCK = re.compile(r"<(p|desc|title|h\d|li|dd)\b[^>]*>(.*?)</\1>", re.DOTALL)


def files(packages: Packages, language: str) -> list[Path]:
    found: list[Path] = []
    for pattern in FOLDERS.get(language, [common.format(language) for common in COMMON]):
        place = packages.debian / pattern
        found += [place] if place.is_file() else sorted(place.parent.glob(place.name))
    return [file for place in found for file in ([place] if place.is_file() else sorted(place.rglob("*")))]


def texts(packages: Packages) -> Iterator[Text]:
    for language in LANGUAGES:
        shortest = 8 if language in UNSPACED else 20
        said: dict[str, None] = {}
        for file in files(packages, language):
            if file.suffix in (".html", ".page") and file.is_file():
                for _, block in BLOCK.findall(file.read_text(encoding="utf-8", errors="replace")):
                    plain = unescape(re.sub(r"<[^>]+>", " ", block))
                    for sentence in sentences(re.sub(r"\s+", " ", plain), language):
                        if len(sentence) >= shortest:
                            said[sentence] = None
        random = Random(f"manuals/{language}")
        for sentence in random.sample(sorted(said), min(MOST, len(said))):
            yield Text(language, "passage" if random.random() < 0.7 else "query", sentence)
