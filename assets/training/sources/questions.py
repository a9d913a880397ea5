"""Questions people ask, in all languages: frames ("how to …", "where to buy …") about deeds and things.

Half of them are aligned: the same frame, deed and thing in several languages, as one group. The other half are about
frequent words of one language.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from sources.cldr import annotations
from sources.frequencies import frequent
from sources.text import LANGUAGES, LATIN, Packages, Text

DATA = Path(__file__).parents[1] / "data"
ALIGNED = 45_000
LANGUAGES_OF_A_GROUP = 4
OF_ONE_LANGUAGE = 9_000
# Words that are more frequent than these say little.
FUNCTION_WORDS = 200
FREQUENT_WORDS = 9_000
FIRST_PICTOGRAPH = 0x1F300


@dataclass(frozen=True)
class Row:
    """The same in all languages."""

    about: str
    words: dict[str, str]


@cache
def table(file: Path) -> list[Row]:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    # Other tables give several spellings, the usual one first.
    spelled = [{language: row[language].split("|")[0] for language in LANGUAGES} for row in rows]
    return [Row(row.get("about", ""), words) for row, words in zip(rows, spelled)]


def pictographs(packages: Packages) -> list[Row]:
    """What emoji show, where it has a short name in every language."""
    by_language = {language: annotations(packages, language) for language in LANGUAGES}
    found = []
    for emoji, english in by_language["en"].items():
        everywhere = all(emoji in names for names in by_language.values())
        if everywhere and ord(emoji[0]) >= FIRST_PICTOGRAPH and ":" not in english.name and english.name.count(" ") < 3:
            found.append(Row("", {language: names[emoji].name for language, names in by_language.items()}))
    return found


class Questions:
    def __init__(self, packages: Packages, random: Random):
        self.random = random
        self.frames = table(DATA / "questions" / "frames.tsv")
        self.deeds = table(DATA / "questions" / "deeds.tsv")
        things = table(DATA / "questions" / "things.tsv")
        self.things = [things, table(DATA / "vocabulary" / "subjects.tsv"), pictographs(packages)]

    def thing(self) -> Row:
        return self.random.choice(self.random.choice(self.things))

    def aligned(self, number: int) -> Iterator[Text]:
        frame, deed, thing, other = (
            self.random.choice(self.frames),
            self.random.choice(self.deeds),
            self.thing(),
            self.thing(),
        )
        for language in self.random.sample(LANGUAGES, LANGUAGES_OF_A_GROUP):
            text = filled(frame.words[language], deed.words[language], thing.words[language], other.words[language])
            yield Text(language, "query", self.typed(text), f"question/{number}")

    def of_one_language(self, language: str, words: list[str]) -> Text:
        """About frequent words; one in four answers rather than asks, so to speak: the deed alone, as a passage."""
        frame, deed = self.random.choice(self.frames), self.random.choice(self.deeds)
        thing, other = self.random.choice(words), self.random.choice(words)
        if self.random.random() < 0.25:
            return Text(language, "passage", filled("{doing}, {other}", deed.words[language], thing, other))
        return Text(language, "query", self.typed(filled(frame.words[language], deed.words[language], thing, other)))

    def typed(self, text: str) -> str:
        """As people type: small letters often, the question mark seldom."""
        if self.random.random() < 0.3:
            text = text.rstrip("?？؟ ").lstrip("¿")
        return text.lower() if self.random.random() < 0.4 else text[:1].upper() + text[1:]


def filled(frame: str, deed: str, thing: str, other: str) -> str:
    return frame.replace("{doing}", deed).replace("{thing}", thing).replace("{other}", other)


def texts(packages: Packages) -> Iterator[Text]:
    questions = Questions(packages, Random("questions"))
    for rows in questions.things:
        for row in rows:
            for language in LANGUAGES:
                yield Text(language, "query", row.words[language], f"thing/{row.words['en']}")
    for number in range(ALIGNED):
        yield from questions.aligned(number)
    for language in LANGUAGES:
        words = list(frequent(packages, language))[FUNCTION_WORDS:FREQUENT_WORDS]
        words = [word for word in words if len(word) > 2 or language not in LATIN]
        for _ in range(OF_ONE_LANGUAGE):
            yield questions.of_one_language(language, words)
