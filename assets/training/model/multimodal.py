"""The bundled model: a vision tower and a decoder, pooled to a single vector or projected to a multi-vector.

The state dictionary of `Model` has the names of the published shards; adapters add theirs when they are made.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from model.configuration import (
    IMAGE_DEVIATION,
    IMAGE_MEAN,
    MULTI_VECTOR_DIMENSION,
    AdapterConfiguration,
    DecoderConfiguration,
    VisionConfiguration,
)
from model.decoder import Decoder
from model.layers import AdaptedLinear
from model.vision import VisionTower


@dataclass(frozen=True)
class ImagePrompt:
    """Token ids around an image: `before` ends with the vision start token, `after` begins with the end token."""

    before: list[int]
    after: list[int]


@dataclass(frozen=True)
class Encoded:
    """Hidden states [items, tokens, hidden] with two masks [items, tokens]: real tokens, and those pooled."""

    states: Tensor
    tokens: Tensor
    pooled: Tensor

    def single_vectors(self) -> Tensor:
        """The mean over the pooled tokens, not yet normalized: [items, hidden]."""
        weights = self.pooled[..., None].float()
        return (self.states * weights).sum(dim=1) / weights.sum(dim=1)


class Model(nn.Module):
    def __init__(self, decoder: DecoderConfiguration, vision: VisionConfiguration, prompt: ImagePrompt):
        super().__init__()
        self.prompt = prompt
        self.visual = VisionTower(vision)
        self.model = Decoder(decoder)
        self.multi_vector_projector = AdaptedLinear(decoder.hidden, MULTI_VECTOR_DIMENSION)
        self.initialize()

    def initialize(self) -> None:
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, std=0.02 if module.in_features > 300 else 0.03)
                if module.bias is not None:
                    nn.init.zeros_(module.bias)
        nn.init.normal_(self.model.embed_tokens.weight, std=0.05)
        # The decoder begins as a bag of its tokens: were its layers louder than the embeddings, all texts would look
        # alike at first and contrastive training would hardly start.
        for layer in self.model.layers:
            for projection in (layer.self_attn.o_proj, layer.mlp.down_proj):
                nn.init.normal_(projection.weight, std=0.002)

    def encode_texts(self, ids: Tensor, mask: Tensor) -> Encoded:
        """Token ids and mask [texts, tokens], padded on the right; causal attention never sees the padding."""
        positions = torch.arange(ids.shape[1], device=ids.device).expand(3, -1)
        states = self.model(self.model.embed_tokens(ids), positions).float()
        return Encoded(states, mask, mask)

    def encode_images(self, pixels: Tensor, whole: bool = True) -> Encoded:
        """Bytes [images, height, width, 3], all of one size; sides are multiples of 28."""
        return self.encode_cells(self.visual(normalized(pixels)), pixels.shape[2], whole)

    def encode_cells(self, cells: Tensor, width: int, whole: bool = True) -> Encoded:
        """The vision tower's cells [images, cells, hidden] of images that are `width` pixels wide, in their prompt.

        A single vector needs nothing that follows the image's end token, so that can be left out.
        """
        columns = width // (self.visual.configuration.patch * self.visual.configuration.merge)
        following = self.prompt.after if whole else self.prompt.after[:1]
        before, after = (self.prompt_embeddings(ids, cells) for ids in (self.prompt.before, following))
        embeddings = torch.cat((before, cells.to(before.dtype), after), dim=1)
        positions = image_positions(len(self.prompt.before), cells.shape[1], columns, len(following))
        states = self.model(embeddings, positions.to(cells.device)).float()
        tokens = torch.ones(states.shape[:2], device=cells.device)
        pooled = torch.zeros_like(tokens)
        start = len(self.prompt.before) - 1
        pooled[:, start : start + cells.shape[1] + 2] = 1
        return Encoded(states, tokens, pooled)

    def prompt_embeddings(self, ids: list[int], cells: Tensor) -> Tensor:
        return self.model.embed_tokens(torch.tensor(ids, device=cells.device)).expand(cells.shape[0], -1, -1)

    def multi_vectors(self, encoded: Encoded) -> Tensor:
        """One unit vector per token: [items, tokens, 128]."""
        return nn.functional.normalize(self.multi_vector_projector(encoded.states).float(), dim=-1)

    def adapted_layers(self) -> list[AdaptedLinear]:
        return [module for module in self.modules() if isinstance(module, AdaptedLinear)]

    def add_adapters(self, tasks: list[str], configuration: AdapterConfiguration) -> None:
        for layer in self.adapted_layers():
            layer.add_adapters(tasks, configuration)

    def activate(self, task: str | None) -> None:
        """Use this task's adapter everywhere, or the base alone."""
        for layer in self.adapted_layers():
            layer.active = task


def normalized(pixels: Tensor) -> Tensor:
    """Bytes [images, height, width, 3] to normalized [images, 3, height, width]."""
    mean = torch.tensor(IMAGE_MEAN, device=pixels.device) * 255
    deviation = torch.tensor(IMAGE_DEVIATION, device=pixels.device) * 255
    return ((pixels.float() - mean) / deviation).permute(0, 3, 1, 2)


def image_positions(before: int, cells: int, columns: int, after: int) -> Tensor:
    """Time, row and column of every token around and in an image: [3, before + cells + after]."""
    leading = torch.arange(before).expand(3, -1)
    index = torch.arange(cells)
    image = before + torch.stack((torch.zeros_like(index), index // columns, index % columns))
    next_position = before + max(columns, cells // columns)
    trailing = (next_position + torch.arange(after)).expand(3, -1)
    return torch.cat((leading, image, trailing), dim=1)
