"""Collects the texts of the sources, every text once.

    python -m sources.collect WORK [SOURCE…]       writes WORK/texts/SOURCE.jsonl

A line has language, role, text and group. A text that an earlier source has in the same role is left out. Groups
are shuffled, so that the first part of a source, which is all that there may be time to label, is a sample of it.
"""

import argparse
import importlib
import json
from hashlib import blake2b
from pathlib import Path

from sources.text import Packages, Text, cleaned, fits

# In this order: who comes first keeps a text that several have.
SOURCES = [
    "cldr", "stamps", "questions", "frequencies", "commands", "wordnet", "encyclopedia", "dictionaries", "thesauri",
    "places", "manuals", "world", "catalogs", "glosses",
]  # fmt: skip


def read(file: Path) -> list[Text]:
    # As one document: line by line, millions of them take a minute.
    lines = file.read_text(encoding="utf-8").rstrip("\n").replace("]\n[", "],[")
    return [Text(*row) for row in json.loads(f"[{lines}]")]


def collect(work: Path, source: str, taken: set[tuple[str, str]]) -> list[Text]:
    found = []
    for text in importlib.import_module(f"sources.{source}").texts(Packages.below(work)):
        text = Text(text.language, text.role, cleaned(text.text), text.group)
        if (text.role, text.text) not in taken and fits(text):
            taken.add((text.role, text.text))
            found.append(text)
    return sorted(found, key=lambda text: blake2b((text.group or text.text).encode(), digest_size=8).digest())


def main() -> None:
    parser = argparse.ArgumentParser(description="Collect texts for the teachers.")
    parser.add_argument("work", type=Path)
    parser.add_argument("sources", nargs="*", default=SOURCES)
    arguments = parser.parse_args()
    folder = arguments.work / "texts"
    folder.mkdir(parents=True, exist_ok=True)
    taken: set[tuple[str, str]] = set()
    for source in SOURCES:
        file = folder / f"{source}.jsonl"
        if source in arguments.sources:
            found = collect(arguments.work, source, taken)
            lines = [
                json.dumps([text.language, text.role, text.text, text.group], ensure_ascii=False) for text in found
            ]
            file.write_text("\n".join(lines) + "\n", encoding="utf-8")
            shares = {
                language: sum(text.language == language for text in found)
                for language in ("en", "de", "ru", "zh", "ja", "ar", "hi")
            }
            print(
                f"{source}: {len(found)} texts, {shares}, such as {[text.text for text in found[:: len(found) // 5 + 1]]}"
            )
        elif file.exists():
            taken.update((text.role, text.text) for text in read(file))


if __name__ == "__main__":
    main()
