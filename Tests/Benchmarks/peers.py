"""Times PyTorch, or llama.cpp, on the model's shapes, in turns with the engine: every round runs each case once in both.

    swift build -c release --package-path Tests/Benchmarks
    python Tests/Benchmarks/peers.py MODEL [--peer torch] [--precision fast] [--weights stored] [--rounds 7] [CASE …]

MODEL is a checkpoint of the published sizes (`jinascope bench --synthetic --keep FOLDER` writes one of random numbers).
Ratios are medians of the engine's time over the peer's.

PyTorch gets `--layers` random BF16 layers (all of them need 5.5 GB beside the engine's) and its time is multiplied by
the model's layers over these; embedding, norm, pooling and merger, which are next to nothing, are left out, and so are
low-rank updates, which the engine does compute. Its vision blocks attend to windows, as ours do.

llama.cpp (`--peer llama`, through llama-cpp-python) gets a GGUF of random BF16 weights of the same shapes, which is
written to `--gguf` once; it has neither adapters nor a vision tower here, and several adapters are several passes.
"""

import argparse
import pathlib
import statistics
import struct
import subprocess
import tempfile
import time
import zlib

HIDDEN, INTERMEDIATE, HEADS, KEY_HEADS, DIMENSION, LAYERS = 2048, 11008, 16, 2, 128, 36
VISION_HIDDEN, VISION_INTERMEDIATE, VISION_HEADS, VISION_LAYERS, VISION_WHOLE = 1280, 3420, 16, 32, 4
VOCABULARY = 151936

# Texts, tokens of each, and passes (one for each adapter) of a case.
TEXTS = {
    "query-8": (1, 8, 1),
    "query-16": (1, 16, 1),
    "adapters-12": (1, 12, 3),
    "texts-32x16": (32, 16, 1),
    "passage-512": (1, 512, 1),
}
# Pixels along each side; a patch is 14 of them, a window at most 64 patches.
IMAGES = {"image-448": 448, "image-1036": 1036}


class Torch:
    def __init__(self, layers, with_vision):
        import torch
        self.torch, self.count = torch, layers
        torch.manual_seed(0)
        self.text = [] if with_vision else [self.text_layer() for _ in range(layers)]
        # One block stands for all, as none of them stays in the caches.
        self.vision = [self.vision_layer() for _ in range(layers)] if with_vision else []

    def weight(self, outputs, inputs):
        return (self.torch.randn(outputs, inputs) * 0.02).bfloat16()

    def ones(self, size):
        return self.torch.ones(size, dtype=self.torch.bfloat16)

    def text_layer(self):
        weight, ones = self.weight, self.ones
        F = self.torch.nn.functional
        query, output = weight(HEADS * DIMENSION, HIDDEN), weight(HIDDEN, HEADS * DIMENSION)
        key, value = weight(KEY_HEADS * DIMENSION, HIDDEN), weight(KEY_HEADS * DIMENSION, HIDDEN)
        gate, up, down = weight(INTERMEDIATE, HIDDEN), weight(INTERMEDIATE, HIDDEN), weight(HIDDEN, INTERMEDIATE)
        norms = [ones(HIDDEN), ones(HIDDEN)]

        def layer(x):
            texts, tokens, _ = x.shape
            normalized = F.rms_norm(x, (HIDDEN,), norms[0], 1e-6)

            def heads(weight, count):
                return F.linear(normalized, weight).view(texts, tokens, count, DIMENSION).transpose(1, 2)

            attended = F.scaled_dot_product_attention(
                heads(query, HEADS), heads(key, KEY_HEADS), heads(value, KEY_HEADS), is_causal=True, enable_gqa=True)
            x = x + F.linear(attended.transpose(1, 2).reshape(texts, tokens, -1), output)
            normalized = F.rms_norm(x, (HIDDEN,), norms[1], 1e-6)
            return x + F.linear(F.silu(F.linear(normalized, gate)) * F.linear(normalized, up), down)

        return layer

    def vision_layer(self):
        weight, ones = self.weight, self.ones
        F = self.torch.nn.functional
        hidden, inner, dimension = VISION_HIDDEN, VISION_INTERMEDIATE, VISION_HIDDEN // VISION_HEADS
        qkv, output = weight(3 * hidden, hidden), weight(hidden, hidden)
        gate, up, down = weight(inner, hidden), weight(inner, hidden), weight(hidden, inner)
        biases = [ones(size) for size in (3 * hidden, hidden, inner, inner, hidden)]
        norms = [ones(hidden), ones(hidden)]

        def layer(x, windows):
            normalized = F.rms_norm(x, (hidden,), norms[0], 1e-6)
            projected = F.linear(normalized, qkv, biases[0]).view(-1, 3, VISION_HEADS, dimension)
            parts = []
            for q, k, v in zip(*(projected[:, i].split(windows) for i in range(3))):
                attended = F.scaled_dot_product_attention(
                    q.transpose(0, 1)[None], k.transpose(0, 1)[None], v.transpose(0, 1)[None])
                parts.append(attended[0].transpose(0, 1).reshape(-1, hidden))
            x = x + F.linear(self.torch.cat(parts), output, biases[1])
            normalized = F.rms_norm(x, (hidden,), norms[1], 1e-6)
            gated = F.silu(F.linear(normalized, gate, biases[2])) * F.linear(normalized, up, biases[3])
            return x + F.linear(gated, down, biases[4])

        return layer

    def run(self, case):
        with self.torch.inference_mode():
            return self.run_image(IMAGES[case]) if case in IMAGES else self.run_texts(*TEXTS[case])

    def run_texts(self, texts, tokens, passes):
        x = self.torch.randn(texts, tokens, HIDDEN, dtype=self.torch.bfloat16)
        start = time.perf_counter()
        for _ in range(passes):
            y = x
            for layer in self.text:
                y = layer(y)
        return (time.perf_counter() - start) * 1000 * LAYERS / self.count

    def run_image(self, side):
        patches = side // 14
        x = self.torch.randn(patches * patches, VISION_HIDDEN, dtype=self.torch.bfloat16)
        edges = [min(8, patches - start) for start in range(0, patches, 8)]
        windows = [rows * columns for rows in edges for columns in edges]

        def timed(windows):
            start = time.perf_counter()
            y = x
            for layer in self.vision:
                y = layer(y, windows)
            return (time.perf_counter() - start) * 1000 / self.count

        return timed(windows) * (VISION_LAYERS - VISION_WHOLE) + timed([len(x)]) * VISION_WHOLE


class Llama:
    def __init__(self, path, threads):
        import llama_cpp
        if not path.exists():
            write_gguf(path)
        self.model = llama_cpp.Llama(
            str(path), embedding=True, n_ctx=32 * 512, n_batch=1024, n_ubatch=1024, n_seq_max=32, n_threads=threads,
            n_threads_batch=threads, pooling_type=llama_cpp.LLAMA_POOLING_TYPE_MEAN, verbose=False)
        self.library = llama_cpp

    def run(self, case):
        texts, tokens, passes = TEXTS[case]
        library, context = self.library, self.model._ctx.ctx
        batch = library.llama_batch_init(texts * tokens, 0, 1)
        batch.n_tokens = texts * tokens
        for text in range(texts):
            for position in range(tokens):
                row = text * tokens + position
                batch.token[row] = (row * 7919 + 104729) % 100000
                batch.pos[row], batch.n_seq_id[row], batch.seq_id[row][0] = position, 1, text
                batch.logits[row] = 1
        total = 0.0
        for _ in range(passes):
            library.llama_memory_clear(library.llama_get_memory(context), True)
            start = time.perf_counter()
            status = library.llama_decode(context, batch)
            library.llama_get_embeddings_seq(context, 0)
            total += time.perf_counter() - start
            assert status == 0, status
        library.llama_batch_free(batch)
        return total * 1000


def write_gguf(path):
    """Random BF16 weights of the decoder under the names and with the settings llama.cpp wants of a Qwen2."""
    import numpy
    U32, F32, STRING, ARRAY, I32 = 4, 6, 8, 9, 5

    def text(value):
        value = value.encode()
        return struct.pack("<Q", len(value)) + value

    def array(kind, values):
        body = b"".join(text(v) if kind == STRING else struct.pack("<i", v) for v in values)
        return struct.pack("<IQ", kind, len(values)) + body

    tokens = [f"t{number}" for number in range(VOCABULARY)]
    settings = [
        ("general.architecture", STRING, text("qwen2")), ("general.alignment", U32, struct.pack("<I", 32)),
        ("qwen2.block_count", U32, struct.pack("<I", LAYERS)),
        ("qwen2.context_length", U32, struct.pack("<I", 32768)),
        ("qwen2.embedding_length", U32, struct.pack("<I", HIDDEN)),
        ("qwen2.feed_forward_length", U32, struct.pack("<I", INTERMEDIATE)),
        ("qwen2.attention.head_count", U32, struct.pack("<I", HEADS)),
        ("qwen2.attention.head_count_kv", U32, struct.pack("<I", KEY_HEADS)),
        ("qwen2.attention.layer_norm_rms_epsilon", F32, struct.pack("<f", 1e-6)),
        ("qwen2.rope.freq_base", F32, struct.pack("<f", 1e6)),
        ("tokenizer.ggml.model", STRING, text("gpt2")), ("tokenizer.ggml.pre", STRING, text("qwen2")),
        ("tokenizer.ggml.tokens", ARRAY, array(STRING, tokens)),
        ("tokenizer.ggml.token_type", ARRAY, array(I32, [1] * VOCABULARY)),
        ("tokenizer.ggml.merges", ARRAY, array(STRING, ["t 1"])),
    ]
    F32_TENSOR, BF16_TENSOR = 0, 30
    tensors = [("token_embd.weight", (HIDDEN, VOCABULARY), BF16_TENSOR), ("output_norm.weight", (HIDDEN,), F32_TENSOR)]
    for layer in range(LAYERS):
        place = f"blk.{layer}."
        for name in ("attn_norm", "ffn_norm"):
            tensors.append((place + name + ".weight", (HIDDEN,), F32_TENSOR))
        for name, outputs, inputs, bias in [
            ("attn_q", HEADS * DIMENSION, HIDDEN, True), ("attn_k", KEY_HEADS * DIMENSION, HIDDEN, True),
            ("attn_v", KEY_HEADS * DIMENSION, HIDDEN, True), ("attn_output", HIDDEN, HEADS * DIMENSION, False),
            ("ffn_gate", INTERMEDIATE, HIDDEN, False), ("ffn_up", INTERMEDIATE, HIDDEN, False),
            ("ffn_down", HIDDEN, INTERMEDIATE, False),
        ]:
            tensors.append((place + name + ".weight", (inputs, outputs), BF16_TENSOR))
            if bias:
                tensors.append((place + name + ".bias", (outputs,), F32_TENSOR))

    def size(shape, kind):
        return int(numpy.prod(shape)) * (2 if kind == BF16_TENSOR else 4)

    header = struct.pack("<IIQQ", 0x46554747, 3, len(tensors), len(settings))
    for name, kind, value in settings:
        header += text(name) + struct.pack("<I", kind) + value
    offset = 0
    for name, shape, kind in tensors:
        header += text(name) + struct.pack("<I", len(shape)) + b"".join(struct.pack("<Q", extent) for extent in shape)
        header += struct.pack("<IQ", kind, offset)
        offset += (size(shape, kind) + 31) // 32 * 32
    pool = (numpy.random.default_rng(0).standard_normal(1 << 24).astype(numpy.float32) * 0.02)
    pool = (pool.view(numpy.uint32) >> 16).astype(numpy.uint16)
    with open(path, "wb") as file:
        file.write(header + b"\0" * (-len(header) % 32))
        for _, shape, kind in tensors:
            count = int(numpy.prod(shape))
            if kind == F32_TENSOR:
                file.write(numpy.ones(count, numpy.float32).tobytes())
            else:
                for start in range(0, count, len(pool)):
                    file.write(pool[:min(len(pool), count - start)].tobytes())
            file.write(b"\0" * (-size(shape, kind) % 32))


def write_png(path, side):
    """A picture of stripes, without any library."""
    rows = b"".join(
        b"\0" + bytes((x * 3 ^ y * 5) & 255 for x in range(side) for _ in range(3)) for y in range(side))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("cases", nargs="*", default=list(TEXTS))
    parser.add_argument("--peer", choices=["torch", "llama"], default="torch")
    parser.add_argument("--precision", default="fast")
    parser.add_argument("--weights", choices=["stored", "int8"], default="stored")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--gguf", type=pathlib.Path, default=pathlib.Path("random-qwen2.gguf"))
    options = parser.parse_intermixed_args()
    with_vision = [case in IMAGES for case in options.cases]
    if any(with_vision) and not all(with_vision):
        parser.error("texts and images are timed in separate runs, so that no weights but theirs are in memory")

    engine = subprocess.Popen(
        [pathlib.Path(__file__).parent / ".build/release/benchmark", options.model, options.precision,
         options.weights], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    peer = Torch(options.layers, any(with_vision)) if options.peer == "torch" else Llama(options.gguf, options.threads)
    with tempfile.TemporaryDirectory() as folder:
        def run_engine(case):
            name = case
            if case in IMAGES:
                picture = pathlib.Path(folder) / f"{case}.png"
                if not picture.exists():
                    write_png(picture, IMAGES[case])
                name = f"image-{picture}"
            engine.stdin.write(name + "\n")
            engine.stdin.flush()
            return float(engine.stdout.readline())

        for case in options.cases:
            run_engine(case), peer.run(case)
            pairs = [(run_engine(case), peer.run(case)) for _ in range(options.rounds)]
            ours, theirs = (statistics.median(times) for times in zip(*pairs))
            ratio = statistics.median(a / b for a, b in pairs)
            print(
                f"{case:12} {options.precision} {options.weights} ours {ours:8.1f} ms   {options.peer} {theirs:8.1f} ms"
                f"   ratio {ratio:.2f}", flush=True)
    engine.stdin.close()
    engine.wait()


if __name__ == "__main__":
    main()
