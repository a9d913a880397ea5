"""What is trained on and what is held out: decided by hash alone, before anything is trained.

Three things are split independently: combinations of slots (which concept with which aspect, which kind in which
color, …), wordings (templates), and the seeds of drawings. Held out means held out for good: the tokenizer, the
noise and the hard negatives use the training part only. Choices are made on "development"; "test" is for the card.
"""

from enum import StrEnum
from hashlib import blake2b
from random import Random

WORDINGS_HELD_OUT = 2
COMBINATIONS_HELD_OUT = {"test": 0.12, "development": 0.08}
SEEDS_HELD_OUT = {"test": 0.2, "development": 0.1}


class Split(StrEnum):
    TRAINING = "training"
    DEVELOPMENT = "development"
    TEST = "test"


class Splits:
    def __init__(self, seed: int):
        self.seed = seed

    def share(self, *parts: object) -> float:
        """A number in [0, 1) that depends on nothing but the split seed and the parts."""
        text = repr((self.seed, *parts))
        return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") / 2**64

    def by_share(self, held_out: dict[str, float], *parts: object) -> Split:
        share = self.share(*parts)
        if share < held_out["test"]:
            return Split.TEST
        return Split.DEVELOPMENT if share < held_out["test"] + held_out["development"] else Split.TRAINING

    def of_text(self, subject: str, aspect: str) -> Split:
        return self.by_share(COMBINATIONS_HELD_OUT, "text", subject, aspect)

    def of_program(self, *steps: str) -> Split:
        return self.by_share(COMBINATIONS_HELD_OUT, "program", *steps)

    def of_drawing(self, kind: str, color: str) -> Split:
        # Every kind is first taught in black on white, so black is never a held-out combination.
        return Split.TRAINING if color == "black" else self.by_share(COMBINATIONS_HELD_OUT, "drawing", kind, color)

    def of_seed(self, seed: int) -> Split:
        return self.by_share(SEEDS_HELD_OUT, "seed", seed)

    def drawing_seed(self, random: Random, split: Split) -> int:
        while True:
            seed = random.randrange(2**40)
            if self.of_seed(seed) == split:
                return seed

    def wordings(self, templates: list[str], split: Split) -> list[str]:
        """The part of one list of templates that belongs to a split: the same number is held out of each list."""
        ordered = sorted(templates, key=lambda template: self.share("wording", template))
        if split == Split.TEST:
            return ordered[:WORDINGS_HELD_OUT]
        if split == Split.DEVELOPMENT:
            return ordered[WORDINGS_HELD_OUT : 2 * WORDINGS_HELD_OUT]
        return ordered[2 * WORDINGS_HELD_OUT :]
