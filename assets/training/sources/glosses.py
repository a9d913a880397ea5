"""Explanations of words in the word's own language (FreeDict's dictionaries made of Wiktionary): German, French, …"""

import re
from collections.abc import Iterator

from sources.dictionaries import CODES, REMARK, entries_of, letters
from sources.text import Packages, Text

DICTIONARIES = [
    "deu-fra", "deu-spa", "deu-rus", "deu-por", "fra-spa", "fra-por", "fra-rus", "por-spa", "eng-jpn",
]  # fmt: skip
SHORTEST = 25


def texts(packages: Packages) -> Iterator[Text]:
    for name in DICTIONARIES:
        language = CODES[name.split("-")[0]]
        for number, (head, body) in enumerate(entries_of(letters(packages, name))):
            # The first line is the translation.
            for line in [line for line in body.splitlines() if line.strip()][1:]:
                gloss = REMARK.sub("", line).strip(' ()";.')
                if len(gloss) >= SHORTEST and " " in gloss and not re.match(r"\s|Synonym", line):
                    yield Text(language, "passage", gloss)
                    word = REMARK.sub("", head).strip()
                    if number % 3 == 0:
                        yield Text(language, "passage", f"{word}: {gloss}")
                    elif number % 3 == 1:
                        yield Text(language, "query", gloss)
