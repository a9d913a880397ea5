"""What is kept between the runs of a model that is not finished: its token vectors, tokenizer and axes.

    python -m train.kept keep WORK static        writes kept/
    python -m train.kept restore WORK            writes WORK/static.pt, WORK/tokenizer.json, WORK/axes.npz

Token vectors are rounded to 8 bits with one scale each, which a mean over tokens does not notice. `axes.npz` is the target as it
was fitted: `teachers.targets --axes` puts labels that come later into the same space.
"""

import argparse
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

FOLDER = Path(__file__).parents[1] / "kept"
LARGEST = 127


def keep(work: Path, name: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    vectors = torch.load(work / f"{name}.pt")["tokens.weight"]
    scales = vectors.abs().amax(1, keepdim=True).clamp(min=1e-9) / LARGEST
    rounded = (vectors / scales).round().to(torch.int8)
    save_file({"vectors": rounded, "scales": scales.half()}, FOLDER / "static.safetensors")
    shutil.copyfile(work / "tokenizer.json", FOLDER / "tokenizer.json")
    shutil.copyfile(work / "targets" / "axes.npz", FOLDER / "axes.npz")
    (FOLDER / "static.safetensors").chmod(0o644)


def restore(work: Path) -> None:
    stored = load_file(FOLDER / "static.safetensors")
    torch.save({"tokens.weight": stored["vectors"].float() * stored["scales"].float()}, work / "static.pt")
    for file in ("tokenizer.json", "axes.npz"):
        shutil.copyfile(FOLDER / file, work / file)


def main() -> None:
    parser = argparse.ArgumentParser(description="Keep or restore an unfinished model.")
    parser.add_argument("command", choices=["keep", "restore"])
    parser.add_argument("work", type=Path)
    parser.add_argument("name", nargs="?", default="static")
    arguments = parser.parse_args()
    if arguments.command == "keep":
        keep(arguments.work, arguments.name)
    else:
        restore(arguments.work)


if __name__ == "__main__":
    main()
