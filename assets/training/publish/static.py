"""Writes a static or a layered text model in the published layout.

    python -m publish.static WORK static WORK/export [--vision ../model]
    python -m publish.static WORK static WORK/export --onto ../model     # only its token vectors change

It answers in texts alone: adapters change nothing yet, the projector takes the first 128 dimensions as they are, and
the vision tower is that of the model named, whose last layer does not speak this model's language. For measuring, and as the
start of the stages that teach the rest.
"""

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from model.configuration import MULTI_VECTOR_DIMENSION, VisionConfiguration
from model.multimodal import Model
from model.static import put_into, put_tokens_into
from publish import layout
from train.checkpoint import new_model


def tower_weights(folder: Path) -> dict[str, Tensor]:
    """A published model's vision tower; without its last layer where that leads to another width."""
    stored = {
        name.removeprefix("visual."): weight.float()
        for name, weight in load_file(folder / "model.safetensors").items()
        if name.startswith("visual.")
    }
    output = VisionConfiguration().output
    last = stored["merger.mlp.2.weight"]
    return {
        name: weight for name, weight in stored.items() if len(last) == output or not name.startswith("merger.mlp.2")
    }


@torch.no_grad()
def assembled(work: Path, name: str, tokenizer: Tokenizer, vision: Path) -> Model:
    torch.manual_seed(0)
    model = new_model(tokenizer)
    hidden = model.model.configuration.hidden
    state = torch.load(work / f"{name}.pt")
    if "model" in state:
        model.load_state_dict(state["model"])
    else:
        # Leading components first: a narrower model takes as many as it has room for.
        put_into(model, state["tokens.weight"][:, : hidden - 1])
    model.visual.load_state_dict(tower_weights(vision), strict=False)
    projector = model.multi_vector_projector
    projector.weight.copy_(torch.eye(MULTI_VECTOR_DIMENSION, projector.in_features))
    nn.init.zeros_(projector.bias)
    return model.eval()


@torch.no_grad()
def changed(work: Path, name: str, onto: Path) -> Model:
    """A published model with other token vectors: pictures and adapters go on from what they know."""
    model, _ = layout.read(onto)
    static = torch.load(work / f"{name}.pt")["tokens.weight"]
    put_tokens_into(model, static[:, : model.model.configuration.hidden - 1])
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description="Export a text model.")
    parser.add_argument("work", type=Path)
    parser.add_argument("name")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--vision", type=Path, default=Path("../model"))
    parser.add_argument("--onto", type=Path, help="published model of which all else stays")
    parser.add_argument("--tokenizer", default="tokenizer.json")
    arguments = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(arguments.work / arguments.tokenizer))
    if arguments.onto:
        model = changed(arguments.work, arguments.name, arguments.onto)
    else:
        model = assembled(arguments.work, arguments.name, tokenizer, arguments.vision)
    layout.write(model, tokenizer, arguments.folder)
    total = sum(file.stat().st_size for file in arguments.folder.rglob("*") if file.is_file())
    print(f"{total / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
