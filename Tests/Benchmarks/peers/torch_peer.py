"""PyTorch on the model's shapes: random BF16 layers, of which a few stand for all."""

import time

from shapes import (
    DIMENSION, HEADS, HIDDEN, IMAGES, INTERMEDIATE, KEY_HEADS, LAYERS, TEXTS, VISION_HEADS, VISION_HIDDEN,
    VISION_INTERMEDIATE, VISION_LAYERS, VISION_WHOLE,
)


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
