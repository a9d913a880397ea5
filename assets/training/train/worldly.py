"""Pairs of the recipe's own world for the static model: what says the same must lie nearer than what differs in a slot.

A mean of tokens says which things a text is about, in any language; that is most of what the world asks.
"""

from random import Random

from tokenizers import Tokenizer
from torch import Tensor

from model.static import StaticModel
from train.batches import GradedPairs, Pairs
from train.losses import contrastive, graded
from train.tasks import BatchSizes, TrainingData
from world.splits import Splits

PAIRS = 128
BATCHES = 960
MIXTURE = {
    "passages": 0.17, "translations": 0.23, "statements": 0.1, "graded": 0.12, "captions_of_two_languages": 0.2,
    "code": 0.18,
}  # fmt: skip


class World:
    """Batches made once and drawn again and again: making them costs more than learning from them."""

    def __init__(self, tokenizer: Tokenizer):
        data = TrainingData(Splits(0), tokenizer, BatchSizes(PAIRS))
        self.random = Random("world")
        tasks = self.random.choices(list(MIXTURE), list(MIXTURE.values()), k=BATCHES)
        self.batches = [getattr(data, task)(self.random) for task in tasks]

    def loss(self, model: StaticModel) -> Tensor:
        batch: Pairs | GradedPairs = self.random.choice(self.batches)
        left, right = (model(*side.bags()) for side in (batch.left, batch.right))
        if isinstance(batch, GradedPairs):
            return graded(left, right, batch.closeness)
        return contrastive(left, right, batch.excused)
