"""Frequent words of each language (wordfreq)."""

import gzip
import re
from collections.abc import Iterator

import msgpack

from sources.text import LANGUAGES, LATIN, Packages, Text, is_latin

MOST = 15_000
# The small lists end early; these languages have large ones.
LARGE = {"en", "de", "fr", "es", "pt", "ru", "zh", "ja", "ar"}


def frequent(packages: Packages, language: str, size: str = "small") -> dict[str, float]:
    """Words by falling frequency; the share of each in running text."""
    file = packages.python / "wordfreq" / "wordfreq" / "data" / f"{size}_{language}.msgpack.gz"
    bins = msgpack.load(gzip.open(file), raw=False)[1:]
    found = {}
    for centibels, words in enumerate(bins, 1):
        for word in words:
            if re.search(r"\w", word) and not re.search(r"\d", word):
                if language in LATIN or not is_latin(word):
                    found[word] = 10 ** (-centibels / 100)
    return found


def texts(packages: Packages) -> Iterator[Text]:
    for language in LANGUAGES:
        size = "large" if language in LARGE else "small"
        for word in list(frequent(packages, language, size))[:MOST]:
            yield Text(language, "query", word)
