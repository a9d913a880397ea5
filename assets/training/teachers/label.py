"""Labels the collected texts by a teacher, a shard at a time; shards that are there already are left.

    python -m teachers.label WORK use|e5 [SOURCE…] [--minutes 30]      writes WORK/labels/SOURCE/TEACHER-NNNN.npy

F16, one row per line of WORK/texts/SOURCE.jsonl. A source that is collected anew has to be labelled anew: remove its
folder of labels.
"""

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from sources.collect import SOURCES, read
from teachers.e5 import E5
from teachers.use import UNKNOWN_LANGUAGES, UniversalSentenceEncoder

TEACHERS = {"e5": E5, "use": UniversalSentenceEncoder}
SHARD = 5_000
# Shards of all sources take turns, so that whatever is labelled when time is up is a sample of everything. Of these
# sources a shard counts for more or less than its place says: what teaches most comes first.
URGENCY = {
    "stamps": 4.0, "questions": 2.0, "encyclopedia": 4.0, "cldr": 2.0, "frequencies": 2.0, "commands": 1.5, "world": 1.5,
    "dictionaries": 0.8, "glosses": 0.8, "catalogs": 0.6, "thesauri": 0.5, "places": 0.5, "manuals": 0.4,
}  # fmt: skip
# E5 takes ten times as long as USE and is predicted from it well; it labels all Hindi, which USE knows nothing of, and
# of the other texts of a source one in so many.
ONE_IN = {"questions": 5, "encyclopedia": 8, "cldr": 6, "stamps": 4, "wordnet": 10, "commands": 8}
ONE_IN_OTHERS = 16


@dataclass(frozen=True)
class Shard:
    source: str
    number: int
    # How far the source is when this shard is done, by urgency.
    place: float


def shards(sizes: dict[str, int]) -> list[Shard]:
    """All shards of sources with so many texts, in the order in which they are labelled."""
    found = []
    for source, texts in sizes.items():
        count = -(-texts // SHARD)
        found += [Shard(source, number, (number + 1) / count / URGENCY.get(source, 1.0)) for number in range(count)]
    return sorted(found, key=lambda shard: shard.place)


def labelled(teacher, source: str, texts: list, only_unknown: bool) -> list[int]:
    if isinstance(teacher, UniversalSentenceEncoder):
        return list(range(len(texts)))
    every = len(texts) + 1 if only_unknown else ONE_IN.get(source, ONE_IN_OTHERS)
    return [index for index, text in enumerate(texts) if index % every == 0 or text.language in UNKNOWN_LANGUAGES]


def label(file: Path, teacher, source: str, texts: list, only_unknown: bool) -> None:
    """Rows of zeros are texts that are left out."""
    rows = np.zeros((len(texts), teacher.dimension), np.float16)
    started = time.process_time()
    chosen = labelled(teacher, source, texts, only_unknown)
    for role in ("query", "passage"):
        indices = [index for index in chosen if texts[index].role == role]
        if indices:
            rows[indices] = teacher.encode([texts[index].text for index in indices], role)
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    with part.open("wb") as out:
        np.save(out, rows)
    part.rename(file)
    each = 1000 * (time.process_time() - started) / max(1, len(chosen))
    print(f"{source} {file.stem}: {len(chosen)} of {len(texts)} texts, {each:.2f} ms each", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Label texts by a teacher.")
    parser.add_argument("work", type=Path)
    parser.add_argument("teacher", choices=TEACHERS)
    parser.add_argument("sources", nargs="*", default=SOURCES)
    parser.add_argument("--minutes", type=float, default=float("inf"))
    parser.add_argument("--only-unknown", action="store_true", help="with e5: what USE knows nothing of, to save time")
    arguments = parser.parse_args()
    deadline = time.monotonic() + 60 * arguments.minutes
    torch.set_num_threads(1)
    teacher = TEACHERS[arguments.teacher]()
    files = {source: arguments.work / "texts" / f"{source}.jsonl" for source in arguments.sources}
    texts = {source: read(file) for source, file in files.items() if file.exists()}
    for shard in shards({source: len(found) for source, found in texts.items()}):
        file = arguments.work / "labels" / shard.source / f"{arguments.teacher}-{shard.number:04}.npy"
        if file.exists():
            continue
        if time.monotonic() > deadline:
            print("time is over")
            return
        first = shard.number * SHARD
        label(file, teacher, shard.source, texts[shard.source][first : first + SHARD], arguments.only_unknown)


if __name__ == "__main__":
    main()
