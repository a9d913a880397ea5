"""Turns the labels of both teachers into targets and fixes the axes.

    python -m teachers.targets WORK [--weight 0.8] [--together 0.5] [--folder targets]

Writes WORK/targets/SOURCE.npy, F16 [texts, 127], one row per line of WORK/texts/SOURCE.jsonl, and the fitted target.
Sources may be labelled in part: a shard counts when USE has labelled it.
"""

import argparse
from functools import cache
from pathlib import Path

import numpy as np

from sources.collect import SOURCES, read
from teachers.e5 import DIMENSION as E5_DIMENSION
from teachers.label import SHARD
from teachers.target import Target, drawn_together
from teachers.use import UNKNOWN_LANGUAGES

# One dimension of the model's is a sink, see `model/static.py`.
COMPONENTS = 127
# A group of this prefix is one thing to the model.
SAME = "="
# Rows that the axes are fitted on, by source: in proportion to what the model is to be good at, not to what there is.
FITTED = {
    "questions": 40_000, "cldr": 15_000, "wordnet": 30_000, "encyclopedia": 30_000, "frequencies": 15_000,
    "dictionaries": 20_000, "stamps": 5_000, "commands": 5_000, "manuals": 8_000, "thesauri": 5_000, "world": 10_000,
}  # fmt: skip


class Labels:
    """The texts of a source that USE has labelled, and E5 too where it has come that far."""

    def __init__(self, work: Path, source: str):
        texts = read(work / "texts" / f"{source}.jsonl")
        folder = work / "labels" / source
        shards = range(-(-len(texts) // SHARD))
        lines, use, e5 = [], [], []
        for number in shards:
            files = [folder / f"{teacher}-{number:04}.npy" for teacher in ("use", "e5")]
            if not files[0].exists():
                continue
            use.append(np.load(files[0]))
            e5.append(np.load(files[1]) if files[1].exists() else np.zeros((len(use[-1]), E5_DIMENSION), np.float16))
            lines.append(np.arange(number * SHARD, number * SHARD + len(use[-1])))
        self.indices, self.use, self.e5 = (np.concatenate(parts) for parts in (lines, use, e5))
        languages = np.array([texts[index].language for index in self.indices])
        # What neither knows is left out.
        known = self.e5.any(1) | ~np.isin(languages, list(UNKNOWN_LANGUAGES))
        self.indices, self.use, self.e5, self.languages = (
            part[known] for part in (self.indices, self.use, self.e5, languages)
        )
        self.roles = np.array([texts[index].role for index in self.indices])
        names = [texts[index].group for index in self.indices]
        self.groups = np.unique(names, return_inverse=True)[1]
        self.groups[[not name for name in names]] = -1
        self.is_same = np.array([name.startswith(SAME) for name in names], bool)

    def rows(self, chosen: np.ndarray) -> tuple[np.ndarray, ...]:
        e5, use = self.e5[chosen].astype(np.float32), self.use[chosen].astype(np.float32)
        return e5, use, self.roles[chosen], self.languages[chosen]


@cache
def labels_of(work: Path, source: str) -> Labels:
    return Labels(work, source)


def labelled(work: Path) -> list[str]:
    return [source for source in SOURCES if list((work / "labels" / source).glob("use-*.npy"))]


def fit(work: Path, weight: float) -> Target:
    random = np.random.default_rng(0)
    parts = []
    for source in labelled(work):
        labels = labels_of(work, source)
        both = np.flatnonzero(labels.e5.any(1))
        count = min(FITTED.get(source, 0), len(both))
        if count:
            parts.append(labels.rows(random.choice(both, count, replace=False)))
    target = Target(COMPONENTS, weight)
    target.fit(*(np.concatenate(part) for part in zip(*parts)))
    return target


def apply(work: Path, source: str, target: Target, together: float) -> tuple[np.ndarray, np.ndarray]:
    """Line numbers and targets."""
    labels = labels_of(work, source)
    rows = np.empty((len(labels.indices), target.components), np.float32)
    for first in range(0, len(rows), SHARD):
        chosen = np.arange(first, min(len(rows), first + SHARD))
        rows[chosen] = target.apply(*labels.rows(chosen))
    shares = np.where(labels.is_same, 1.0, together).astype(np.float32)
    return labels.indices, drawn_together(rows, labels.groups, shares).astype(np.float16)


def main() -> None:
    parser = argparse.ArgumentParser(description="Join the teachers' labels.")
    parser.add_argument("work", type=Path)
    parser.add_argument("--weight", type=float, default=0.8)
    parser.add_argument("--together", type=float, default=0.5)
    parser.add_argument("--folder", default="targets")
    parser.add_argument("--axes", type=Path, help="a target fitted before, to go on in the same space")
    arguments = parser.parse_args()
    folder = arguments.work / arguments.folder
    folder.mkdir(exist_ok=True)
    target = Target.load(arguments.axes) if arguments.axes else fit(arguments.work, arguments.weight)
    print(f"{target.variances[: target.components].sum() / target.variances.sum():.3f} of the variance kept")
    target.save(folder / "axes.npz")
    for source in labelled(arguments.work):
        indices, rows = apply(arguments.work, source, target, arguments.together)
        if len(indices):
            np.save(folder / f"{source}.npy", rows)
            np.save(folder / f"{source}-lines.npy", indices)
            print(f"{source}: {len(indices)} texts", flush=True)


if __name__ == "__main__":
    main()
