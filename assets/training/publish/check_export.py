"""Checks an exported model against the project's reference, which loads the files into transformers' modules.

    python -m publish.check_export ../model

Texts in every language and the sample images, under every adapter: the reference's vectors and those of the recipe's
own model, which training and evaluation used, must be the same.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from model.configuration import TASKS
from publish import layout as published
from tokenizer.layout import QUERY
from train.batches import TextBatch
from world.vocabulary import LANGUAGES, subjects

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "assets" / "samples" / "images"
# Squared lengths of differences between unit vectors, twice the cosine distance.
LARGEST_DISTANCE = 1e-10

sys.path.insert(0, str(ROOT / "Tests" / "Reference"))
from reference import Reference  # noqa: E402


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser(description="Compare an exported model with the reference.")
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    reference = Reference(folder)
    model, tokenizer = published.read(folder)
    entry = subjects()["lion"]
    files = sorted(file for file in SAMPLES.iterdir() if file.suffix in (".png", ".jpg"))[::6]
    worst = 0.0
    for task in TASKS:
        model.activate(task)
        for language in LANGUAGES:
            encoded = TextBatch.of(tokenizer, [QUERY + entry.word(language)]).encode(model)
            theirs = reference.embed_text(entry.word(language), task)
            worst = max(worst, distance(encoded.single_vectors()[0], theirs.single))
            worst = max(worst, distance(model.multi_vectors(encoded)[0], theirs.multi))
        for file in files:
            pixels = np.asarray(Image.open(file).convert("RGB"))
            resized = torch.from_numpy(np.ascontiguousarray(reference.preprocessor.resize(pixels)))
            encoded = model.encode_images(resized[None])
            theirs = reference.embed_image(pixels, task)
            worst = max(worst, distance(encoded.single_vectors()[0], theirs.single))
            worst = max(worst, distance(model.multi_vectors(encoded)[0], theirs.multi))
    print(f"{len(TASKS) * (len(LANGUAGES) + len(files))} inputs, largest squared distance {worst:.1e}")
    assert worst < LARGEST_DISTANCE, "the exported files and the trained model disagree"


def distance(ours: torch.Tensor, theirs: torch.Tensor) -> float:
    """The largest squared distance between rows of unit length."""
    return float((torch.nn.functional.normalize(ours, dim=-1) - theirs).square().sum(dim=-1).max())


if __name__ == "__main__":
    main()
