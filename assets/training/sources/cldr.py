"""Names and keywords of emoji in all languages (Unicode CLDR): the things of everyday life, aligned."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sources.text import LANGUAGES, Packages, Text

SKIN_TONES = range(0x1F3FB, 0x1F400)


@dataclass(frozen=True)
class Annotation:
    name: str
    keywords: list[str]


@cache
def annotations(packages: Packages, language: str) -> dict[str, Annotation]:
    """By emoji, without those that differ in the color of skin or hair alone."""
    found = {}
    for folder in ("annotations", "annotationsDerived"):
        file = packages.debian / "unicode" / "cldr" / "common" / folder / f"{language}.xml"
        names, keywords = {}, {}
        for element in ElementTree.parse(file).iter("annotation"):
            (names if element.get("type") == "tts" else keywords)[element.get("cp")] = element.text
        for emoji, name in names.items():
            if not any(ord(character) in SKIN_TONES for character in emoji):
                words = [word.strip() for word in keywords.get(emoji, "").split("|") if word.strip()]
                found[emoji] = Annotation(name, words)
    return found


def texts(packages: Packages) -> Iterator[Text]:
    for language in LANGUAGES:
        for emoji, annotation in annotations(packages, language).items():
            group = f"cldr/{emoji}"
            yield Text(language, "query", annotation.name, group)
            yield Text(language, "passage", annotation.name, group)
            for word in annotation.keywords:
                yield Text(language, "query", word)
            if len(annotation.keywords) > 1:
                yield Text(language, "passage", ", ".join(annotation.keywords))
                yield Text(language, "query", " ".join(annotation.keywords[:3]))
