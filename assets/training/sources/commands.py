"""Spoken commands for a home (Home Assistant's intents), in all languages."""

import json
import re
from collections.abc import Iterator
from random import Random

from sources.cldr import annotations
from sources.text import LANGUAGES, Packages, Text

FILES = {"zh": "zh-CN", "pt": "pt-BR"}
SPELLINGS = 4
DEEPEST = 12


class Patterns:
    """Spells out patterns: alternatives in parentheses, optional parts in brackets, rules, and lists as slots."""

    def __init__(self, found: dict, nouns: list[str], random: Random):
        self.rules = found["expansion_rules"]
        self.lists = found["lists"]
        self.nouns = nouns
        self.random = random

    def spelled(self, pattern: str) -> str:
        for _ in range(DEEPEST):
            before = pattern
            pattern = re.sub(r"<([^<>]+)>", lambda part: f"({self.rules.get(part[1], '')})", pattern)
            pattern = re.sub(r"\[([^][()]*)\]", lambda part: self.choice(part[1] + "|"), pattern)
            pattern = re.sub(r"\(([^][()]*)\)", lambda part: self.choice(part[1]), pattern)
            if pattern == before:
                break
        pattern = re.sub(r"\{([^{}]+)\}", lambda part: self.slot(part[1].split(":")[0]), pattern)
        return re.sub(r"\s+", " ", pattern).strip()

    def choice(self, alternatives: str) -> str:
        return self.random.choice(alternatives.split("|"))

    def slot(self, name: str) -> str:
        values = self.lists.get(name, {})
        if "range" in values:
            return str(self.random.randint(values["range"]["from"], values["range"]["to"]))
        if "values" in values:
            value = self.random.choice(values["values"])
            return self.spelled(value if isinstance(value, str) else str(value.get("in", "")))
        return self.random.choice(self.nouns)


def texts(packages: Packages) -> Iterator[Text]:
    folder = packages.python / "home_assistant_intents" / "home_assistant_intents" / "data"
    for language in LANGUAGES:
        random = Random(f"commands/{language}")
        found = json.loads((folder / f"{FILES.get(language, language)}.json").read_text(encoding="utf-8"))
        nouns = [annotation.name for annotation in annotations(packages, language).values()]
        patterns = Patterns(found, nouns, random)
        for intent in found["intents"].values():
            for data in intent["data"]:
                for pattern in data["sentences"]:
                    for spelling in range(SPELLINGS):
                        text = patterns.spelled(pattern)
                        if not re.search(r"[][(){}<>|]", text):
                            yield Text(language, "query" if spelling else "passage", text)
