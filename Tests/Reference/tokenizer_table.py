"""Writes the tokenizer fixtures: a small tokenizer in the published layout and what tokenizers say of tricky texts.

    python3 tokenizer_table.py train                  tokenizer.json from training.txt
    python3 tokenizer_table.py table                  table.jsonl, long.jsonl, flags.jsonl with it
    python3 tokenizer_table.py published TOKENIZER    published.jsonl, with the tokenizer.json of the published model

The files are those of Tests/Fixtures/tokenizer. Run by maintainers only, with `tokenizers` 0.22.2; the output depends
on nothing but the inputs. Ranges are in bytes of UTF-8.
"""

import json
import sys
from pathlib import Path

from tokenizer_strings import FLAGS, LONG, strings
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


def byte_ranges(text, offsets):
    """Offsets in characters as offsets in bytes."""
    starts = [0]
    for character in text:
        starts.append(starts[-1] + len(character.encode()))
    return [[starts[start], starts[end]] for start, end in offsets]


def rows(tokenizer, texts):
    for text in texts:
        encoding = tokenizer.encode(text)
        yield {"text": text, "ids": encoding.ids, "ranges": byte_ranges(text, encoding.offsets)}


def long_rows(tokenizer):
    for text, times in LONG:
        ids = tokenizer.encode(text * times).ids
        checksum = 0
        for token in ids:
            checksum = (checksum * 31 + token) % 2**32
        yield {"text": text, "times": times, "count": len(ids), "checksum": checksum}


def flag_rows():
    layout = json.loads((FIXTURES / "tokenizer.json").read_text(encoding="utf-8"))
    names = ["single_word", "lstrip", "rstrip", "normalized", "special"]
    for tokens, texts in FLAGS:
        added = []
        number = BASE_VOCABULARY
        for content, flags in tokens:
            # The reference takes the id of the vocabulary where it has the text.
            added.append({"id": layout["model"]["vocab"].get(content, number), "content": content})
            added[-1].update({name: name in flags for name in names})
            number += added[-1]["id"] == number
        tokenizer = Tokenizer.from_str(json.dumps({**layout, "added_tokens": added}))
        assert all(tokenizer.token_to_id(token["content"]) == token["id"] for token in added)
        yield {"added_tokens": json.dumps(added), "cases": list(rows(tokenizer, texts))}


def write(name, rows):
    text = "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows)
    (FIXTURES / name).write_text(text, encoding="ascii")


def table():
    tokenizer = Tokenizer.from_file(str(FIXTURES / "tokenizer.json"))
    assert len(strings()) >= 500
    write("table.jsonl", rows(tokenizer, strings()))
    write("long.jsonl", long_rows(tokenizer))
    write("flags.jsonl", flag_rows())


def published(path):
    """Ids alone: the ranges of the pieces are no different with another vocabulary."""
    tokenizer = Tokenizer.from_file(path)
    write("published.jsonl", ({"text": text, "ids": tokenizer.encode(text).ids} for text in strings()))


COMMANDS = {"train": (train, 0), "table": (table, 0), "published": (published, 1)}

if __name__ == "__main__":
    command, count = COMMANDS.get(sys.argv[1] if len(sys.argv) > 1 else "", (None, 0))
    if command is None or len(sys.argv) != 2 + count:
        sys.exit(__doc__)
    command(*sys.argv[2:])
