"""Where the tracks of a run stand, kept on disk so that they can be continued in pieces and built on one another."""

import os
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn

from model.configuration import TASKS, AdapterConfiguration, DecoderConfiguration, VisionConfiguration
from model.multimodal import Model
from tokenizer.layout import image_prompt
from train.heads import AuxiliaryHeads
from train.stages import Track


@dataclass
class Progress:
    """The stage of the track and the next step to take."""

    stage: int = 0
    step: int = 0


def new_model(tokenizer: Tokenizer) -> Model:
    decoder = DecoderConfiguration(tokenizer.get_vocab_size())
    model = Model(decoder, VisionConfiguration(), image_prompt(tokenizer))
    model.add_adapters(TASKS, AdapterConfiguration())
    return model


def weights_of(model: Model, heads: AuxiliaryHeads) -> dict[str, nn.Parameter]:
    """All that can be trained, by name."""
    named = dict(model.named_parameters())
    named.update({f"heads.{name}": weight for name, weight in heads.named_parameters()})
    return named


def save(file: Path, weights: dict[str, nn.Parameter], optimizer: torch.optim.Optimizer | None, progress: Progress):
    """Written beside its place and moved there, so that an interruption leaves the last one whole."""
    state = {
        "weights": {name: weight.detach().cpu() for name, weight in weights.items()},
        "optimizer": optimizer.state_dict() if optimizer else None,
        "progress": vars(progress),
    }
    write(file, state)


def load(file: Path, weights: dict[str, nn.Parameter]) -> tuple[Progress, dict | None]:
    """Fills the weights; returns the progress and the optimizer's state."""
    state = torch.load(file, map_location="cpu", weights_only=True)
    fill(weights, state["weights"])
    return Progress(**state["progress"]), state["optimizer"]


def result_file(work: Path, track: Track) -> Path:
    return work / f"after-{track.name}.pt"


def save_result(work: Path, track: Track, weights: dict[str, nn.Parameter]) -> None:
    """What a track has taught: the weights that it moves."""
    moved = {name: weight.detach().cpu() for name, weight in weights.items() if track.moves(name)}
    write(result_file(work, track), moved)


def load_results(work: Path, tracks: list[Track], weights: dict[str, nn.Parameter]) -> None:
    """What finished tracks have taught, one after the other."""
    for track in tracks:
        fill(weights, torch.load(result_file(work, track), map_location="cpu", weights_only=True))


@torch.no_grad()
def fill(weights: dict[str, nn.Parameter], values: dict[str, torch.Tensor]) -> None:
    for name, value in values.items():
        weights[name].copy_(value)


def write(file: Path, state: dict) -> None:
    partial = file.with_suffix(".partial")
    torch.save(state, partial)
    os.replace(partial, file)
