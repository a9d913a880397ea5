"""One text to be labelled by the teachers, and where the packages that texts are read from were unpacked."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

LANGUAGES = ["en", "de", "fr", "es", "pt", "ru", "zh", "ja", "ar", "hi"]
# Written without spaces between words.
UNSPACED = {"zh", "ja"}
LATIN = {"en", "de", "fr", "es", "pt"}
LONGEST = 320


class Text(NamedTuple):
    """A text in the role in which the model will read it.

    Texts of one `group` say the same, in several languages mostly: their targets are drawn together; wholly, if the
    group's name begins with "=".
    """

    language: str
    role: str
    text: str
    group: str = ""


@dataclass(frozen=True)
class Packages:
    """Folders with the contents of Debian's and PyPI's packages, see `fetch.sh`."""

    debian: Path
    python: Path

    @classmethod
    def below(cls, work: Path) -> "Packages":
        return cls(work / "unpacked" / "usr" / "share", work / "unpacked-pip")


def cleaned(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def is_latin(text: str) -> bool:
    return all(ord(character) < 0x250 for character in text)


def fits(text: Text) -> bool:
    """Long enough to say something, short enough to be a query or a sentence, and in the writing of its language."""
    if not 2 <= len(text.text) <= LONGEST and not (text.language in UNSPACED and text.text):
        return False
    return text.language in LATIN or not is_latin(text.text)


def sentences(text: str, language: str) -> list[str]:
    """A running text in sentences; roughly, as no sentence needs to be whole."""
    if language in UNSPACED:
        parts = re.split(r"(?<=[。！？])", text)
    else:
        parts = re.split(r"(?<=[.!?।؟])\s+(?=[^\Wa-zà-ÿа-я_])", text)
    return [part.strip() for part in parts if part.strip()]
