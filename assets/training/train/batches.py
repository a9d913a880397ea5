"""What one training step sees: padded token ids, pixels, and which pairs must not count as negatives."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor

from model.multimodal import Encoded, Model
from train.movable import Movable
from train.packing import PackedTexts
from world.wording import Sentence


@dataclass(frozen=True)
class TextBatch(Movable):
    """Which tokens are real once texts are padded on the right [texts, tokens], and the texts themselves, packed."""

    mask: Tensor
    packed: PackedTexts

    @classmethod
    def of(cls, tokenizer: Tokenizer, texts: Sequence[str]) -> "TextBatch":
        """Texts with their prefix."""
        return cls.of_ids([encoding.ids for encoding in tokenizer.encode_batch(list(texts))])

    @classmethod
    def of_ids(cls, encodings: Sequence[Sequence[int]]) -> "TextBatch":
        longest = max(map(len, encodings))
        ids, mask = torch.zeros(len(encodings), longest, dtype=torch.long), torch.zeros(len(encodings), longest)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding)] = torch.tensor(encoding)
            mask[row, : len(encoding)] = 1
        return cls(mask, PackedTexts.of(ids, mask))

    def bags(self) -> tuple[Tensor, Tensor]:
        """Token ids one text after the other, and where each text starts."""
        ids = self.packed.ids.flatten()[self.packed.places][self.mask.bool()]
        lengths = self.mask.sum(1).long()
        return ids, lengths.cumsum(0) - lengths

    def encode(self, model: Model) -> Encoded:
        return Encoded(self.packed.states(model), self.mask, self.mask)


@dataclass(frozen=True)
class ImageBatch(Movable):
    """Pictures of one size with the labels of the auxiliary heads: [images, height, width, 3] and [images, slots]."""

    pixels: Tensor
    labels: Tensor


@dataclass(frozen=True)
class SeenBatch(Movable):
    """Pictures of one size as the vision tower has seen them [images, patches, hidden], and their width in pixels."""

    seen: Tensor
    width: int


@dataclass(frozen=True)
class Pairs(Movable):
    """Row i of both sides belong together; `excused` [left, right] marks other pairs that would be right as well."""

    left: TextBatch
    right: TextBatch | SeenBatch
    excused: Tensor


@dataclass(frozen=True)
class Places(Movable):
    """Where in picture i is what text i names: `inside` [images, cells]. `words` [texts, tokens] are those that name it."""

    left: TextBatch
    words: Tensor
    right: SeenBatch
    inside: Tensor


@dataclass(frozen=True)
class Labelled(Movable):
    """Texts of all kinds with what the teachers say of them: [texts, dimensions]."""

    texts: TextBatch
    targets: Tensor


@dataclass(frozen=True)
class GradedPairs(Movable):
    """Row i of both sides are as close as `closeness` [pairs] says."""

    left: TextBatch
    right: TextBatch
    closeness: Tensor


Batch = ImageBatch | Pairs | GradedPairs | Places | Labelled


def relevance(left: Sequence[tuple], right: Sequence[tuple]) -> Tensor:
    """Which pairs say the same wherever both say something: booleans [left, right]."""
    agreed = torch.ones(len(left), len(right), dtype=torch.bool)
    for slot in range(len(left[0])):
        values = {value: code for code, value in enumerate({row[slot] for row in [*left, *right]} - {None})}
        ours = torch.tensor([values.get(row[slot], -1) for row in left])[:, None]
        theirs = torch.tensor([values.get(row[slot], -1) for row in right])[None, :]
        agreed &= (ours == theirs) | (ours < 0) | (theirs < 0)
    return agreed


def excused(left: Sequence[Sentence], right: Sequence[tuple]) -> Tensor:
    """`relevance` without the pairs themselves."""
    agreed = relevance([sentence.slots for sentence in left], right)
    agreed.fill_diagonal_(False)
    return agreed
