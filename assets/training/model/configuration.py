"""Sizes of the bundled model: the published architecture, small. Everything else about it follows from these."""

from dataclasses import dataclass

TASKS = ["retrieval", "text-matching", "code"]
MATRYOSHKA_DIMENSIONS = [32, 64, 128]

# Pixel values are normalized as in the published preprocessor_config.json.
IMAGE_MEAN = [0.48145466, 0.4578275, 0.40821073]
IMAGE_DEVIATION = [0.26862954, 0.26130258, 0.27577711]
MINIMUM_PIXELS = 56 * 56
# Images are scaled down to 64 tokens, the largest that the model is trained on.
MAXIMUM_PIXELS = 224 * 224


@dataclass(frozen=True)
class DecoderConfiguration:
    """Narrow, for a large vocabulary: measured better on everyday questions than twice the width and half the words."""

    vocabulary: int
    hidden: int = 128
    layers: int = 4
    query_heads: int = 4
    key_value_heads: int = 2
    intermediate: int = 352
    rotary_base: float = 1_000_000.0
    # Rotary frequencies that follow time, row and column; their sum is half of a head.
    rotary_sections: tuple[int, int, int] = (4, 6, 6)
    norm_epsilon: float = 1e-6

    @property
    def head_dimension(self) -> int:
        return self.hidden // self.query_heads


@dataclass(frozen=True)
class VisionConfiguration:
    hidden: int = 192
    blocks: int = 4
    heads: int = 4
    intermediate: int = 512
    output: int = 128
    patch: int = 14
    merge: int = 2
    temporal: int = 2
    window: int = 112
    full_attention_blocks: tuple[int, ...] = (1, 3)
    rotary_base: float = 10_000.0
    norm_epsilon: float = 1e-6

    @property
    def head_dimension(self) -> int:
        return self.hidden // self.heads


@dataclass(frozen=True)
class AdapterConfiguration:
    rank: int = 8
    alpha: int = 16

    @property
    def scale(self) -> float:
        return self.alpha / self.rank


MULTI_VECTOR_DIMENSION = 128
