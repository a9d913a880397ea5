"""Measures of ranking and of agreement."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor


def cosine_scores(queries: Tensor, items: Tensor, dimension: int | None = None) -> Tensor:
    """Cosines [queries, items] of vectors cut to a Matryoshka dimension."""
    return F.normalize(queries[:, :dimension]) @ F.normalize(items[:, :dimension]).T


def ndcg(scores: Tensor, relevant: Tensor, cutoff: int = 10) -> float:
    """nDCG at a cutoff with binary relevance [queries, items], the mean over the queries."""
    discounts = 1 / torch.log2(torch.arange(cutoff) + 2.0)
    best = scores.topk(cutoff, dim=1).indices
    gains = (relevant.gather(1, best).float() * discounts).sum(dim=1)
    ideal = discounts.cumsum(0)[relevant.sum(dim=1).clamp(1, cutoff) - 1]
    return float((gains / ideal).mean())


def spearman(first: Tensor, second: Tensor) -> float:
    """Rank correlation, ties sharing their mean rank."""
    return float(np.corrcoef(ranks(first.numpy()), ranks(second.numpy()))[0, 1])


def ranks(values: np.ndarray) -> np.ndarray:
    _, inverse, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return ((last - count + last - 1) / 2)[inverse]
