"""Synonyms (LibreOffice's thesauri), for the languages that have one."""

from collections.abc import Iterator
from random import Random

from sources.text import Packages, Text

FILES = {
    "de": "th_de_DE_v2.dat", "fr": "thes_fr.dat", "es": "th_es_ES_v2.dat", "pt": "th_pt_PT_v2.dat",
    "ru": "th_ru_RU_v2.dat",
}  # fmt: skip
MOST = 16_000


def texts(packages: Packages) -> Iterator[Text]:
    for language, name in FILES.items():
        data = (packages.debian / "mythes" / name).read_bytes()
        encoding = data.split(b"\n", 1)[0].decode("utf-8-sig").strip()
        lines = data.decode(encoding, errors="replace").splitlines()[1:]
        found = []
        for line in lines:
            words = [word.split("(")[0].strip() for word in line.split("|")[1:]]
            words = [word for word in words if word and "..." not in word][:4]
            if len(words) >= 2:
                found.append(", ".join(words))
        for text in Random(f"thesauri/{language}").sample(found, min(MOST, len(found))):
            yield Text(language, "query", text)
