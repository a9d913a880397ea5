"""Times PyTorch, or llama.cpp, on the model's shapes, in turns with the engine: every round runs each case once in both.

    swift build -c release --package-path Tests/Benchmarks
    python Tests/Benchmarks/peers MODEL [--peer torch] [--precision fast] [--weights stored] [--rounds 7] [CASE …]

MODEL is a checkpoint of the published sizes (`jinascope bench --synthetic --keep FOLDER` writes one of random numbers).
Ratios are medians of the engine's time over the peer's.

PyTorch gets `--layers` random BF16 layers (all of them need 5.5 GB beside the engine's) and its time is multiplied by
the model's layers over these; embedding, norm, pooling and merger, which are next to nothing, are left out, and so are
low-rank updates, which the engine does compute. Its vision blocks attend to windows, as ours do.

llama.cpp (`--peer llama`, through llama-cpp-python) gets GGUF files of random BF16 weights of the same shapes, which are
written to `--gguf FOLDER` once; it has no adapters here, and several adapters are several passes. Its vision tower, which
is timed with patches and merger, attends to the whole picture in every block and masks what lies outside the window.
"""

import argparse
import pathlib
import statistics
import struct
import subprocess
import tempfile
import zlib

from llama_peer import LlamaImages, LlamaTexts
from shapes import IMAGES, TEXTS
from torch_peer import Torch


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
    parser.add_argument("--gguf", type=pathlib.Path, default=pathlib.Path("."), help="folder of llama.cpp's files")
    options = parser.parse_intermixed_args()
    with_vision = [case in IMAGES for case in options.cases]
    if any(with_vision) and not all(with_vision):
        parser.error("texts and images are timed in separate runs, so that no weights but theirs are in memory")

    engine = subprocess.Popen(
        [pathlib.Path(__file__).parent.parent / ".build/release/benchmark", options.model, options.precision,
         options.weights], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    if options.peer == "torch":
        peer = Torch(options.layers, any(with_vision))
    else:
        peer = (LlamaImages if any(with_vision) else LlamaTexts)(options.gguf, options.threads)
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
