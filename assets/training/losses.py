"""Losses over batches of vectors; each is the mean over the Matryoshka dimensions."""

import torch
import torch.nn.functional as F
from torch import Tensor

from configuration import MATRYOSHKA_DIMENSIONS

TEMPERATURE = 0.05


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
    """CoSENT: every pair that is closer than another should have the higher cosine.

    Su, "CoSENT: A more efficient sentence vector scheme" (2022), with the same temperature as above.
    """
    closer = closeness[:, None] > closeness[None, :] + 1e-6
    losses = []
    for dimension in MATRYOSHKA_DIMENSIONS:
        scores = F.cosine_similarity(left[:, :dimension], right[:, :dimension]) / TEMPERATURE
        differences = (scores[None, :] - scores[:, None])[closer]
        losses.append(torch.logsumexp(torch.cat((differences.new_zeros(1), differences)), dim=0))
    return torch.stack(losses).mean()


def late_interaction_scores(left: Tensor, left_mask: Tensor, right: Tensor, right_mask: Tensor) -> Tensor:
    """MaxSim per token of the left side: unit rows [items, tokens, dimension] to scores [left, right]."""
    similarity = torch.einsum("lid,rjd->lrij", left, right)
    similarity = similarity.masked_fill(right_mask[None, :, None, :] == 0, -1)
    best = similarity.amax(dim=-1) * left_mask[:, None, :]
    return best.sum(dim=-1) / left_mask.sum(dim=-1)[:, None]
