"""Writes GGUF files of random BF16 weights, with the names and settings that llama.cpp wants."""

import math
import struct

from shapes import (
    DIMENSION, HEADS, HIDDEN, INTERMEDIATE, KEY_HEADS, VISION_HEADS, VISION_HIDDEN, VISION_INTERMEDIATE, VISION_LAYERS,
    VISION_WHOLE,
)

MAGIC, VERSION, ALIGNMENT = 0x46554747, 3, 32
# Types of settings, by the format of their value where it is a number.
U32, I32, F32, BOOL, STRING, ARRAY = 4, 5, 6, 7, 8, 9
FORMATS = {U32: "<I", I32: "<i", F32: "<f", BOOL: "<B"}
F32_TENSOR, BF16_TENSOR = 0, 30


def decoder(layers, vocabulary):
    """Settings and tensors of a Qwen2 decoder of the published widths."""
    tokens = [f"t{number}" for number in range(vocabulary - 256)] + [chr(number) for number in byte_characters()]
    settings = [
        ("general.architecture", STRING, "qwen2"), ("qwen2.block_count", U32, layers),
        ("qwen2.context_length", U32, 32768), ("qwen2.embedding_length", U32, HIDDEN),
        ("qwen2.feed_forward_length", U32, INTERMEDIATE), ("qwen2.attention.head_count", U32, HEADS),
        ("qwen2.attention.head_count_kv", U32, KEY_HEADS),
        ("qwen2.attention.layer_norm_rms_epsilon", F32, 1e-6), ("qwen2.rope.freq_base", F32, 1e6),
        ("tokenizer.ggml.model", STRING, "gpt2"), ("tokenizer.ggml.pre", STRING, "qwen2"),
        ("tokenizer.ggml.tokens", ARRAY, (STRING, tokens)),
        ("tokenizer.ggml.token_type", ARRAY, (I32, [1] * vocabulary)),
        ("tokenizer.ggml.merges", ARRAY, (STRING, ["t 1"])),
    ]
    tensors = [("token_embd.weight", (HIDDEN, vocabulary), BF16_TENSOR), ("output_norm.weight", (HIDDEN,), F32_TENSOR)]
    for layer in range(layers):
        place = f"blk.{layer}."
        tensors += norms(place, ("attn_norm", "ffn_norm"), HIDDEN)
        for name in ("q", "k", "v"):
            outputs = (HEADS if name == "q" else KEY_HEADS) * DIMENSION
            tensors += linear(place + "attn_" + name, outputs, HIDDEN, bias=True)
        tensors += linear(place + "attn_output", HIDDEN, HEADS * DIMENSION)
        tensors += linear(place + "ffn_gate", INTERMEDIATE, HIDDEN) + linear(place + "ffn_up", INTERMEDIATE, HIDDEN)
        tensors += linear(place + "ffn_down", HIDDEN, INTERMEDIATE)
    return settings, tensors


def tower():
    """Settings and tensors of the published vision tower, merger included."""
    settings = [
        ("general.architecture", STRING, "clip"), ("clip.has_vision_encoder", BOOL, True),
        ("clip.projector_type", STRING, "qwen2.5vl_merger"), ("clip.use_silu", BOOL, True),
        ("clip.vision.image_size", U32, 560), ("clip.vision.patch_size", U32, 14),
        ("clip.vision.embedding_length", U32, VISION_HIDDEN),
        ("clip.vision.feed_forward_length", U32, VISION_INTERMEDIATE), ("clip.vision.projection_dim", U32, HIDDEN),
        ("clip.vision.block_count", U32, VISION_LAYERS), ("clip.vision.attention.head_count", U32, VISION_HEADS),
        ("clip.vision.attention.layer_norm_epsilon", F32, 1e-6),
        # Every so many blocks, one attends to the whole picture.
        ("clip.vision.n_wa_pattern", U32, VISION_LAYERS // VISION_WHOLE),
        ("clip.vision.image_mean", ARRAY, (F32, [0.5] * 3)), ("clip.vision.image_std", ARRAY, (F32, [0.25] * 3)),
    ]
    tensors = [(f"v.patch_embd.weight{frame}", (14, 14, 3, VISION_HIDDEN), F32_TENSOR) for frame in ("", ".1")]
    for block in range(VISION_LAYERS):
        place = f"v.blk.{block}."
        tensors += norms(place, ("ln1", "ln2"), VISION_HIDDEN)
        for name in ("attn_q", "attn_k", "attn_v", "attn_out"):
            tensors += linear(place + name, VISION_HIDDEN, VISION_HIDDEN, bias=True)
        for name in ("ffn_gate", "ffn_up"):
            tensors += linear(place + name, VISION_INTERMEDIATE, VISION_HIDDEN, bias=True)
        tensors += linear(place + "ffn_down", VISION_HIDDEN, VISION_INTERMEDIATE, bias=True)
    merged = 4 * VISION_HIDDEN
    tensors += norms("v.", ("post_ln",), VISION_HIDDEN)
    tensors += linear("mm.0", merged, merged, bias=True) + linear("mm.2", HIDDEN, merged, bias=True)
    return settings, tensors


def norms(place, names, size):
    return [(f"{place}{name}.weight", (size,), F32_TENSOR) for name in names]


def linear(name, outputs, inputs, bias=False):
    """The innermost extent comes first."""
    weight = [(name + ".weight", (inputs, outputs), BF16_TENSOR)]
    return weight + [(name + ".bias", (outputs,), F32_TENSOR)] if bias else weight


def byte_characters():
    """The characters that stand for bytes in a byte-level vocabulary: printable ones for themselves."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    return printable + [256 + number for number in range(256 - len(printable))]


def write(path, settings, tensors):
    """One axis: ones; several: random numbers."""
    import numpy

    def size(shape, kind):
        return math.prod(shape) * (2 if kind == BF16_TENSOR else 4)

    header = struct.pack("<IIQQ", MAGIC, VERSION, len(tensors), len(settings))
    for name, kind, value in settings:
        header += text(name) + struct.pack("<I", kind) + encoded(kind, value)
    offset = 0
    for name, shape, kind in tensors:
        header += text(name) + struct.pack("<I", len(shape)) + b"".join(struct.pack("<Q", extent) for extent in shape)
        header += struct.pack("<IQ", kind, offset)
        offset += (size(shape, kind) + ALIGNMENT - 1) // ALIGNMENT * ALIGNMENT
    floats = numpy.random.default_rng(0).standard_normal(1 << 24).astype(numpy.float32) * 0.02
    pools = {F32_TENSOR: floats, BF16_TENSOR: (floats.view(numpy.uint32) >> 16).astype(numpy.uint16)}
    with open(path, "wb") as file:
        file.write(header + b"\0" * (-len(header) % ALIGNMENT))
        for _, shape, kind in tensors:
            count = math.prod(shape)
            pool = numpy.ones(count, numpy.float32) if len(shape) == 1 else pools[kind]
            for start in range(0, count, len(pool)):
                file.write(pool[: min(len(pool), count - start)].tobytes())
            file.write(b"\0" * (-size(shape, kind) % ALIGNMENT))


def text(value):
    value = value.encode()
    return struct.pack("<Q", len(value)) + value


def encoded(kind, value):
    if kind == STRING:
        return text(value)
    if kind == ARRAY:
        of, values = value
        return struct.pack("<IQ", of, len(values)) + b"".join(encoded(of, one) for one in values)
    return struct.pack(FORMATS[kind], value)
