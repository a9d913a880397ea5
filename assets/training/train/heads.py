"""Auxiliary heads on the vision tower: they teach it what a drawing shows and are dropped at the end."""

import torch.nn.functional as F
from torch import Tensor, nn

from drawing.drawings import COLORS, COUNTS, KINDS

SLOTS = {"kind": len(KINDS), "color": len(COLORS), "background": len(COLORS), "count": len(COUNTS)}
# A drawing's kind is the hardest to see and the most important.
WEIGHTS = {"kind": 1.0, "color": 0.3, "background": 0.2, "count": 0.3}


class AuxiliaryHeads(nn.Module):
    def __init__(self, hidden: int):
        super().__init__()
        self.heads = nn.ModuleDict({slot: nn.Linear(hidden, classes) for slot, classes in SLOTS.items()})

    def loss(self, cells: Tensor, labels: Tensor) -> Tensor:
        """Cross entropy over the slots, from the vision tower's cells [images, cells, hidden].

        A slot that is the same in all pictures teaches nothing but to be sure of it, and is left out.
        """
        pooled = cells.float().mean(dim=1)
        losses = [
            WEIGHTS[slot] * F.cross_entropy(self.heads[slot](pooled).float(), labels[:, column])
            for column, slot in enumerate(SLOTS)
            if (labels[:, column] != labels[0, column]).any()
        ]
        return sum(losses)

    def correct(self, cells: Tensor, labels: Tensor) -> dict[str, Tensor]:
        """Per slot, which images are classified correctly: [images] of booleans."""
        pooled = cells.float().mean(dim=1)
        return {slot: self.heads[slot](pooled).argmax(dim=1) == labels[:, column] for column, slot in enumerate(SLOTS)}
