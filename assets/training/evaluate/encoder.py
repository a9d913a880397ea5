"""Embeds texts and drawings in bulk, for measuring."""

import torch
from tokenizers import Tokenizer
from torch import Tensor

from drawing.drawings import Drawing
from drawing.pictures import pixels_of
from model.multimodal import Model
from tokenizer.layout import PASSAGE, QUERY
from train.batches import TextBatch
from train.losses import late_interaction_scores
from world.wording import Sentence

IMAGE_SIDE = 112


class Encoder:
    """A model in evaluation, with one adapter or the base alone. Vectors are not normalized."""

    def __init__(self, model: Model, tokenizer: Tokenizer, adapter: str | None = None, batch: int = 128):
        self.model = model
        self.tokenizer = tokenizer
        self.adapter = adapter
        self.batch = batch

    @torch.no_grad()
    def texts(self, prefix: str, sentences: list[Sentence]) -> Tensor:
        """Single vectors [sentences, hidden]. Texts of like length go together, which saves padding."""
        self.model.activate(self.adapter)
        texts = [prefix + sentence.text for sentence in sentences]
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        vectors: list[Tensor] = [torch.empty(0)] * len(texts)
        for start in range(0, len(order), self.batch):
            chosen = order[start : start + self.batch]
            batch = TextBatch.of(self.tokenizer, [texts[index] for index in chosen]).to(self.device)
            for index, vector in zip(chosen, batch.encode(self.model).single_vectors().cpu()):
                vectors[index] = vector
        return torch.stack(vectors)

    @torch.no_grad()
    def drawings(self, drawings: list[Drawing], size: tuple[int, int] = (IMAGE_SIDE, IMAGE_SIDE)) -> Tensor:
        self.model.activate(self.adapter)
        parts = [
            self.model.encode_images(pixels_of(drawings[start : start + self.batch], size).to(self.device), whole=False)
            .single_vectors()
            .cpu()
            for start in range(0, len(drawings), self.batch)
        ]
        return torch.cat(parts)

    def late_interaction(self, queries: list[Sentence], items: list[Sentence] | list[Drawing]) -> Tensor:
        """MaxSim scores [queries, items], per token of the query; items are passages or drawings."""
        asked = self.rows(QUERY, queries)
        found = self.rows(PASSAGE, items)
        return torch.cat(
            [torch.cat([late_interaction_scores(*left, *right) for right in found], dim=1) for left in asked]
        )

    @torch.no_grad()
    def rows(self, prefix: str, items: list[Sentence] | list[Drawing]) -> list[tuple[Tensor, Tensor]]:
        """Unit rows and their mask, batch by batch: [items, tokens, dimension] and [items, tokens]."""
        self.model.activate(self.adapter)
        parts = []
        for start in range(0, len(items), self.batch):
            chosen = items[start : start + self.batch]
            if isinstance(chosen[0], Drawing):
                pixels = pixels_of(chosen, (IMAGE_SIDE, IMAGE_SIDE)).to(self.device)
                encoded = self.model.encode_images(pixels)
            else:
                texts = [prefix + sentence.text for sentence in chosen]
                encoded = TextBatch.of(self.tokenizer, texts).to(self.device).encode(self.model)
            parts.append((self.model.multi_vectors(encoded).cpu(), encoded.tokens.cpu()))
        return parts

    @property
    def device(self) -> torch.device:
        return self.model.model.embed_tokens.weight.device
