"""Where a run stands, kept on disk so that it can be continued in pieces."""

import os
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer

from configuration import TASKS, AdapterConfiguration, DecoderConfiguration, VisionConfiguration
from heads import AuxiliaryHeads
from model import Model
from tokenizer import image_prompt


@dataclass
class Progress:
    """The next step to take, and the best weights of the stage so far."""

    stage: int = 0
    step: int = 0
    best: float = float("-inf")
    best_weights: dict[str, torch.Tensor] | None = None


def new_model(tokenizer: Tokenizer) -> Model:
    model = Model(DecoderConfiguration(tokenizer.get_vocab_size()), VisionConfiguration(), image_prompt(tokenizer))
    model.add_adapters(TASKS, AdapterConfiguration())
    return model


def save(file: Path, model: Model, heads: AuxiliaryHeads, optimizer: torch.optim.Optimizer | None, progress: Progress):
    """Written beside its place and moved there, so that an interruption leaves the last one whole."""
    state = {
        "model": model.state_dict(),
        "heads": heads.state_dict(),
        "optimizer": optimizer.state_dict() if optimizer else None,
        "progress": vars(progress),
    }
    partial = file.with_suffix(".partial")
    torch.save(state, partial)
    os.replace(partial, file)


def load(file: Path, model: Model, heads: AuxiliaryHeads) -> tuple[Progress, dict | None]:
    """Fills model and heads; returns the progress and the optimizer's state."""
    state = torch.load(file, map_location="cpu", weights_only=True)
    model.load_state_dict(state["model"])
    heads.load_state_dict(state["heads"])
    return Progress(**state["progress"]), state["optimizer"]
