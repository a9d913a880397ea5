"""Checks that the recipe's own model computes what transformers' Qwen2.5-VL modules compute, at random weights.

python -m model.parity
"""

import torch
from transformers import Qwen2_5_VLConfig, Qwen2_5_VLModel

from model.configuration import DecoderConfiguration, VisionConfiguration
from model.multimodal import ImagePrompt, Model, normalized

VOCABULARY, START, END, IMAGE = 300, 290, 291, 292
PROMPT = ImagePrompt(before=[280, 10, 11, START], after=[END, 12, 13, 14])
SIZES = [(112, 112), (168, 140), (224, 280), (28, 56)]
LARGEST_DIFFERENCE = 1e-6


def reference(model: Model) -> Qwen2_5_VLModel:
    """transformers' model of the same sizes with the same weights."""
    decoder, vision = model.model.configuration, model.visual.configuration
    configuration = Qwen2_5_VLConfig(
        text_config=dict(
            vocab_size=decoder.vocabulary,
            hidden_size=decoder.hidden,
            num_hidden_layers=decoder.layers,
            num_attention_heads=decoder.query_heads,
            num_key_value_heads=decoder.key_value_heads,
            intermediate_size=decoder.intermediate,
            rope_theta=decoder.rotary_base,
            rms_norm_eps=decoder.norm_epsilon,
            rope_scaling=dict(type="mrope", mrope_section=list(decoder.rotary_sections)),
            use_sliding_window=False,
        ),
        vision_config=dict(
            depth=vision.blocks,
            hidden_size=vision.hidden,
            num_heads=vision.heads,
            intermediate_size=vision.intermediate,
            out_hidden_size=vision.output,
            patch_size=vision.patch,
            spatial_merge_size=vision.merge,
            temporal_patch_size=vision.temporal,
            window_size=vision.window,
            fullatt_block_indexes=list(vision.full_attention_blocks),
            hidden_act="silu",
        ),
        vision_start_token_id=START,
        vision_end_token_id=END,
        image_token_id=IMAGE,
    )
    configuration._attn_implementation = "eager"
    other = Qwen2_5_VLModel(configuration).float().eval()
    weights = {
        name.replace("model.", "language_model.", 1) if name.startswith("model.") else name: tensor
        for name, tensor in model.state_dict().items()
        if not name.startswith("multi_vector_projector")
    }
    other.load_state_dict(weights, strict=True)
    return other


def patches_for_reference(model: Model, pixels: torch.Tensor) -> torch.Tensor:
    """Patches with both frames of the still image, as transformers' image processor makes them."""
    vision = model.visual.configuration
    patches = model.visual.patches(normalized(pixels))[0].view(-1, 3, 1, vision.patch**2)
    return patches.expand(-1, -1, vision.temporal, -1).reshape(patches.shape[0], -1)


@torch.no_grad()
def main() -> None:
    torch.manual_seed(0)
    model = Model(DecoderConfiguration(VOCABULARY), VisionConfiguration(), PROMPT).eval()
    other = reference(model)
    differences = {}
    ids = torch.randint(0, 280, (2, 17))
    mask = torch.ones_like(ids)
    theirs = other(input_ids=ids, attention_mask=mask).last_hidden_state
    differences["texts"] = distance(model.encode_texts(ids, mask).states, theirs)
    for height, width in SIZES:
        pixels = torch.randint(0, 256, (1, height, width, 3), dtype=torch.uint8)
        patch = model.visual.configuration.patch
        grid = torch.tensor([[1, height // patch, width // patch]])
        ids = torch.tensor([PROMPT.before + [IMAGE] * (int(grid.prod()) // 4) + PROMPT.after])
        theirs = other(
            input_ids=ids,
            attention_mask=torch.ones_like(ids),
            pixel_values=patches_for_reference(model, pixels),
            image_grid_thw=grid,
        ).last_hidden_state
        differences[f"image {height}×{width}"] = distance(model.encode_images(pixels).states, theirs)
    for name, difference in differences.items():
        print(f"{name}: largest relative difference {difference:.1e}")
        assert difference < LARGEST_DIFFERENCE, f"{name} differs from transformers by {difference}"


def distance(ours: torch.Tensor, theirs: torch.Tensor) -> float:
    """Largest difference of the pooled vectors' directions and of all hidden states' relative length."""
    return float((ours - theirs).norm() / theirs.norm())


if __name__ == "__main__":
    main()
