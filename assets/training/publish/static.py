"""Writes a static or a layered text model in the published layout.

    python -m publish.static WORK static WORK/export [--vision ../model]

It answers in texts alone: adapters change nothing yet, the projector takes the first 128 dimensions as they are, and
the vision tower is that of the model named, whose last layer does not speak this model's language. For measuring, and as the
start of the stages that teach the rest.
"""

import argparse
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn

from model.configuration import MULTI_VECTOR_DIMENSION
from model.multimodal import Model
from model.static import put_into
from publish import layout
from train.checkpoint import new_model


@torch.no_grad()
def assembled(work: Path, name: str, tokenizer: Tokenizer, hidden: int, vision: Path) -> Model:
    torch.manual_seed(0)
    model = new_model(tokenizer, hidden)
    state = torch.load(work / f"{name}.pt")
    if "model" in state:
        model.load_state_dict(state["model"])
    else:
        # Leading components first: a narrower model takes as many as it has room for.
        put_into(model, state["tokens.weight"][:, : hidden - 1])
    other = layout.read(vision)[0].visual.state_dict()
    model.visual.load_state_dict(
        {
            name: other[name] if other[name].shape == own.shape else own
            for name, own in model.visual.state_dict().items()
        }
    )
    projector = model.multi_vector_projector
    projector.weight.copy_(torch.eye(MULTI_VECTOR_DIMENSION, projector.in_features))
    nn.init.zeros_(projector.bias)
    return model.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description="Export a text model.")
    parser.add_argument("work", type=Path)
    parser.add_argument("name")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--vision", type=Path, default=Path("../model"))
    parser.add_argument("--tokenizer", default="tokenizer.json")
    parser.add_argument("--hidden", type=int, default=128)
    arguments = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(arguments.work / arguments.tokenizer))
    model = assembled(arguments.work, arguments.name, tokenizer, arguments.hidden, arguments.vision)
    layout.write(model, tokenizer, arguments.folder)
    total = sum(file.stat().st_size for file in arguments.folder.rglob("*") if file.is_file())
    print(f"{total / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
