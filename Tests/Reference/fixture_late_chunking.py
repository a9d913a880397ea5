"""Chunks of documents that are read whole, and the vectors of their spans: README.md, "Late chunking"."""

import json

import torch
from torch.nn import functional

import fixture_texts
from fixtures import GOLDENS, NAMES, distance, save
from reference import Reference, double_precision

FILE = "late_chunking"

STORY = "\n\n".join(
    [
        fixture_texts.SENTENCES["english"] + " She has done so for years.",
        fixture_texts.SENTENCES["german"] + "\n" + fixture_texts.SENTENCES["french"],
        fixture_texts.SENTENCES["chinese"] + fixture_texts.SENTENCES["japanese"],
        fixture_texts.ODDITIES["emoji-sequences"],
        fixture_texts.SENTENCES["arabic"],
        fixture_texts.ODDITIES["decomposed"] + " " + fixture_texts.ODDITIES["python"],
    ]
)


def parts_between(text, separator):
    """The parts of a text between separators, as ranges of its bytes without blanks at their ends."""
    ranges, start = [], 0
    for part in text.split(separator):
        blanks = len(part) - len(part.lstrip())
        first = len(text[: start + blanks].encode())
        ranges.append([first, first + len(part.strip().encode())])
        start += len(part) + len(separator)
    return ranges


def parts_of(text, characters):
    """Parts of so many characters, wherever tokens end."""
    ends = [len(text[:count].encode()) for count in range(0, len(text), characters)] + [len(text.encode())]
    return [[start, end] for start, end in zip(ends, ends[1:])]


def whole(text):
    return [[0, len(text.encode())]]


# Name, text, parts, and the number of tokens kept (None: all).
DOCUMENTS = [
    ("paragraphs", STORY, parts_between(STORY, "\n\n"), None),
    ("sentences", fixture_texts.LONG, parts_between(fixture_texts.LONG, ". "), None),
    ("some-sentences", fixture_texts.LONG, parts_between(fixture_texts.LONG, ". ")[3:7:2], None),
    ("three-characters", STORY, parts_of(STORY, 3), None),
    ("one-part", STORY, whole(STORY), None),
    ("behind-the-window", fixture_texts.LONG, parts_between(fixture_texts.LONG, ". "), 100),
]  # fmt: skip


def spans(reference, text, parts, prefix, window):
    """The tokens of prefix + text, cut at the window, and of each part the first token that covers a byte of it and the
    one after the last; None where no such token is kept."""
    encoding = reference.tokenizer.encode(prefix + text, add_special_tokens=False)
    widths = [0]
    for character in prefix + text:
        widths.append(widths[-1] + len(character.encode()))
    kept = encoding.ids[: window or reference.window]
    covered = [(widths[start], widths[end]) for start, end in encoding.offsets][: len(kept)]
    found = []
    for part in parts:
        start, end = (place + len(prefix.encode()) for place in part)
        own = [token for token, (first, last) in enumerate(covered) if first < end and last > start]
        found.append([own[0], own[-1] + 1] if own else None)
    return kept, found


def embed(reference, tokens, parts, task):
    """One pass over the document; of each span the mean of its hidden states after the final norm, to unit length."""
    reference.select(task)
    ids = torch.tensor([tokens])
    positions, _ = reference.model.get_rope_index(ids)
    hidden = reference.model.language_model(input_ids=ids, position_ids=positions, use_cache=False).last_hidden_state[0]
    return torch.stack([functional.normalize(hidden[first:end].mean(dim=0), dim=-1) for first, end in filter(None, parts)])


def write():
    for name in NAMES:
        reference = Reference(GOLDENS.parent / "checkpoints" / name)
        documents, vectors, floor = [], {}, 0.0
        for identifier, text, parts, window in DOCUMENTS:
            by_prefix = {}
            for task in reference.tasks or [None]:
                for role in ("query", "passage"):
                    prefix = reference.prompt(task, role)
                    tokens, found = spans(reference, text, parts, prefix, window)
                    by_prefix[prefix] = found
                    vectors[f"{task or 'merged'}/{role}/{identifier}"] = embed(reference, tokens, found, task)
                    with double_precision(reference):
                        exact = embed(reference, tokens, found, task)
                    floor = max(floor, distance(exact, vectors[f"{task or 'merged'}/{role}/{identifier}"]))
            documents.append({"id": identifier, "text": text, "window": window, "parts": parts, "spans": by_prefix})
        lines = ",\n".join("  " + json.dumps(document, ensure_ascii=True) for document in documents)
        (GOLDENS / name / f"{FILE}.json").write_text(f'{{"documents": [\n{lines}\n]}}\n')
        save(GOLDENS / name / f"{FILE}.safetensors", vectors)
        print(f"{name}: {len(documents)} documents, float32 against float64: {floor:.1e}")
