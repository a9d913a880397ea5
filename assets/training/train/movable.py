"""What can be moved to a device as a whole."""

from dataclasses import fields

import torch


class Movable:
    """A dataclass made of tensors, and of others of its kind."""

    def to(self, device: torch.device):
        moved = {}
        for field in fields(self):
            value = getattr(self, field.name)
            moved[field.name] = value.to(device) if hasattr(value, "to") else value
        return type(self)(**moved)
