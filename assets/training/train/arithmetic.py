"""Whether training computes in BF16: only where the CPU multiplies it faster, which it is asked, as what it says of itself is
not to be trusted: some are twice as slow in BF16 though they announce it, and seven times where they do not."""

import time
from functools import cache

import torch
from torch import Tensor

ROWS, WIDTH, TIMES = 512, 384, 5


@cache
def is_faster_in_bf16() -> bool:
    """By a product of the size that teachers and student have."""
    left, right = torch.randn(ROWS, WIDTH), torch.randn(WIDTH, 4 * WIDTH)
    return spent(left.bfloat16(), right.bfloat16()) < spent(left, right)


def spent(left: Tensor, right: Tensor) -> float:
    """Seconds of the CPU, the best of several tries, as other work disturbs."""
    left @ right
    found = []
    for _ in range(TIMES):
        started = time.process_time()
        left @ right
        found.append(time.process_time() - started)
    return min(found)


def autocast(device: str) -> torch.autocast:
    enabled = device != "cpu" or is_faster_in_bf16()
    return torch.autocast(device, torch.bfloat16, enabled=enabled)
