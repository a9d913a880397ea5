"""The parts that the decoder and the vision tower share."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from model.configuration import AdapterConfiguration

# On a CPU, PyTorch's fused attention takes several times as long as the plain formula where sequences are short.
LONGEST_PLAIN_ATTENTION = 300


class RMSNorm(nn.Module):
    def __init__(self, hidden: int, epsilon: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(hidden))
        self.epsilon = epsilon

    def forward(self, states: Tensor) -> Tensor:
        # Statistics in 32 bits, as the published model computes them; rounded once for all the layers that follow.
        result = F.rms_norm(states.float(), self.weight.shape, self.weight, self.epsilon)
        device = states.device.type
        return result.to(torch.get_autocast_dtype(device)) if torch.is_autocast_enabled(device) else result


class AdaptedLinear(nn.Linear):
    """A linear layer with one low-rank adapter per task: W·x + b + (alpha / rank)·B·(A·x).

    Which adapter is active is a property of the layer, set for the whole model at once; None is the base alone.
    """

    active: str | None = None

    def add_adapters(self, tasks: list[str], configuration: AdapterConfiguration) -> None:
        self.scale = configuration.scale
        rank = configuration.rank
        self.lora_A = nn.ModuleDict({task: nn.Linear(self.in_features, rank, bias=False) for task in tasks})
        self.lora_B = nn.ModuleDict({task: nn.Linear(rank, self.out_features, bias=False) for task in tasks})
        for task in tasks:
            # B starts at zero, so that a new adapter changes nothing.
            nn.init.normal_(self.lora_A[task].weight, std=self.in_features**-0.5)
            nn.init.zeros_(self.lora_B[task].weight)

    def forward(self, states: Tensor) -> Tensor:
        result = F.linear(states, self.weight, self.bias)
        if self.active is None:
            return result
        return result + self.scale * self.lora_B[self.active](self.lora_A[self.active](states))


class GatedFeedForward(nn.Module):
    def __init__(self, hidden: int, intermediate: int, bias: bool, linear: type[nn.Linear]):
        super().__init__()
        self.gate_proj = linear(hidden, intermediate, bias=bias)
        self.up_proj = linear(hidden, intermediate, bias=bias)
        self.down_proj = linear(intermediate, hidden, bias=bias)

    def forward(self, states: Tensor) -> Tensor:
        return self.down_proj(F.silu(self.gate_proj(states)) * self.up_proj(states))


def attention(query: Tensor, key: Tensor, value: Tensor, allowed: Tensor | None = None, causal: bool = False) -> Tensor:
    """Attention of [items, heads, tokens, head dimension]; `allowed` [tokens, tokens] says who sees whom."""
    tokens = query.shape[-2]
    if query.device.type != "cpu" or tokens > LONGEST_PLAIN_ATTENTION:
        return F.scaled_dot_product_attention(query, key, value, attn_mask=allowed, is_causal=causal)
    if causal:
        allowed = torch.ones(tokens, tokens, dtype=torch.bool).tril()
    scores = (query @ key.transpose(-1, -2)).float() * query.shape[-1] ** -0.5
    if allowed is not None:
        scores = scores.masked_fill(~allowed, float("-inf"))
    return scores.softmax(dim=-1).to(value.dtype) @ value


def rotated(states: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Rotary embedding of [..., tokens, head dimension]; pairs are (j, j + half), not neighbours."""
    first, second = states.chunk(2, dim=-1)
    return (states * cosine + torch.cat((-second, first), dim=-1) * sine).to(states.dtype)


def rotary_table(angles: Tensor) -> tuple[Tensor, Tensor]:
    """Cosine and sine of [tokens, half of a head], repeated for both members of each pair."""
    both = torch.cat((angles, angles), dim=-1)
    return both.cos(), both.sin()
