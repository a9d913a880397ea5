"""Adapters as PEFT itself writes them, and the vectors of PEFT's own loading of them: README.md, "Adapters"."""

import json
import shutil
import warnings

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from torch import nn
from transformers import Qwen2_5_VLModel

from checkpoints import FIXTURES
from fixtures import save
from reference import load_configuration, load_weights

BASE = FIXTURES / "checkpoints" / "tiny-published"
FOLDER = FIXTURES / "adapters"
EVERY = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj", "multi_vector_projector"]
TEXTS = [[525, 25, 420, 7, 901], [525, 25, 1], [525, 25, 33, 34, 35, 36, 600, 601, 602]]

# Name: the options adapters are made with, and what is changed in their configuration after that.
CASES = {
    "every-projection": ({"r": 4, "lora_alpha": 8, "target_modules": EVERY}, {}),
    "some-projections": ({"r": 3, "lora_alpha": 6, "target_modules": ["q_proj", "v_proj", "up_proj"]}, {}),
    "two-layers": ({"r": 2, "lora_alpha": 4, "target_modules": EVERY, "layers_to_transform": [0, 2]}, {}),
    "rank-stabilized": ({"r": 4, "lora_alpha": 3, "target_modules": EVERY, "use_rslora": True}, {}),
    # Tensors of modules that the configuration leaves out.
    "layers-left-out": ({"r": 4, "lora_alpha": 8, "target_modules": EVERY}, {"layers_to_transform": [1], "layers_pattern": "layers"}),
    "modules-left-out": ({"r": 4, "lora_alpha": 8, "target_modules": EVERY}, {"exclude_modules": ["k_proj", "1.mlp.up_proj"]}),
    # What the library assumes.
    "unstated": ({"r": 8, "lora_alpha": 8, "target_modules": EVERY}, {"r": None, "lora_alpha": None}),
    "harmless-options": (
        {"r": 4, "lora_alpha": 8, "target_modules": EVERY},
        {"fan_in_fan_out": True, "init_lora_weights": "gaussian", "lora_dropout": 0.5, "inference_mode": False},
    ),
}  # fmt: skip


def base_model():
    _, configuration = load_configuration(BASE)
    model = Qwen2_5_VLModel._from_config(configuration, attn_implementation="eager").eval().float()
    weights = load_weights(BASE)
    projector = weights["multi_vector_projector.weight"]
    model.multi_vector_projector = nn.Linear(projector.shape[1], projector.shape[0])
    model.load_state_dict(weights, strict=True)
    return model


def write_adapters(folder, seed, options, changes):
    generator = torch.Generator().manual_seed(seed)
    model = get_peft_model(base_model(), LoraConfig(exclude_modules=".*visual.*", **options))
    for name, parameter in model.named_parameters():
        if "lora_" in name:
            scale = 0.2 if "lora_A" in name else 0.1
            parameter.data = torch.randn(parameter.shape, generator=generator).mul(scale).bfloat16().float()
    model.to(torch.bfloat16).save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)
    path = folder / "adapter_config.json"
    settings = json.loads(path.read_text())
    settings["base_model_name_or_path"] = "tiny-published"
    if isinstance(settings["target_modules"], list):
        settings["target_modules"].sort()
    for name, value in changes.items():
        if value is None:
            settings.pop(name)
        else:
            settings[name] = value
    path.write_text(json.dumps(settings, indent=2, sort_keys=True) + "\n")


@torch.no_grad()
def vectors(folder):
    model = PeftModel.from_pretrained(base_model(), folder).eval().base_model.model
    singles, tokens = [], []
    for text in TEXTS:
        hidden = model(input_ids=torch.tensor([text])).last_hidden_state[0]
        singles.append(nn.functional.normalize(hidden.mean(0), dim=-1))
        tokens.append(nn.functional.normalize(model.multi_vector_projector(hidden), dim=-1))
    return torch.stack(singles), torch.cat(tokens)


def write():
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    shutil.rmtree(FOLDER, ignore_errors=True)
    goldens = {}
    for seed, (name, (options, changes)) in enumerate(CASES.items()):
        folder = FOLDER / name
        folder.mkdir(parents=True)
        write_adapters(folder, 50 + seed, options, changes)
        goldens[f"single/{name}"], goldens[f"multi/{name}"] = vectors(folder)
    (FOLDER / "texts.json").write_text(json.dumps(TEXTS) + "\n")
    save(FOLDER / "goldens.safetensors", goldens)
