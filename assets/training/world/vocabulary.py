"""The words that data is made of: concepts and other slot values, each in ten languages."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ["en", "de", "fr", "es", "pt", "ru", "zh", "ja", "ar", "hi"]
# Written without spaces between words.
UNSPACED = {"zh", "ja"}
DATA = Path(__file__).parents[1] / "data"
# The column that names an entry where it is not the English word.
NAMED_BY = {"topics": "topic", "kinds": "kind", "colors": "color", "counts": "count"}


@dataclass(frozen=True)
class Entry:
    """One slot value. `words` has, per language, the usual form first and other forms after it."""

    name: str
    topic: str | None
    words: dict[str, list[str]]

    def word(self, language: str) -> str:
        return self.words[language][0]


@cache
def table(name: str) -> dict[str, Entry]:
    """The entries of `data/vocabulary/<name>.tsv` by name."""
    entries = {}
    with (DATA / "vocabulary" / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            words = {language: row[language].split("|") for language in LANGUAGES}
            named = row.get(NAMED_BY.get(name, ""), row["en"])
            entries[named] = Entry(named, row["topic"] if name == "subjects" else None, words)
    return entries


def subjects() -> dict[str, Entry]:
    return table("subjects")


def aspects() -> dict[str, Entry]:
    return table("aspects")


def places() -> dict[str, Entry]:
    return table("places")


def topics() -> dict[str, Entry]:
    return table("topics")


def kinds() -> dict[str, Entry]:
    """What is drawn; a second form is the plural, as it follows a number from two to four."""
    return table("kinds")


def colors() -> dict[str, Entry]:
    return table("colors")


def counts() -> dict[str, Entry]:
    return table("counts")


@cache
def templates(name: str) -> dict[str, list[str]]:
    """The templates of `data/templates/<name>.tsv` by language."""
    found: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    lines = (DATA / "templates" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    for line in lines:
        language, template = line.split("\t")
        found[language].append(template)
    return found
