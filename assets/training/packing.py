"""Packs texts of all lengths into rows of one length, so that hardly anything is computed for padding.

Texts in a row are kept apart by a mask and count their own positions: each is encoded as if it were alone.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from model import Model

ROW = 96


@dataclass(frozen=True)
class PackedTexts:
    """Token ids, positions within their text and index of their text, or the number of texts where nothing is."""

    ids: Tensor
    positions: Tensor
    owners: Tensor
    texts: int

    @classmethod
    def of(cls, ids: Tensor, mask: Tensor) -> "PackedTexts":
        """Longest first, each into the first row that has room; ids and mask: [texts, tokens]."""
        lengths = mask.sum(dim=1).long().tolist()
        width = max(ROW, *lengths)
        room: list[int] = []
        places = []
        for text in sorted(range(len(lengths)), key=lambda text: -lengths[text]):
            length = lengths[text]
            row = next((row for row, left in enumerate(room) if left >= length), len(room))
            if row == len(room):
                room.append(width)
            places.append((row, width - room[row], text))
            room[row] -= length
        shape = (len(room), width)
        packed, positions = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
        owners = torch.full(shape, len(lengths))
        kept = ids.cpu()
        for row, start, text in places:
            inside = slice(start, start + lengths[text])
            packed[row, inside] = kept[text, : lengths[text]]
            positions[row, inside] = torch.arange(lengths[text])
            owners[row, inside] = text
        return cls(packed.to(ids.device), positions.to(ids.device), owners.to(ids.device), len(lengths))

    def single_vectors(self, model: Model) -> Tensor:
        """The mean over each text's tokens, not yet normalized: [texts, hidden]."""
        tokens = self.ids.shape[1]
        same = self.owners[:, :, None] == self.owners[:, None, :]
        causal = torch.ones(tokens, tokens, dtype=torch.bool, device=self.ids.device).tril()
        positions = self.positions[:, None].expand(3, -1, -1, -1)
        states = model.model(model.model.embed_tokens(self.ids), positions, (same & causal)[:, None]).float()
        owners = self.owners.flatten()
        sums = states.new_zeros(self.texts + 1, states.shape[-1]).index_add(0, owners, states.flatten(0, 1))
        counts = torch.bincount(owners, minlength=self.texts + 1)
        return sums[: self.texts] / counts[: self.texts, None]
