"""Sentences of translated programs: games with their stories, money, astronomy, geography, families.

Gettext's catalogs are aligned, which manuals are not: an English sentence with its translations is one group.
"""

import gettext
import re
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from sources.text import LANGUAGES, UNSPACED, Packages, Text

FOLDERS = {"zh": ["zh_CN"], "pt": ["pt_BR", "pt"]}
PLACES = ["locale", "games/wesnoth/1.16/locale", "games/widelands/data/locale"]
# A sentence, not a label of a button.
SHORTEST = 25
LONGEST = 300
# Of the English sentences, by hash, so that a language with few keeps them all aligned with the others.
SHARE = 0.55
MARKUP = re.compile(r"<[^>]*>|[&_](?=\w)|\\n")
FORMAT = re.compile(r"%|[{}$]|::")


def catalogs(packages: Packages, language: str) -> Iterator[Path]:
    for place in PLACES:
        for folder in FOLDERS.get(language, [language]):
            for file in sorted((packages.debian / place / folder / "LC_MESSAGES").glob("*.mo")):
                if not file.name.startswith("iso_"):
                    yield file


def is_taken(english: str) -> bool:
    return blake2b(english.encode(), digest_size=1).digest()[0] < 256 * SHARE


def texts(packages: Packages) -> Iterator[Text]:
    for language in LANGUAGES[1:]:
        for file in catalogs(packages, language):
            with file.open("rb") as opened:
                catalog = gettext.GNUTranslations(opened)._catalog
            for key, translation in catalog.items():
                if not isinstance(key, str) or not translation:
                    continue
                # A context comes before the sentence.
                english = MARKUP.sub("", key.split("\x04")[-1].split("^")[-1])
                translation = MARKUP.sub("", translation.split("^")[-1])
                if not SHORTEST <= len(english) <= LONGEST or FORMAT.search(english) or not is_taken(english):
                    continue
                group = f"catalog/{blake2b(english.encode(), digest_size=8).hexdigest()}"
                role = "query" if len(english) % 4 == 0 else "passage"
                yield Text("en", role, english, group)
                if len(translation) >= (8 if language in UNSPACED else SHORTEST):
                    yield Text(language, role, translation, group)
