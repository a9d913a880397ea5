"""Several processes that train the same weights, each on its own part of every step."""

import os
import sys
from collections.abc import Iterable

import torch
import torch.distributed as distributed
from torch import Tensor


class Team:
    """This process and those that torchrun started beside it: all average gradients, so weights stay the same."""

    def __init__(self):
        self.rank = int(os.environ.get("RANK", "0"))
        self.size = int(os.environ.get("WORLD_SIZE", "1"))
        if self.size > 1:
            distributed.init_process_group("gloo")

    def average_gradients(self, weights: Iterable[Tensor]) -> None:
        """All members must have taken a step of the same task.

        What one member's part left out (an auxiliary label that none of its drawings has) counts as no gradient there.
        """
        if self.size == 1:
            return
        weights = list(weights)
        members = torch.tensor([int(weight.grad is not None) for weight in weights])
        distributed.all_reduce(members)
        moved = [weight for weight, count in zip(weights, members.tolist()) if count]
        gradients = [torch.zeros_like(weight) if weight.grad is None else weight.grad for weight in moved]
        together = torch.cat([gradient.flatten() for gradient in gradients])
        distributed.all_reduce(together)
        parts = (together / self.size).split([weight.numel() for weight in moved])
        for weight, part in zip(moved, parts):
            weight.grad = part.view_as(weight)

    def wait(self) -> None:
        """Until all members are here."""
        self.agree(True)

    def end(self) -> None:
        """To be called last by all members."""
        if self.size > 1:
            self.wait()
            distributed.destroy_process_group()
            sys.stdout.flush()
            # Now and then a thread of gloo aborts a process that ends in the usual way, and torchrun reports a failure.
            os._exit(0)

    def agree(self, wish: bool) -> bool:
        """True for all as soon as one wishes it."""
        if self.size == 1:
            return wish
        wishes = torch.tensor(int(wish))
        distributed.all_reduce(wishes)
        return bool(wishes)
