"""What is kept between the runs of a model that is not finished: token vectors, tokenizer, axes, and the way from pictures.

    python -m train.kept keep WORK static with-pictures      writes kept/
    python -m train.kept restore WORK                        writes WORK/static.pt, WORK/axes.npz and WORK/with-pictures

Token vectors are rounded to 8 bits with one scale each, which a mean over tokens does not notice. `axes.npz` is the target as it
was fitted: `teachers.targets --axes` puts labels that come later into the same space. `with-pictures` is a whole model in the
published layout; the vision tower is that of ../model.
"""

import argparse
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from publish import layout
from publish.static import assembled

FOLDER = Path(__file__).parents[1] / "kept"
VISION = Path(__file__).parents[2] / "model"
LARGEST = 127
# What pictures have taught: the finished tower is not stored twice.
TAUGHT = ("visual.merger.", "multi_vector_projector.")


def keep(work: Path, name: str, pictures: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    vectors = torch.load(work / f"{name}.pt")["tokens.weight"]
    scales = vectors.abs().amax(1, keepdim=True).clamp(min=1e-9) / LARGEST
    stored = {"vectors": (vectors / scales).round().to(torch.int8), "scales": scales.half()}
    for key, weight in load_file(work / pictures / "model.safetensors").items():
        if key.startswith(TAUGHT):
            stored[key] = weight
    save_file(stored, FOLDER / "weights.safetensors")
    (FOLDER / "weights.safetensors").chmod(0o644)
    shutil.copyfile(work / "tokenizer.json", FOLDER / "tokenizer.json")
    shutil.copyfile(work / "targets" / "axes.npz", FOLDER / "axes.npz")


@torch.no_grad()
def restore(work: Path) -> None:
    work.mkdir(exist_ok=True)
    stored = load_file(FOLDER / "weights.safetensors")
    torch.save({"tokens.weight": stored["vectors"].float() * stored["scales"].float()}, work / "static.pt")
    for file in ("tokenizer.json", "axes.npz"):
        shutil.copyfile(FOLDER / file, work / file)
    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
    model = assembled(work, "static", tokenizer, VISION)
    taught = {name: weight.float() for name, weight in stored.items() if name.startswith(TAUGHT)}
    model.load_state_dict(model.state_dict() | taught)
    layout.write(model, tokenizer, work / "with-pictures")


def main() -> None:
    parser = argparse.ArgumentParser(description="Keep or restore an unfinished model.")
    parser.add_argument("command", choices=["keep", "restore"])
    parser.add_argument("work", type=Path)
    parser.add_argument("name", nargs="?", default="static")
    parser.add_argument("pictures", nargs="?", default="with-pictures")
    arguments = parser.parse_args()
    if arguments.command == "keep":
        keep(arguments.work, arguments.name, arguments.pictures)
    else:
        restore(arguments.work)


if __name__ == "__main__":
    main()
