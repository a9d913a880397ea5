"""Random checkpoints in the published on-disk layout: the tiny ones of the tests. Real geometry of the vision tower
(patch 14, merge 2, window 112, windowed and full blocks), everything else small. The scales make attention uneven, biases and norm weights visible, and adapters matter."""

import json
import math
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import torch
from safetensors.torch import save_file

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "Tests" / "Fixtures"
TOKENIZER = FIXTURES / "tokenizer" / "tokenizer.json"
CLIP_MEAN = [0.48145466, 0.4578275, 0.40821073]
CLIP_STD = [0.26862954, 0.26130258, 0.27577711]


@dataclass
class Plan:
    """One checkpoint: its sizes, and which of the accepted spellings it is written in."""

    name: str
    seed: int
    hidden: int
    layers: int
    heads: int
    key_value_heads: int
    feed_forward: int
    sections: list
    vision_hidden: int
    vision_depth: int
    vision_heads: int
    vision_feed_forward: int
    full_attention_blocks: list
    matryoshka: list
    projector: int
    tasks: list
    rank: int
    alpha: int
    dtype: torch.dtype = torch.bfloat16
    vector_dtype: torch.dtype | None = None
    newer_names: bool = False
    adapters_with_language_model: bool = True
    adapters_with_default: bool = False
    shards: int = 1
    lm_head: bool = False
    text_fields_at_top: bool = True
    text_config: bool = True
    theta: float = 1000000.0
    epsilon: float = 1e-6
    positions: int = 128000
    rows: int = 1280
    merges_as_pairs: bool = False
    in_channels: str = "in_chans"
    embedding_scale: float = 0.7
    patch_scale: float = 1.0
    adapter_strength: float = 0.5
    pixels: dict = field(default_factory=lambda: {"min_pixels": 56 * 56, "max_pixels": 768 * 28 * 28})
    mean: list = field(default_factory=lambda: CLIP_MEAN)
    std: list = field(default_factory=lambda: CLIP_STD)


TINY_PUBLISHED = Plan(
    name="tiny-published", seed=1, hidden=64, layers=3, heads=4, key_value_heads=2, feed_forward=160, sections=[2, 3, 3],
    vision_hidden=64, vision_depth=4, vision_heads=4, vision_feed_forward=76, full_attention_blocks=[1, 3],
    matryoshka=[16, 32, 64], projector=32, tasks=["retrieval", "text-matching", "code"], rank=4, alpha=4, shards=2,
)  # fmt: skip

# Small embeddings and patch rows, so that a wrong epsilon in a norm shows.
TINY_NEWER = Plan(
    name="tiny-newer", seed=2, hidden=96, layers=4, heads=8, key_value_heads=1, feed_forward=136, sections=[1, 2, 3],
    vision_hidden=48, vision_depth=3, vision_heads=2, vision_feed_forward=70, full_attention_blocks=[1],
    matryoshka=[24, 48, 96], projector=20, tasks=["search", "same"], rank=3, alpha=8, dtype=torch.float16,
    vector_dtype=torch.float32, newer_names=True, adapters_with_language_model=False, adapters_with_default=True,
    lm_head=True, text_fields_at_top=False, theta=10000.0, epsilon=1e-5, positions=4096, rows=1222, merges_as_pairs=True,
    in_channels="in_channels", embedding_scale=0.02, patch_scale=0.02, pixels={"size": {"shortest_edge": 8 * 28 * 28, "longest_edge": 256 * 28 * 28}},
    mean=[0.5, 0.45, 0.4], std=[0.25, 0.3, 0.35],
)  # fmt: skip


# Weights


class Draw:
    """Normal numbers of one seed."""

    def __init__(self, seed):
        self.generator = torch.Generator().manual_seed(seed)

    def normal(self, *shape, scale):
        return torch.randn(*shape, generator=self.generator) * scale

    def norm(self, size):
        return 1 + self.normal(size, scale=0.2)

    def linear(self, weights, name, outputs, inputs, gain=1.0, bias=None):
        weights[f"{name}.weight"] = self.normal(outputs, inputs, scale=gain / math.sqrt(inputs))
        if bias is not None:
            weights[f"{name}.bias"] = self.normal(outputs, scale=bias)


def base_weights(plan):
    """All base tensors under the historic names, float32, in the order of the published files."""
    draw, weights = Draw(plan.seed), {}
    head = plan.hidden // plan.heads
    weights["model.embed_tokens.weight"] = draw.normal(plan.rows, plan.hidden, scale=plan.embedding_scale)

    width = plan.vision_hidden
    weights["visual.patch_embed.proj.weight"] = draw.normal(width, 3, 2, 14, 14, scale=plan.patch_scale / math.sqrt(3 * 2 * 14 * 14))
    for index in range(plan.vision_depth):
        block = f"visual.blocks.{index}"
        weights[f"{block}.norm1.weight"] = draw.norm(width)
        weights[f"{block}.norm2.weight"] = draw.norm(width)
        draw.linear(weights, f"{block}.attn.qkv", 3 * width, width, gain=1.2, bias=0.2)
        draw.linear(weights, f"{block}.attn.proj", width, width, gain=0.8, bias=0.1)
        draw.linear(weights, f"{block}.mlp.gate_proj", plan.vision_feed_forward, width, gain=1.2, bias=0.2)
        draw.linear(weights, f"{block}.mlp.up_proj", plan.vision_feed_forward, width, gain=1.2, bias=0.2)
        draw.linear(weights, f"{block}.mlp.down_proj", width, plan.vision_feed_forward, gain=0.8, bias=0.1)
    weights["visual.merger.ln_q.weight"] = draw.norm(width)
    draw.linear(weights, "visual.merger.mlp.0", 4 * width, 4 * width, gain=1.2, bias=0.2)
    draw.linear(weights, "visual.merger.mlp.2", plan.hidden, 4 * width, gain=1.2, bias=0.1)

    for index in range(plan.layers):
        layer = f"model.layers.{index}"
        weights[f"{layer}.input_layernorm.weight"] = draw.norm(plan.hidden)
        draw.linear(weights, f"{layer}.self_attn.q_proj", plan.hidden, plan.hidden, gain=1.3, bias=0.3)
        draw.linear(weights, f"{layer}.self_attn.k_proj", plan.key_value_heads * head, plan.hidden, gain=1.3, bias=0.3)
        draw.linear(weights, f"{layer}.self_attn.v_proj", plan.key_value_heads * head, plan.hidden, bias=0.2)
        draw.linear(weights, f"{layer}.self_attn.o_proj", plan.hidden, plan.hidden, gain=0.8)
        weights[f"{layer}.post_attention_layernorm.weight"] = draw.norm(plan.hidden)
        draw.linear(weights, f"{layer}.mlp.gate_proj", plan.feed_forward, plan.hidden, gain=1.2)
        draw.linear(weights, f"{layer}.mlp.up_proj", plan.feed_forward, plan.hidden, gain=1.2)
        draw.linear(weights, f"{layer}.mlp.down_proj", plan.hidden, plan.feed_forward, gain=0.8)
    weights["model.norm.weight"] = draw.norm(plan.hidden)
    draw.linear(weights, "multi_vector_projector", plan.projector, plan.hidden, bias=0.2)
    if plan.lm_head:
        draw.linear(weights, "lm_head", plan.rows, plan.hidden)
    return weights


def adapter_weights(plan, base):
    """The low-rank factors of every task for the seven projections of each layer and the projector, published names."""
    draw, weights = Draw(plan.seed + 1000), {}
    # Each update is about `adapter_strength` of its base weight whatever alpha / r is.
    strength = plan.adapter_strength / math.sqrt(plan.rank) / (plan.alpha / plan.rank)
    for name in [name for name in base if name.endswith("_proj.weight") and "visual" not in name] + ["multi_vector_projector.weight"]:
        outputs, inputs = base[name].shape
        for task in plan.tasks:
            path = "base_model.model." + name.removesuffix(".weight").replace("model.layers", "model.language_model.layers")
            weights[f"{path}.lora_A.{task}.weight"] = draw.normal(plan.rank, inputs, scale=1 / math.sqrt(inputs))
            weights[f"{path}.lora_B.{task}.weight"] = draw.normal(outputs, plan.rank, scale=strength)
    return weights


# Spellings and files


def stored(plan, weights):
    """The tensors as they lie on disk: dtypes rounded, names in the plan's spelling."""

    def dtype(tensor):
        return plan.vector_dtype if plan.vector_dtype and tensor.dim() == 1 else plan.dtype

    def spelling(name):
        if plan.newer_names and name.startswith("visual."):
            return "model." + name
        if plan.newer_names and name.startswith("model."):
            return "model.language_model." + name.removeprefix("model.")
        return name

    return {spelling(name): tensor.to(dtype(tensor)).contiguous() for name, tensor in weights.items()}


def configuration(plan, tokens):
    text = {
        "hidden_size": plan.hidden,
        "num_hidden_layers": plan.layers,
        "num_attention_heads": plan.heads,
        "num_key_value_heads": plan.key_value_heads,
        "intermediate_size": plan.feed_forward,
        "vocab_size": plan.rows,
        "rms_norm_eps": plan.epsilon,
        "rope_theta": plan.theta,
        "rope_scaling": {"mrope_section": plan.sections, "rope_type": "default", "type": "default"},
        "max_position_embeddings": plan.positions,
        "use_sliding_window": False,
        "sliding_window": 32768,
        "max_window_layers": 70,
        "hidden_act": "silu",
        "attention_dropout": 0.0,
        "initializer_range": 0.02,
        "use_cache": True,
    }
    ids = {
        "bos_token_id": tokens["<|endoftext|>"],
        "eos_token_id": tokens["<|im_end|>"],
        "vision_start_token_id": tokens["<|vision_start|>"],
        "vision_end_token_id": tokens["<|vision_end|>"],
        "vision_token_id": tokens["<|vision_pad|>"],
        "image_token_id": tokens["<|image_pad|>"],
        "video_token_id": tokens["<|video_pad|>"],
    }
    vision = {
        "depth": plan.vision_depth,
        "hidden_size": plan.vision_hidden,
        "intermediate_size": plan.vision_feed_forward,
        "num_heads": plan.vision_heads,
        "out_hidden_size": plan.hidden,
        "patch_size": 14,
        "spatial_patch_size": 14,
        "temporal_patch_size": 2,
        "spatial_merge_size": 2,
        "window_size": 112,
        "fullatt_block_indexes": plan.full_attention_blocks,
        plan.in_channels: 3,
        "hidden_act": "silu",
        "tokens_per_second": 2,
        "model_type": "qwen2_5_vl",
    }
    result = {
        "architectures": ["JinaEmbeddingsV4Model"],
        "auto_map": {
            "AutoConfig": "configuration_jina_embeddings_v4.JinaEmbeddingsV4Config",
            "AutoModel": "modeling_jina_embeddings_v4.JinaEmbeddingsV4Model",
        },
        "model_type": "qwen2_5_vl",
        **(text if plan.text_fields_at_top else {}),
        **ids,
        "tie_word_embeddings": not plan.lm_head,
        "torch_dtype": str(plan.dtype).removeprefix("torch."),
        "vision_config": vision,
    }
    if plan.text_config:
        unused = {"image_token_id": None, "vision_start_token_id": None, "vision_end_token_id": None}
        result["text_config"] = {**text, **unused, "model_type": "qwen2_5_vl_text"}
    if plan.tasks:
        result |= {
            "single_vector_pool_strategy": "mean",
            "multi_vector_projector_dim": plan.projector,
            "matryoshka_dims": plan.matryoshka,
            "task_names": plan.tasks,
            "truncate_dim": None,
        }
    return dict(sorted(result.items()))


def preprocessor(plan):
    return {
        "do_convert_rgb": True,
        "do_normalize": True,
        "do_rescale": True,
        "do_resize": True,
        "image_mean": plan.mean,
        "image_processor_type": "Qwen2VLImageProcessor",
        "image_std": plan.std,
        "merge_size": 2,
        "patch_size": 14,
        "processor_class": "JinaEmbeddingsV4Processor",
        "resample": 3,
        "rescale_factor": 0.00392156862745098,
        "temporal_patch_size": 2,
        **plan.pixels,
    }


def write_json(path, value):
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def write_shards(directory, tensors, count):
    """One file, or `count` files of about the same size with an index; the cut falls inside a layer, as it does in the
    published files."""
    if count == 1:
        save_file(tensors, directory / "model.safetensors", metadata={"format": "pt"})
        return
    total = sum(tensor.nbytes for tensor in tensors.values())
    shards, filled = [{} for _ in range(count)], 0
    for name, tensor in tensors.items():
        shards[min(filled * count // total, count - 1)][name] = tensor
        filled += tensor.nbytes
    files = [f"model-{index + 1:05}-of-{count:05}.safetensors" for index in range(count)]
    for file, shard in zip(files, shards):
        save_file(shard, directory / file, metadata={"format": "pt"})
    places = {name: file for file, shard in zip(files, shards) for name in shard}
    write_json(directory / "model.safetensors.index.json", {"metadata": {"total_size": total}, "weight_map": places})


def write_tokenizer(plan, directory):
    """The small tokenizer of Tests/Fixtures; `merges` as strings or as pairs, both of which `tokenizers` writes."""
    tokenizer = json.loads(TOKENIZER.read_text(encoding="utf-8"))
    if plan.merges_as_pairs:
        tokenizer["model"]["merges"] = [merge.split(" ") for merge in tokenizer["model"]["merges"]]
    text = json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":"))
    (directory / "tokenizer.json").write_text(text, encoding="utf-8")
    return {token["content"]: token["id"] for token in tokenizer["added_tokens"]}


def write_checkpoint(plan, directory):
    if directory.exists():
        shutil.rmtree(directory)
    directory.mkdir(parents=True)
    tokens = write_tokenizer(plan, directory)
    base = base_weights(plan)
    write_shards(directory, stored(plan, base), plan.shards)
    write_json(directory / "config.json", configuration(plan, tokens))
    write_json(directory / "preprocessor_config.json", preprocessor(plan))
    adapters = {}
    for name, tensor in adapter_weights(plan, base).items():
        if not plan.adapters_with_language_model:
            name = name.replace("language_model.", "")
        if plan.adapters_with_default:
            name = name.replace("lora_A.", "lora_A.default.").replace("lora_B.", "lora_B.default.")
        adapters[name] = tensor.to(plan.dtype)
    (directory / "adapters").mkdir()
    save_file(adapters, directory / "adapters" / "adapter_model.safetensors", metadata={"format": "pt"})
    write_json(
        directory / "adapters" / "adapter_config.json",
        {
            "base_model_name_or_path": "jinaai/jina-embeddings-v4",
            "bias": "none",
            "exclude_modules": ".*visual.*",
            "inference_mode": True,
            "init_lora_weights": "gaussian",
            "lora_alpha": plan.alpha,
            "lora_dropout": 0.1,
            "peft_type": "LORA",
            "r": plan.rank,
            "target_modules": "(.*(model).*(down_proj|gate_proj|up_proj|k_proj|q_proj|v_proj|o_proj).*$|.*(multi_vector_projector).*$)",
            "task_type": "FEATURE_EXTRACTION",
            "use_dora": False,
            "use_rslora": False,
        },
    )


def write_merged(source, task, directory):
    """A variant of `source` with one task's adapter merged into the weights and rounded: a plain Qwen2.5-VL checkpoint
    without `adapters/` and without the projector, text fields at the top level only, no pixel limits in the file."""
    if directory.exists():
        shutil.rmtree(directory)
    directory.mkdir(parents=True)
    tokens = write_tokenizer(source, directory)
    base = stored(source, base_weights(source))
    adapters = {name: tensor.to(source.dtype).float() for name, tensor in adapter_weights(source, base).items()}
    merged = {}
    for name, tensor in base.items():
        path = "base_model.model." + name.removesuffix(".weight").replace("model.layers", "model.language_model.layers")
        if f"{path}.lora_A.{task}.weight" in adapters:
            update = adapters[f"{path}.lora_B.{task}.weight"] @ adapters[f"{path}.lora_A.{task}.weight"]
            tensor = (tensor.float() + source.alpha / source.rank * update).to(tensor.dtype)
        if not name.startswith("multi_vector_projector"):
            merged[name] = tensor
    write_shards(directory, merged, 1)
    plan = Plan(**{**vars(source), "tasks": [], "text_config": False, "pixels": {}})
    settings = configuration(plan, tokens) | {"architectures": ["Qwen2_5_VLForConditionalGeneration"]}
    del settings["auto_map"]
    write_json(directory / "config.json", settings)
    write_json(directory / "preprocessor_config.json", preprocessor(plan))
