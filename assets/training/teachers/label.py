"""Labels the collected texts by a teacher, a shard at a time; shards that are there already are left.

    python -m teachers.label WORK use|e5 [SOURCE…] [--minutes 30]      writes WORK/labels/SOURCE/TEACHER-NNNN.npy

F16, one row per line of WORK/texts/SOURCE.jsonl. A source that is collected anew has to be labelled anew: remove its
folder of labels.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch

from sources.collect import SOURCES, read
from teachers.e5 import E5
from teachers.use import UniversalSentenceEncoder

TEACHERS = {"e5": E5, "use": UniversalSentenceEncoder}
SHARD = 20_000


def label(folder: Path, name: str, teacher, texts: list, deadline: float) -> bool:
    """Label what is missing; False when time ran out."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, first in enumerate(range(0, len(texts), SHARD)):
        file = folder / f"{name}-{number:04}.npy"
        if file.exists():
            continue
        if time.monotonic() > deadline:
            return False
        shard = texts[first : first + SHARD]
        rows = np.empty((len(shard), teacher.dimension), np.float16)
        started = time.process_time()
        for role in ("query", "passage"):
            indices = [index for index, text in enumerate(shard) if text.role == role]
            if indices:
                rows[indices] = teacher.encode([shard[index].text for index in indices], role)
        part = file.with_suffix(".part")
        with part.open("wb") as out:
            np.save(out, rows)
        part.rename(file)
        each = 1000 * (time.process_time() - started) / len(shard)
        print(f"{folder.name} {file.stem}: {len(shard)} texts, {each:.2f} ms each", flush=True)
    return True


def main() -> None:
    parser = argparse.ArgumentParser(description="Label texts by a teacher.")
    parser.add_argument("work", type=Path)
    parser.add_argument("teacher", choices=TEACHERS)
    parser.add_argument("sources", nargs="*", default=SOURCES)
    parser.add_argument("--minutes", type=float, default=float("inf"))
    arguments = parser.parse_args()
    deadline = time.monotonic() + 60 * arguments.minutes
    torch.set_num_threads(1)
    teacher = TEACHERS[arguments.teacher]()
    for source in arguments.sources:
        file = arguments.work / "texts" / f"{source}.jsonl"
        if not file.exists():
            continue
        if not label(arguments.work / "labels" / source, arguments.teacher, teacher, read(file), deadline):
            print("time is over")
            return


if __name__ == "__main__":
    main()
