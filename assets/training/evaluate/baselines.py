"""What can be had without the model: the numbers that its own must be compared with."""

import math
from collections import Counter

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor

from drawing.drawings import COLORS
from evaluate.metrics import ndcg
from evaluate.probes import PictureProbe
from world.wording import Sentence

CHANCE_DRAWS = 20


def chance(relevant: Tensor) -> float:
    """nDCG@10 of a random order."""
    generator = torch.Generator().manual_seed(0)
    draws = [ndcg(torch.rand(relevant.shape, generator=generator), relevant) for _ in range(CHANCE_DRAWS)]
    return sum(draws) / CHANCE_DRAWS


class BagOfWords:
    """TF-IDF over the tokenizer's tokens, as every language has those."""

    def __init__(self, tokenizer: Tokenizer, corpus: list[Sentence]):
        self.tokenizer = tokenizer
        documents = [set(tokenizer.encode(sentence.text).ids) for sentence in corpus]
        found = Counter(token for document in documents for token in document)
        # A token that no item has tells none of them from another.
        self.columns = {token: column for column, token in enumerate(found)}
        self.weights = [math.log((1 + len(corpus)) / (1 + count)) + 1 for count in found.values()]

    def vectors(self, sentences: list[Sentence]) -> Tensor:
        """Unit rows [sentences, tokens of the corpus]."""
        rows = torch.zeros(len(sentences), len(self.weights))
        for row, sentence in zip(rows, sentences):
            for token, count in Counter(self.tokenizer.encode(sentence.text).ids).items():
                if (column := self.columns.get(token)) is not None:
                    row[column] = count * self.weights[column]
        return F.normalize(rows)

    def scores(self, first: list[Sentence], second: list[Sentence]) -> Tensor:
        return self.vectors(first) @ self.vectors(second).T


def color_oracle(probe: PictureProbe) -> Tensor:
    """Scores [captions, drawings] of one who sees color and background perfectly, and neither kind nor count.

    What a caption leaves unsaid is known to the oracle as well, so this is the upper bound of a model without shapes.
    """
    order = list(COLORS)
    seen = torch.tensor([[order.index(drawing.color), order.index(drawing.background)] for drawing in probe.drawings])
    matches = (seen[:, None] == seen[None, :]).sum(dim=-1).float()
    # Ties are broken at random; else the drawing itself would win them by its place.
    return matches + 0.1 * torch.rand(matches.shape, generator=torch.Generator().manual_seed(0))
