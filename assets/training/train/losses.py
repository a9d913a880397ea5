"""Losses over batches of vectors; each is the mean over the Matryoshka dimensions."""

import torch
import torch.nn.functional as F
from torch import Tensor

from model.configuration import MATRYOSHKA_DIMENSIONS

TEMPERATURE = 0.05
PLACES_TEMPERATURE = 0.1
# Brings squared differences of cosines to the size of the other losses.
GRADED_SCALE = 10.0


def contrastive(left: Tensor, right: Tensor, excused: Tensor) -> Tensor:
    """InfoNCE in both directions over [pairs, hidden] vectors; excused pairs are no negatives."""
    losses = [
        from_scores(F.normalize(left[:, :dimension]) @ F.normalize(right[:, :dimension]).T, excused)
        for dimension in MATRYOSHKA_DIMENSIONS
    ]
    return torch.stack(losses).mean()


def from_scores(scores: Tensor, excused: Tensor) -> Tensor:
    """InfoNCE from cosine-like scores [left, right] whose diagonal is right."""
    logits = (scores / TEMPERATURE).masked_fill(excused, float("-inf"))
    right = torch.arange(len(scores), device=scores.device)
    return (F.cross_entropy(logits, right) + F.cross_entropy(logits.T, right)) / 2


def graded(left: Tensor, right: Tensor, closeness: Tensor) -> Tensor:
    """The squared difference between a pair's cosine and how close it is.

    A loss over the order of all pairs (CoSENT) was tried: it pressed all cosines together, and the adapter became
    worse than the base.
    """
    losses = [
        F.mse_loss(F.cosine_similarity(left[:, :dimension], right[:, :dimension]), closeness)
        for dimension in MATRYOSHKA_DIMENSIONS
    ]
    return GRADED_SCALE * torch.stack(losses).mean()


def late_interaction_scores(left: Tensor, left_mask: Tensor, right: Tensor, right_mask: Tensor) -> Tensor:
    """MaxSim per token of the left side: unit rows [items, tokens, dimension] to scores [left, right]."""
    # Siblings differ in a token or two, which is less than BF16 tells apart.
    with torch.autocast(left.device.type, enabled=False):
        similarity = left.flatten(0, 1) @ right.flatten(0, 1).T
    similarity = similarity.view(*left.shape[:2], *right.shape[:2])
    if not right_mask.all():
        similarity = similarity.masked_fill(right_mask[None, None] == 0, -1)
    # Unlike amax, max goes back to one token alone and needs no comparison with all of them.
    best = similarity.max(dim=-1).values * left_mask[..., None]
    return best.sum(dim=1) / left_mask.sum(dim=1)[:, None]


def places(words: Tensor, mask: Tensor, cells: Tensor, inside: Tensor) -> Tensor:
    """Each word's likeness to the cells of its picture, spread by softmax, should lie where the thing is.

    Unit rows of words [images, tokens, dimension] and cells [images, cells, dimension].
    """
    spread = (torch.einsum("bid,bjd->bij", words, cells) / PLACES_TEMPERATURE).log_softmax(-1)
    within = spread.masked_fill(~inside[:, None], float("-inf")).logsumexp(-1)
    return -(within * mask).sum() / mask.sum()
