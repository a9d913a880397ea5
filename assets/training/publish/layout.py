"""Writes and reads a model in the published on-disk layout, names included.

python -m publish.layout START WORK ../model       START with what the tracks in WORK have taught (all but the model card)
"""

import argparse
import json
import re
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from model.configuration import (
    IMAGE_DEVIATION,
    IMAGE_MEAN,
    MATRYOSHKA_DIMENSIONS,
    MAXIMUM_PIXELS,
    MINIMUM_PIXELS,
    MULTI_VECTOR_DIMENSION,
    TASKS,
    AdapterConfiguration,
)
from model.multimodal import Model
from train import checkpoint
from train.heads import AuxiliaryHeads
from train.stages import TRACKS

NOTICE = "Bundled demonstration model; for real results: hf download jinaai/jina-embeddings-v4\n"
LARGEST_TOTAL = 36_000_000
LONGEST_TEXT = 32_768
ADAPTED = r"^(?P<layer>.+)\.lora_(?P<side>[AB])\.(?P<task>[^.]+)\.weight$"


def write(model: Model, tokenizer: Tokenizer, folder: Path) -> None:
    """Weights are rounded to BF16 here and nowhere else."""
    (folder / "adapters").mkdir(parents=True, exist_ok=True)
    weights, adapters = {}, {}
    for name, weight in model.state_dict().items():
        stored = weight.detach().to("cpu", torch.bfloat16).contiguous()
        if re.match(ADAPTED, name):
            adapters["base_model.model." + in_adapter_file(name)] = stored
        else:
            weights[name] = stored
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    save_file(adapters, folder / "adapters" / "adapter_model.safetensors", metadata={"format": "pt"})
    write_json(folder / "config.json", configuration(model, tokenizer))
    write_json(folder / "preprocessor_config.json", preprocessor(model))
    write_json(folder / "adapters" / "adapter_config.json", adapter_configuration())
    write_json(folder / "tokenizer_config.json", tokenizer_configuration())
    # One line: indented, a large vocabulary would take a third more.
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    (folder / "notice.txt").write_text(NOTICE, encoding="utf-8")
    for file in folder.rglob("*.safetensors"):
        # Their writer makes them readable for the owner alone.
        file.chmod(0o644)
    total = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    if total > LARGEST_TOTAL:
        raise ValueError(f"{folder} holds {total} bytes; a bundled model may have {LARGEST_TOTAL}")


def read(folder: Path) -> tuple[Model, Tokenizer]:
    """The model as anyone who loads the files has it, with BF16 weights widened to 32 bits."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    model = checkpoint.new_model(tokenizer)
    weights = load_file(folder / "model.safetensors")
    for name, weight in load_file(folder / "adapters" / "adapter_model.safetensors").items():
        weights[in_model(name.removeprefix("base_model.model."))] = weight
    model.load_state_dict({name: weight.float() for name, weight in weights.items()})
    for layer in model.model.layers:
        layer.is_left_out = layer.is_without_effect()
    return model.eval(), tokenizer


def in_adapter_file(name: str) -> str:
    """The adapter file has `model.language_model.layers` where the shards have `model.layers`."""
    return re.sub(r"^model\.", "model.language_model.", name)


def in_model(name: str) -> str:
    return re.sub(r"^model\.language_model\.", "model.", name)


def configuration(model: Model, tokenizer: Tokenizer) -> dict:
    """config.json: the text's fields at the top level and in `text_config`, as published."""
    decoder, vision = model.model.configuration, model.visual.configuration
    text = {
        "attention_dropout": 0.0,
        "hidden_act": "silu",
        "hidden_size": decoder.hidden,
        "intermediate_size": decoder.intermediate,
        "max_position_embeddings": LONGEST_TEXT,
        "num_attention_heads": decoder.query_heads,
        "num_hidden_layers": decoder.layers,
        "num_key_value_heads": decoder.key_value_heads,
        "rms_norm_eps": decoder.norm_epsilon,
        "rope_scaling": {
            "mrope_section": list(decoder.rotary_sections),
            "rope_type": "default",
            "type": "default",
        },
        "rope_theta": decoder.rotary_base,
        "use_sliding_window": False,
        "vocab_size": decoder.vocabulary,
    }
    ids = {
        "bos_token_id": "<|endoftext|>",
        "eos_token_id": "<|im_end|>",
        "image_token_id": "<|image_pad|>",
        "video_token_id": "<|video_pad|>",
        "vision_end_token_id": "<|vision_end|>",
        "vision_start_token_id": "<|vision_start|>",
        "vision_token_id": "<|vision_pad|>",
    }
    return {
        "architectures": ["JinaEmbeddingsV4Model"],
        "model_type": "qwen2_5_vl",
        "torch_dtype": "bfloat16",
        "tie_word_embeddings": True,
        **text,
        **{field: tokenizer.token_to_id(token) for field, token in ids.items()},
        "text_config": {**text, "model_type": "qwen2_5_vl_text"},
        "vision_config": {
            "depth": vision.blocks,
            "fullatt_block_indexes": list(vision.full_attention_blocks),
            "hidden_act": "silu",
            "hidden_size": vision.hidden,
            "in_channels": 3,
            "intermediate_size": vision.intermediate,
            "model_type": "qwen2_5_vl",
            "num_heads": vision.heads,
            "out_hidden_size": vision.output,
            "patch_size": vision.patch,
            "spatial_merge_size": vision.merge,
            "spatial_patch_size": vision.patch,
            "temporal_patch_size": vision.temporal,
            "tokens_per_second": 2,
            "window_size": vision.window,
        },
        "matryoshka_dims": MATRYOSHKA_DIMENSIONS,
        "multi_vector_projector_dim": MULTI_VECTOR_DIMENSION,
        "single_vector_pool_strategy": "mean",
        "task_names": TASKS,
        "truncate_dim": None,
    }


def preprocessor(model: Model) -> dict:
    vision = model.visual.configuration
    return {
        "do_convert_rgb": True,
        "do_normalize": True,
        "do_rescale": True,
        "do_resize": True,
        "image_mean": IMAGE_MEAN,
        "image_processor_type": "Qwen2VLImageProcessorFast",
        "image_std": IMAGE_DEVIATION,
        "max_pixels": MAXIMUM_PIXELS,
        "merge_size": vision.merge,
        "min_pixels": MINIMUM_PIXELS,
        "patch_size": vision.patch,
        "resample": 3,
        "rescale_factor": 1 / 255,
        "temporal_patch_size": vision.temporal,
    }


def adapter_configuration() -> dict:
    adapter = AdapterConfiguration()
    return {
        "bias": "none",
        "exclude_modules": ".*visual.*",
        "lora_alpha": adapter.alpha,
        "lora_dropout": 0.0,
        "peft_type": "LORA",
        "r": adapter.rank,
        "target_modules": [
            "q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj", "multi_vector_projector",
        ],
        "task_type": "FEATURE_EXTRACTION",
        "use_dora": False,
        "use_rslora": False,
    }  # fmt: skip


def tokenizer_configuration() -> dict:
    return {
        "add_prefix_space": False,
        "clean_up_tokenization_spaces": False,
        "eos_token": "<|im_end|>",
        "model_max_length": LONGEST_TEXT,
        "pad_token": "<|endoftext|>",
        "tokenizer_class": "Qwen2TokenizerFast",
        "unk_token": None,
    }


def write_json(file: Path, value: dict) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description="Export a trained model.")
    parser.add_argument("start", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    model, tokenizer = read(arguments.start)
    heads = AuxiliaryHeads(model.visual.configuration.output)
    done = [track for track in TRACKS if checkpoint.result_file(arguments.work, track).exists()]
    checkpoint.load_results(arguments.work, done, checkpoint.weights_of(model, heads))
    print("exported: " + ", ".join(track.name for track in done))
    write(model, tokenizer, arguments.folder)


if __name__ == "__main__":
    main()
