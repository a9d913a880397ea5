"""WordNet 3.0: what words mean, with examples of their use (English)."""

from collections.abc import Iterator
from dataclasses import dataclass

from sources.text import Packages, Text


@dataclass(frozen=True)
class Meaning:
    words: list[str]
    gloss: str
    examples: list[str]


def meanings(packages: Packages) -> Iterator[Meaning]:
    for part in ("noun", "verb", "adj", "adv"):
        with (packages.debian / "wordnet" / f"data.{part}").open(encoding="latin-1") as file:
            for line in file:
                if not line.startswith("  "):
                    yield meaning(line)


def meaning(line: str) -> Meaning:
    head, tail = line.split(" | ", 1)
    fields = head.split()
    words = [fields[4 + 2 * index].split("(")[0].replace("_", " ") for index in range(int(fields[3], 16))]
    gloss, *examples = (part.strip(' "\n;') for part in tail.strip().split('; "'))
    return Meaning(words, gloss, [example for example in examples if " " in example])


def texts(packages: Packages) -> Iterator[Text]:
    for index, found in enumerate(meanings(packages)):
        yield Text("en", "query", ", ".join(found.words[:3]))
        yield Text("en", "passage", found.gloss)
        # A question names a thing, an answer describes it: both spellings of an entry, one of them for each.
        if index % 3 == 0:
            yield Text("en", "passage", f"{found.words[0]}: {found.gloss}")
        elif index % 3 == 1:
            yield Text("en", "query", found.gloss)
        for number, example in enumerate(found.examples):
            yield Text("en", "passage" if (index + number) % 2 else "query", example)
