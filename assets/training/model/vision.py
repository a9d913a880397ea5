"""The vision tower: pixels to one vector per 2 × 2 patches. Names of modules are the names on disk."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from model.configuration import VisionConfiguration
from model.layers import GatedFeedForward, RMSNorm, attention, rotary_table, rotated


class PatchEmbedding(nn.Module):
    """A linear layer over 14 × 14 pixels; stored as a three-dimensional convolution, as in the published files."""

    def __init__(self, configuration: VisionConfiguration):
        super().__init__()
        self.proj = nn.Module()
        shape = (configuration.hidden, 3, configuration.temporal, configuration.patch, configuration.patch)
        self.proj.weight = nn.Parameter(torch.randn(shape) * 0.03)

    def forward(self, patches: Tensor) -> Tensor:
        # A still image is its own second frame, so both time slices of the kernel see the same patch.
        return F.linear(patches, self.proj.weight.sum(dim=2).flatten(1))


class VisionAttention(nn.Module):
    def __init__(self, configuration: VisionConfiguration):
        super().__init__()
        self.heads = configuration.heads
        self.qkv = nn.Linear(configuration.hidden, 3 * configuration.hidden)
        self.proj = nn.Linear(configuration.hidden, configuration.hidden)

    def forward(self, states: Tensor, table: tuple[Tensor, Tensor], same_window: Tensor | None) -> Tensor:
        images, patches, hidden = states.shape
        projected = self.qkv(states).view(images, patches, 3, self.heads, hidden // self.heads)
        query, key, value = projected.permute(2, 0, 3, 1, 4)
        query, key = rotated(query, *table), rotated(key, *table)
        mixed = attention(query, key, value, allowed=same_window)
        return self.proj(mixed.transpose(1, 2).reshape(images, patches, hidden))


class VisionBlock(nn.Module):
    def __init__(self, configuration: VisionConfiguration):
        super().__init__()
        self.norm1 = RMSNorm(configuration.hidden, configuration.norm_epsilon)
        self.norm2 = RMSNorm(configuration.hidden, configuration.norm_epsilon)
        self.attn = VisionAttention(configuration)
        self.mlp = GatedFeedForward(configuration.hidden, configuration.intermediate, True, nn.Linear)

    def forward(self, states: Tensor, table: tuple[Tensor, Tensor], same_window: Tensor | None) -> Tensor:
        states = states + self.attn(self.norm1(states), table, same_window)
        return states + self.mlp(self.norm2(states))


class PatchMerger(nn.Module):
    def __init__(self, configuration: VisionConfiguration):
        super().__init__()
        self.ln_q = RMSNorm(configuration.hidden, configuration.norm_epsilon)
        merged = configuration.hidden * configuration.merge**2
        self.mlp = nn.Sequential(nn.Linear(merged, merged), nn.GELU(), nn.Linear(merged, configuration.output))

    def forward(self, states: Tensor) -> Tensor:
        images, patches, hidden = states.shape
        merged = self.mlp[0].in_features // hidden
        return self.mlp(self.ln_q(states).reshape(images, patches // merged, merged * hidden))


class VisionTower(nn.Module):
    """Patches stay in the order of their merged cells throughout; windows are a mask, not a permutation."""

    def __init__(self, configuration: VisionConfiguration):
        super().__init__()
        self.configuration = configuration
        self.patch_embed = PatchEmbedding(configuration)
        self.blocks = nn.ModuleList(VisionBlock(configuration) for _ in range(configuration.blocks))
        self.merger = PatchMerger(configuration)

    def forward(self, pixels: Tensor) -> Tensor:
        """Normalized pixels [images, 3, height, width] to [images, cells, output], cells row by row."""
        return self.merger(self.seen(pixels))

    def seen(self, pixels: Tensor) -> Tensor:
        """What the merger makes cells of: [images, patches, hidden]."""
        rows, columns = (side // self.configuration.patch for side in pixels.shape[-2:])
        row, column = self.patch_positions(rows, columns, pixels.device)
        table, same_window = self.rotary(row, column), self.windows(row, column)
        states = self.patch_embed(self.patches(pixels))
        for index, block in enumerate(self.blocks):
            full = index in self.configuration.full_attention_blocks
            states = block(states, table, None if full else same_window)
        return states

    def patches(self, pixels: Tensor) -> Tensor:
        """[images, 3, height, width] to [images, patches, 3 · 14 · 14], the four patches of a cell in a row."""
        patch, merge = self.configuration.patch, self.configuration.merge
        images, channels, height, width = pixels.shape
        cells = (height // patch // merge, width // patch // merge)
        split = pixels.view(images, channels, cells[0], merge, patch, cells[1], merge, patch)
        ordered = split.permute(0, 2, 5, 3, 6, 1, 4, 7)
        return ordered.reshape(images, cells[0] * cells[1] * merge**2, channels * patch**2)

    def patch_positions(self, rows: int, columns: int, device: torch.device) -> tuple[Tensor, Tensor]:
        """Row and column of each patch, in the order of `patches`."""
        merge = self.configuration.merge
        shape = (rows // merge, columns // merge, merge, merge)
        row = torch.arange(rows, device=device).view(rows // merge, 1, merge, 1).expand(shape)
        column = torch.arange(columns, device=device).view(1, columns // merge, 1, merge).expand(shape)
        return row.reshape(-1), column.reshape(-1)

    def rotary(self, row: Tensor, column: Tensor) -> tuple[Tensor, Tensor]:
        half = self.configuration.head_dimension // 2
        exponents = torch.arange(0, half, 2, device=row.device).float() / half
        frequencies = self.configuration.rotary_base**-exponents
        return rotary_table(torch.cat((row[:, None] * frequencies, column[:, None] * frequencies), dim=-1))

    def windows(self, row: Tensor, column: Tensor) -> Tensor | None:
        """Which patches see each other in a windowed block; None where the image is one window."""
        side = self.configuration.window // self.configuration.patch
        window = row // side * 1_000 + column // side
        if bool((window == window[0]).all()):
            return None
        return window[:, None] == window[None, :]
