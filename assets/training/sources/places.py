"""Names of countries, regions, languages and currencies in all languages (iso-codes)."""

import gettext
from collections.abc import Iterator

from sources.text import LANGUAGES, Packages, Text

DOMAINS = ["iso_3166-1", "iso_3166-2", "iso_4217", "iso_639-2"]
FOLDERS = {"zh": "zh_CN"}


def texts(packages: Packages) -> Iterator[Text]:
    for domain in DOMAINS:
        for language in LANGUAGES[1:]:
            folder = packages.debian / "locale" / FOLDERS.get(language, language) / "LC_MESSAGES"
            if not (folder / f"{domain}.mo").exists():
                continue
            with (folder / f"{domain}.mo").open("rb") as file:
                catalog = gettext.GNUTranslations(file)._catalog
            for english, name in catalog.items():
                if isinstance(english, str) and english and name:
                    yield Text("en", "query", english, f"place/{english}")
                    yield Text(language, "query", name, f"place/{english}")
