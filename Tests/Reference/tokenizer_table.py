"""Writes the tokenizer fixtures: a small tokenizer in the published layout and what it says of tricky strings.

    python3 tokenizer_table.py train                  Tests/Fixtures/tokenizer/tokenizer.json from training.txt
    python3 tokenizer_table.py table                  Tests/Fixtures/tokenizer/table.jsonl with it

Run by maintainers only, with `tokenizers` 0.22.2. The output depends on nothing but the inputs.
"""

import json
import sys
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

FIXTURES = Path(__file__).resolve().parent.parent / "Fixtures" / "tokenizer"

# Entries before the added tokens: 256 bytes and the merges.
BASE_VOCABULARY = 1200

PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)

SPECIAL = [
    "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>", "<|box_start|>",
    "<|box_end|>", "<|quad_start|>", "<|quad_end|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>",
    "<|image_pad|>", "<|video_pad|>",
]
NOT_SPECIAL = [
    "<tool_call>", "</tool_call>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|fim_pad|>", "<|repo_name|>",
    "<|file_sep|>",
]


def train():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(PATTERN), "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    trainer = trainers.BpeTrainer(
        vocab_size=BASE_VOCABULARY, min_frequency=2, show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train([str(FIXTURES / "training.txt")], trainer)
    model = json.loads(tokenizer.to_str())["model"]
    vocabulary = dict(sorted(model["vocab"].items(), key=lambda entry: entry[1]))
    assert len(vocabulary) == BASE_VOCABULARY and list(vocabulary.values()) == list(range(BASE_VOCABULARY))

    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False}
    layout = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {"id": BASE_VOCABULARY + index, "content": content, "single_word": False, "lstrip": False, "rstrip": False,
             "normalized": False, "special": index < len(SPECIAL)}
            for index, content in enumerate(SPECIAL + NOT_SPECIAL)
        ],
        "normalizer": {"type": "NFC"},
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [
                {"type": "Split", "pattern": {"Regex": PATTERN}, "behavior": "Isolated", "invert": False},
                byte_level,
            ],
        },
        "post_processor": byte_level,
        "decoder": byte_level,
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": "",
            "end_of_word_suffix": "",
            "fuse_unk": False,
            "byte_fallback": False,
            "ignore_merges": False,
            "vocab": vocabulary,
            "merges": [" ".join(pair) for pair in model["merges"]],
        },
    }
    text = json.dumps(layout, ensure_ascii=False, separators=(",", ":")) + "\n"
    (FIXTURES / "tokenizer.json").write_text(text, encoding="utf-8")


COMMANDS = {"train": train}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    COMMANDS[sys.argv[1]]()
