"""Times PyTorch on the decoder's shapes, in turns with the engine: every round runs each case once in both.

    swift build -c release --package-path Tests/Benchmarks
    python Tests/Benchmarks/peers.py MODEL [--precision fast] [--layers 6] [--rounds 7] [CASE …]

PyTorch gets `--layers` random BF16 layers of the published shapes (36 need 5.5 GB beside the engine's) and its time is
multiplied by 36 / layers; embedding, norm and pooling, which are next to nothing, are left out, and so are low-rank
updates, which the engine does compute. Ratios are medians of the engine's time over PyTorch's.
"""

import argparse
import pathlib
import statistics
import subprocess
import time

import torch
import torch.nn.functional as F

HIDDEN, INTERMEDIATE, HEADS, KEY_HEADS, DIMENSION, LAYERS = 2048, 11008, 16, 2, 128, 36

# Texts, tokens of each, and passes (one for each adapter) of a case.
CASES = {
    "query-8": (1, 8, 1),
    "query-16": (1, 16, 1),
    "adapters-12": (1, 12, 3),
    "texts-32x16": (32, 16, 1),
    "passage-512": (1, 512, 1),
}


class Layer:
    def __init__(self):
        def weight(outputs, inputs):
            return (torch.randn(outputs, inputs, dtype=torch.float32) * 0.02).bfloat16()

        self.query = weight(HEADS * DIMENSION, HIDDEN)
        self.key = weight(KEY_HEADS * DIMENSION, HIDDEN)
        self.value = weight(KEY_HEADS * DIMENSION, HIDDEN)
        self.output = weight(HIDDEN, HEADS * DIMENSION)
        self.gate = weight(INTERMEDIATE, HIDDEN)
        self.up = weight(INTERMEDIATE, HIDDEN)
        self.down = weight(HIDDEN, INTERMEDIATE)
        self.norms = [torch.ones(HIDDEN, dtype=torch.bfloat16) for _ in range(2)]

    def __call__(self, x):
        texts, tokens, _ = x.shape
        normalized = F.rms_norm(x, (HIDDEN,), self.norms[0], 1e-6)

        def heads(weight, count):
            return F.linear(normalized, weight).view(texts, tokens, count, DIMENSION).transpose(1, 2)

        attended = F.scaled_dot_product_attention(
            heads(self.query, HEADS), heads(self.key, KEY_HEADS), heads(self.value, KEY_HEADS),
            is_causal=True, enable_gqa=True)
        x = x + F.linear(attended.transpose(1, 2).reshape(texts, tokens, -1), self.output)
        normalized = F.rms_norm(x, (HIDDEN,), self.norms[1], 1e-6)
        return x + F.linear(F.silu(F.linear(normalized, self.gate)) * F.linear(normalized, self.up), self.down)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("cases", nargs="*", default=list(CASES))
    parser.add_argument("--precision", default="fast")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()

    folder = pathlib.Path(__file__).parent
    engine = subprocess.Popen(
        [folder / ".build/release/benchmark", options.model, options.precision],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    torch.manual_seed(0)
    layers = [Layer() for _ in range(options.layers)]

    def run_engine(case):
        engine.stdin.write(case + "\n")
        engine.stdin.flush()
        return float(engine.stdout.readline())

    def run_torch(case):
        texts, tokens, passes = CASES[case]
        x = torch.randn(texts, tokens, HIDDEN, dtype=torch.bfloat16)
        start = time.perf_counter()
        with torch.inference_mode():
            for _ in range(passes):
                y = x
                for layer in layers:
                    y = layer(y)
        return (time.perf_counter() - start) * 1000 * LAYERS / options.layers

    for case in options.cases:
        run_engine(case), run_torch(case)
        pairs = [(run_engine(case), run_torch(case)) for _ in range(options.rounds)]
        ours, theirs = (statistics.median(times) for times in zip(*pairs))
        ratio = statistics.median(a / b for a, b in pairs)
        print(f"{case:12} {options.precision} ours {ours:8.1f} ms   PyTorch {theirs:8.1f} ms   ratio {ratio:.2f}", flush=True)
    engine.stdin.close()
    engine.wait()


if __name__ == "__main__":
    main()
