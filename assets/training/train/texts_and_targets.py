"""The labelled texts as token ids with their targets, drawn by source."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from sources.collect import SOURCES, read
from tokenizer.layout import PREFIXES

LONGEST = 96
# How often a text of a source is drawn beside a text of the others: sentences more, words and templates less.
WEIGHTS = {
    "encyclopedia": 4.0, "catalogs": 3.0, "manuals": 2.0, "stamps": 2.0, "cldr": 1.5, "glosses": 1.5,
    "dictionaries": 0.7, "thesauri": 0.4, "places": 0.5,
}  # fmt: skip


@dataclass(frozen=True)
class Batch:
    """Texts one after the other in `ids`, each beginning at its start; targets [texts, dimensions]."""

    ids: Tensor
    starts: Tensor
    targets: Tensor


class TextsAndTargets:
    """The first `share` of each source's texts."""

    def __init__(
        self, work: Path, tokenizer: Tokenizer, folder: str, weights: dict[str, float] = WEIGHTS, share: float = 1
    ):
        ids, lengths, targets, shares = [], [], [], []
        for source in SOURCES:
            file = work / folder / f"{source}.npy"
            if not file.exists() or weights.get(source, 1.0) == 0:
                continue
            texts = read(work / "texts" / f"{source}.jsonl")
            lines = np.load(work / folder / f"{source}-lines.npy")
            chosen = np.arange(round(share * len(lines)))
            encoded = tokenizer.encode_batch_fast(
                [PREFIXES[texts[line].role] + texts[line].text for line in lines[chosen]]
            )
            rows = [one.ids[:LONGEST] for one in encoded]
            ids.append(np.fromiter((token for row in rows for token in row), np.int32))
            lengths.append(np.array([len(row) for row in rows]))
            targets.append(np.load(file)[chosen])
            shares.append(np.full(len(rows), weights.get(source, 1.0)))
        self.ids = np.concatenate(ids)
        self.lengths = np.concatenate(lengths)
        self.starts = np.concatenate([[0], self.lengths.cumsum()[:-1]])
        self.targets = np.concatenate(targets)
        self.cumulated = np.concatenate(shares).cumsum()

    def __len__(self) -> int:
        return len(self.lengths)

    def epoch_size(self) -> int:
        return int(self.cumulated[-1])

    def drawn(self, random: np.random.Generator, size: int) -> np.ndarray:
        chosen = np.searchsorted(self.cumulated, random.random(size) * self.cumulated[-1])
        return np.minimum(chosen, len(self) - 1)

    def batch(self, random: np.random.Generator, size: int) -> Batch:
        return self.rows(self.drawn(random, size))

    def rows(self, chosen: np.ndarray) -> Batch:
        lengths = self.lengths[chosen]
        starts = np.concatenate([[0], lengths.cumsum()[:-1]])
        places = np.repeat(self.starts[chosen] - starts, lengths) + np.arange(lengths.sum())
        return Batch(
            torch.from_numpy(self.ids[places].astype(np.int64)),
            torch.from_numpy(starts),
            torch.from_numpy(self.targets[chosen].astype(np.float32)),
        )
