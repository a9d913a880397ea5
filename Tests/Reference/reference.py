"""jina-embeddings-v4 in one file, over transformers' own Qwen2.5-VL modules: what the Swift engine must compute.

Everything here runs in float32 on weights stored as BF16, F16 or F32, with eager attention, one input at a time and no
padding, so that the numbers are reproducible. The steps and where each comes from (transformers 4.57.6):

  text    prompt + text -> tokenizers -> Qwen2_5_VLTextModel -> mean over all tokens after the final norm -> unit length
  image   PIL -> smart_resize -> bicubic, antialiased, on uint8 -> normalize -> patches (Qwen2VLImageProcessorFast)
          -> Qwen2_5_VisionTransformerPretrainedModel -> scattered into the prompt's embeddings
          -> positions by Qwen2_5_VLModel.get_rope_index -> Qwen2_5_VLTextModel -> mean over the image's span -> unit length
  adapter y = W x + b + (alpha / r) B (A x) on the seven projections of every decoder layer and on the multi-vector
          projector, for exactly one task, never merged; the vision tower has none

    python reference.py embed MODEL --task retrieval --text "a text" --image picture.png
    python reference.py write-fixtures [all | checkpoints | texts | images | adapters | odd-pictures | bundled]
"""

import argparse
import contextlib
import json
import math
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import numpy
import PIL.Image
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional
from transformers import Qwen2_5_VLConfig, Qwen2_5_VLModel
from transformers.models.qwen2_5_vl import modeling_qwen2_5_vl as modeling
from transformers.models.qwen2_vl.image_processing_qwen2_vl import smart_resize

PREFIXES = {"query": "Query: ", "passage": "Passage: "}
IMAGE_PROMPT = "<|im_start|>user\n<|vision_start|><|image_pad|><|vision_end|>Describe the image.<|im_end|>\n"
LONGEST_WINDOW = 32768


# Files


def read_json(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def canonical_name(name):
    """The name inside Qwen2_5_VLModel of a tensor under any accepted spelling (historic `visual.`, `model.layers.`;
    newer `model.visual.`, `model.language_model.layers.`)."""
    name = re.sub(r"^(model\.)?visual\.", "visual.", name)
    return re.sub(r"^(model\.language_model|language_model\.model|language_model|model)\.", "language_model.", name)


def load_weights(directory):
    """Every tensor of every shard, as float32, under its canonical name; the index file is not needed."""
    weights = {}
    for shard in sorted(Path(directory).glob("*.safetensors")):
        weights.update({canonical_name(name): tensor.float() for name, tensor in load_file(shard).items()})
    return {name: tensor for name, tensor in weights.items() if name != "lm_head.weight" and "rotary_emb" not in name}


def load_configuration(directory):
    """transformers' configuration: text sizes from `text_config`, else from the top level; token ids from the top level."""
    raw = read_json(Path(directory) / "config.json")
    text = {**{key: value for key, value in raw.items() if not isinstance(value, dict) or key == "rope_scaling"}}
    text.update({key: value for key, value in raw.get("text_config", {}).items() if value is not None})
    text.pop("model_type", None)
    ids = {key: raw[key] for key in ("image_token_id", "video_token_id", "vision_start_token_id", "vision_end_token_id")}
    return raw, Qwen2_5_VLConfig(text_config=text, vision_config=raw["vision_config"], **ids)


# Adapters


class AdaptedLinear(nn.Module):
    """A Linear with the low-rank updates of all tasks beside it; `task` chooses one, None uses the base alone."""

    def __init__(self, base, scale):
        super().__init__()
        self.base, self.scale, self.task = base, scale, None
        self.down, self.up = nn.ParameterDict(), nn.ParameterDict()

    def forward(self, x):
        y = self.base(x)
        if self.task is not None:
            y = y + functional.linear(functional.linear(x, self.down[self.task]), self.up[self.task]) * self.scale
        return y


def load_adapters(directory, model):
    """Puts `adapters/` beside the Linears it names. Names are split at `.lora_A.`/`.lora_B.`; what follows is the task,
    with or without PEFT's `default.` before it."""
    settings = read_json(Path(directory) / "adapters" / "adapter_config.json")
    rank = settings["r"]
    scale = settings["lora_alpha"] / (math.sqrt(rank) if settings.get("use_rslora") else rank)
    tasks = []
    for name, tensor in sorted(load_file(Path(directory) / "adapters" / "adapter_model.safetensors").items()):
        path, side, task = re.fullmatch(r"(.*)\.lora_([AB])\.(?:default\.)?(.*)\.weight", name).groups()
        path = canonical_name(path.removeprefix("base_model.model."))
        parent, _, child = path.rpartition(".")
        parent = model.get_submodule(parent)
        if not isinstance(getattr(parent, child), AdaptedLinear):
            setattr(parent, child, AdaptedLinear(getattr(parent, child), scale))
        (getattr(parent, child).down if side == "A" else getattr(parent, child).up)[task] = tensor.float()
        if task not in tasks:
            tasks.append(task)
    return tasks


# Images


def decode(path):
    """The picture as RGB, uint8 [height, width, 3]: alpha dropped, EXIF orientation and profiles ignored."""
    return numpy.asarray(PIL.Image.open(path).convert("RGB"))


@dataclass
class Preprocessor:
    """Qwen2VLImageProcessorFast's steps (its torchvision calls are the torch functions used here)."""

    min_pixels: int
    max_pixels: int
    patch: int
    merge: int
    frames: int
    mean: list
    std: list

    @classmethod
    def load(cls, directory):
        raw = read_json(Path(directory) / "preprocessor_config.json")
        size = raw.get("size", {})
        if "min_pixels" in raw and "max_pixels" in raw:
            limits = raw["min_pixels"], raw["max_pixels"]
        else:
            limits = size.get("shortest_edge", 56 * 56), size.get("longest_edge", 768 * 28 * 28)
        return cls(*limits, raw["patch_size"], raw["merge_size"], raw["temporal_patch_size"], raw["image_mean"], raw["image_std"])

    def size(self, pixels):
        """[height, width] after resizing."""
        return smart_resize(*pixels.shape[:2], self.patch * self.merge, self.min_pixels, self.max_pixels)

    def resize(self, pixels):
        """uint8 [height, width, 3] to the size of `smart_resize`, as torchvision's `resize` does on a uint8 tensor."""
        height, width = pixels.shape[:2]
        size = self.size(pixels)
        planes = torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None]
        if size != (height, width):
            planes = functional.interpolate(planes, size=size, mode="bicubic", align_corners=False, antialias=True)
        return planes[0].permute(1, 2, 0).contiguous().numpy()

    def patches(self, pixels):
        """Resized pixels to ([patches, 3 * frames * patch * patch], [1, rows, columns] in patches): rescale and normalize
        fused in float32, the one frame repeated, 2 x 2 patches of a merge cell one after the other."""
        planes = torch.from_numpy(pixels).permute(2, 0, 1).float()
        mean = (torch.tensor(self.mean) * 255.0)[:, None, None]
        std = (torch.tensor(self.std) * 255.0)[:, None, None]
        planes = planes.sub(mean).div(std)
        rows, columns = planes.shape[1] // self.patch, planes.shape[2] // self.patch
        tiles = planes.view(
            3, rows // self.merge, self.merge, self.patch, columns // self.merge, self.merge, self.patch
        ).permute(1, 4, 2, 5, 0, 3, 6)
        tiles = tiles.unsqueeze(5).expand(-1, -1, -1, -1, -1, self.frames, -1, -1)
        return tiles.reshape(rows * columns, -1), torch.tensor([[1, rows, columns]])


# The model


@dataclass
class Embedding:
    """One input under one task: token ids, the unit vector [hidden], and unit rows [tokens, projector] where there is a projector."""

    tokens: list
    single: torch.Tensor
    multi: torch.Tensor | None


class Reference:
    """A model directory in the published layout."""

    def __init__(self, directory):
        directory = Path(directory)
        self.raw, configuration = load_configuration(directory)
        self.model = Qwen2_5_VLModel._from_config(configuration, attn_implementation="eager").eval().float()
        weights = load_weights(directory)
        projector = weights.pop("multi_vector_projector.weight", None)
        if projector is not None:
            self.model.multi_vector_projector = nn.Linear(projector.shape[1], projector.shape[0])
            weights["multi_vector_projector.weight"] = projector
        self.model.load_state_dict(weights, strict=True)
        self.has_projector = projector is not None
        self.tasks = []
        if (directory / "adapters").is_dir():
            found = load_adapters(directory, self.model)
            self.tasks = self.raw["task_names"]
            assert sorted(found) == sorted(self.tasks), (found, self.tasks)
        self.tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
        self.preprocessor = Preprocessor.load(directory)
        self.window = LONGEST_WINDOW
        self.model.requires_grad_(False)

    def select(self, task):
        """One task for the decoder and the projector alike; None only where adapters are merged already."""
        for module in self.model.modules():
            if isinstance(module, AdaptedLinear):
                module.task = task

    @staticmethod
    def prompt(task, role):
        """`Query: ` or `Passage: `; text-matching is symmetric and always asks `Query: `."""
        return PREFIXES["query" if task == "text-matching" else role]

    def tokenize(self, text, prefix, window=None):
        """The first `window` tokens of prefix + text; nothing is put before or after them."""
        return self.tokenizer.encode(prefix + text, add_special_tokens=False).ids[: window or self.window]

    def embed_text(self, text, task, role="query", window=None):
        self.select(task)
        tokens = self.tokenize(text, self.prompt(task, role), window)
        ids = torch.tensor([tokens])
        positions, _ = self.model.get_rope_index(ids)
        hidden = self.model.language_model(input_ids=ids, position_ids=positions, use_cache=False).last_hidden_state[0]
        return self.embedding(tokens, hidden, slice(0, len(tokens)))

    def image_tokens(self, grid):
        """The prompt with its one image token repeated once per merge cell."""
        cells = int(grid.prod()) // self.preprocessor.merge**2
        ids = self.tokenizer.encode(IMAGE_PROMPT, add_special_tokens=False).ids
        place = ids.index(self.model.config.image_token_id)
        return ids[:place] + [self.model.config.image_token_id] * cells + ids[place + 1 :]

    def embed_image(self, pixels, task):
        """`pixels`: decoded RGB, uint8 [height, width, 3]."""
        self.select(task)
        patches, grid = self.preprocessor.patches(self.preprocessor.resize(pixels))
        tokens = self.image_tokens(grid)
        ids = torch.tensor([tokens])
        positions, _ = self.model.get_rope_index(ids, image_grid_thw=grid)
        embeddings = self.model.language_model.embed_tokens(ids)
        cells = self.model.visual(patches.to(embeddings.dtype), grid_thw=grid)
        mask, _ = self.model.get_placeholder_mask(ids, inputs_embeds=embeddings, image_features=cells)
        embeddings = embeddings.masked_scatter(mask, cells)
        hidden = self.model.language_model(inputs_embeds=embeddings, position_ids=positions, use_cache=False).last_hidden_state[0]
        start = tokens.index(self.model.config.vision_start_token_id)
        end = tokens.index(self.model.config.vision_end_token_id)
        return self.embedding(tokens, hidden, slice(start, end + 1))

    def embedding(self, tokens, hidden, span):
        """Mean over `span` of the hidden states after the final norm, to unit length; every token through the projector,
        to unit length."""
        pooled = hidden[span].sum(dim=0) / (span.stop - span.start)
        record("pooled", pooled)
        multi = None
        if self.has_projector:
            multi = functional.normalize(self.model.multi_vector_projector(hidden), dim=-1)
            record("multi_vector", multi)
        return Embedding(tokens, functional.normalize(pooled, dim=-1), multi)


def matryoshka(single, dimensions):
    """The first `dimensions` values of a unit vector, to unit length again."""
    return functional.normalize(single[:dimensions], dim=-1)


# Looking inside

_recording = None


def record(name, tensor):
    if _recording is not None:
        _recording.setdefault(name, []).append(tensor.detach().clone())


@contextlib.contextmanager
def recording(reference):
    """Collects the stages of one forward pass: name -> float tensor [rows, columns]. The names are in README.md."""
    global _recording
    decoder, vision = reference.model.language_model, reference.model.visual
    hooks, owners = [], {}

    def after(module, name, pick=lambda output: output):
        hooks.append(module.register_forward_hook(lambda _, __, output: record(name, pick(output))))

    def before(module, name):
        hooks.append(module.register_forward_pre_hook(lambda _, arguments: record(name, arguments[0])))

    before(decoder.layers[0].input_layernorm, "embedding")
    after(decoder.rotary_emb, "rotary_cosine", lambda output: sections(output[0], decoder.config))
    after(decoder.rotary_emb, "rotary_sine", lambda output: sections(output[1], decoder.config))
    for index, layer in enumerate(decoder.layers):
        name = f"layers.{index}"
        owners[layer.self_attn] = name
        after(layer.input_layernorm, f"{name}.attention_norm")
        after(layer.self_attn, f"{name}.attention", lambda output: output[0])
        before(layer.post_attention_layernorm, f"{name}.attention_residual")
        after(layer.post_attention_layernorm, f"{name}.feed_forward_norm")
        after(layer.mlp, f"{name}.feed_forward")
        after(layer, f"{name}.output", lambda output: output[0])
    after(decoder.norm, "final_norm")

    after(vision.patch_embed, "patch_embedding")

    def vision_rotary(_, __, options):
        for name, table in zip(("vision_rotary_cosine", "vision_rotary_sine"), options["position_embeddings"]):
            record(name, table)

    hooks.append(vision.blocks[0].register_forward_pre_hook(vision_rotary, with_kwargs=True))
    for index, block in enumerate(vision.blocks):
        name = f"blocks.{index}"
        owners[block.attn] = name
        after(block.norm1, f"{name}.attention_norm")
        after(block.attn, f"{name}.attention")
        before(block.norm2, f"{name}.attention_residual")
        after(block.norm2, f"{name}.feed_forward_norm")
        after(block.mlp, f"{name}.feed_forward")
        after(block, f"{name}.output")
    after(vision.merger, "merger")
    after(vision, "image_tokens")

    plain = modeling.eager_attention_forward

    def attention(module, query, key, value, *arguments, **options):
        for name, tensor in (("query", query), ("key", key), ("value", value)):
            record(f"{owners[module]}.{name}", tensor[0].transpose(0, 1).flatten(1))
        return plain(module, query, key, value, *arguments, **options)

    stages, _recording = {}, {}
    try:
        with mock.patch.object(modeling, "eager_attention_forward", attention):
            yield stages
        for name, parts in _recording.items():
            # Window attention is called once per window: its parts are one stage.
            stages[name] = torch.cat([part.reshape(-1, part.shape[-1]) for part in parts]).contiguous()
    finally:
        _recording = None
        for hook in hooks:
            hook.remove()


def sections(table, configuration):
    """The rotary table [3, 1, tokens, head dimension] as it is applied: each mrope section from its own axis, as in
    apply_multimodal_rotary_pos_emb."""
    parts = table.split(configuration.rope_scaling["mrope_section"] * 2, dim=-1)
    return torch.cat([part[index % 3] for index, part in enumerate(parts)], dim=-1)[0]


@contextlib.contextmanager
def double_precision(reference):
    """The same modules in float64, to see how far float32 rounding alone moves a vector. transformers casts to float32
    by name inside its norms, softmax and rotary tables, so those names mean float64 here."""
    reference.model.double()
    try:
        with mock.patch.object(torch, "float32", torch.float64), mock.patch.object(torch.Tensor, "float", torch.Tensor.double):
            yield
    finally:
        reference.model.float()


# Command line


def embed(arguments):
    reference = Reference(arguments.model)
    task = arguments.task or (reference.tasks[0] if reference.tasks else None)
    texts = list(arguments.text)
    if arguments.jsonl:
        texts += [json.loads(line)["text"] for line in Path(arguments.jsonl).read_text(encoding="utf-8").splitlines() if line]
    results = [("text", text, reference.embed_text(text, task, arguments.role)) for text in texts]
    results += [("image", path, reference.embed_image(decode(path), task)) for path in arguments.image]
    for kind, source, result in results:
        single = matryoshka(result.single, arguments.dimensions) if arguments.dimensions else result.single
        line = {"kind": kind, "input": source, "task": task, "tokens": result.tokens, "embedding": single.tolist()}
        if arguments.multi_vector and result.multi is not None:
            line["multi_vector"] = result.multi.tolist()
        print(json.dumps(line, ensure_ascii=False))


def check_preprocessing(arguments):
    """Needs torchvision 0.28.0, which the rest does not."""
    from transformers import Qwen2VLImageProcessorFast

    processor = Qwen2VLImageProcessorFast.from_pretrained(arguments.model)
    preprocessor = Preprocessor.load(arguments.model)
    for path in arguments.image:
        patches, grid = preprocessor.patches(preprocessor.resize(decode(path)))
        found = processor(PIL.Image.open(path).convert("RGB"), return_tensors="pt")
        equal = torch.equal(found["image_grid_thw"], grid) and torch.equal(found["pixel_values"], patches)
        print("equal" if equal else "DIFFERENT", path)


def write_fixtures(arguments):
    import fixtures

    fixtures.write(arguments.part)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("embed", help="embed texts and images with a model directory; JSON Lines on standard output")
    command.add_argument("model")
    command.add_argument("--task")
    command.add_argument("--role", choices=PREFIXES, default="query")
    command.add_argument("--text", action="append", default=[])
    command.add_argument("--jsonl", help="a file of {\"text\": ...} lines")
    command.add_argument("--image", action="append", default=[])
    command.add_argument("--dimensions", type=int)
    command.add_argument("--multi-vector", action="store_true")
    command.set_defaults(run=embed)
    command = commands.add_parser("check-preprocessing", help="compare with Qwen2VLImageProcessorFast, bit for bit")
    command.add_argument("model")
    command.add_argument("image", nargs="+")
    command.set_defaults(run=check_preprocessing)
    command = commands.add_parser("write-fixtures", help="write Tests/Fixtures/{checkpoints,goldens,images} anew")
    command.add_argument("part", nargs="?", default="all", choices=["all", "checkpoints", "texts", "late-chunking", "images", "adapters", "odd-pictures", "bundled"])
    command.set_defaults(run=write_fixtures)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    with torch.no_grad():
        arguments.run(arguments)


if __name__ == "__main__":
    sys.modules.setdefault("reference", sys.modules["__main__"])
    main()
