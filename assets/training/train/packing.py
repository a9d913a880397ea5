"""Packs texts of all lengths into rows of one length, so that hardly anything is computed for padding.

Texts in a row are kept apart by a mask and count their own positions: each is encoded as if it were alone.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from model.multimodal import Model
from train.movable import Movable

ROW = 96


@dataclass(frozen=True)
class PackedTexts(Movable):
    """Token ids and positions within their text [rows, tokens], the index of their text, and where each token went.

    Where a row is empty, the owner is the number of texts; `places` [texts, longest] counts through all rows.
    """

    ids: Tensor
    positions: Tensor
    owners: Tensor
    places: Tensor

    @classmethod
    def of(cls, ids: Tensor, mask: Tensor) -> "PackedTexts":
        """Longest first, each into the first row that has room; ids and mask: [texts, tokens]."""
        lengths = mask.sum(dim=1).long().tolist()
        width = max(ROW, *lengths)
        room: list[int] = []
        starts = []
        for text in sorted(range(len(lengths)), key=lambda text: -lengths[text]):
            length = lengths[text]
            row = next((row for row, left in enumerate(room) if left >= length), len(room))
            if row == len(room):
                room.append(width)
            starts.append((row, width - room[row], text))
            room[row] -= length
        shape = (len(room), width)
        packed, positions = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
        owners = torch.full(shape, len(lengths))
        places = torch.zeros_like(ids)
        for row, start, text in starts:
            inside = slice(start, start + lengths[text])
            counted = torch.arange(lengths[text])
            packed[row, inside] = ids[text, : lengths[text]]
            positions[row, inside] = counted
            owners[row, inside] = text
            places[text, : lengths[text]] = row * width + start + counted
        return cls(packed, positions, owners, places)

    def states(self, model: Model) -> Tensor:
        """Hidden states as if texts were padded, [texts, longest, hidden]; those of padding mean nothing."""
        tokens = self.ids.shape[1]
        same = self.owners[:, :, None] == self.owners[:, None, :]
        causal = torch.ones(tokens, tokens, dtype=torch.bool, device=self.ids.device).tril()
        positions = self.positions[:, None].expand(3, -1, -1, -1)
        states = model.model(model.model.embed_tokens(self.ids), positions, (same & causal)[:, None]).float()
        return states.flatten(0, 1)[self.places]
