"""Goldens of the bundled model: sample texts, snippets and pictures under every adapter. What lies in them: README.md.

The model itself stays in assets/model and is not copied.
"""

import json

import torch

from checkpoints import ROOT
from fixtures import GOLDENS, distance, save, write_texts
from reference import Reference, decode, double_precision, matryoshka

NAME = "bundled"
MODEL = ROOT / "assets" / "model"
SAMPLES = ROOT / "assets" / "samples"
QUERIES = ["q-explosion", "q-baking", "q-brew-tea", "q-pulse"]
EVERY_WHICH_IMAGE = 4


def json_lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def texts():
    """The first sample of every language, of people or of programming, and a few queries: text by id."""
    firsts = {}
    for item in json_lines(SAMPLES / "samples.jsonl"):
        firsts.setdefault(item["language"], item)
    queries = {item["id"]: item for item in json_lines(SAMPLES / "queries.jsonl")}
    chosen = [*firsts.values(), *(queries[identifier] for identifier in QUERIES)]
    return {item["id"]: item["text"] for item in chosen}


def write():
    directory = GOLDENS / NAME
    directory.mkdir(parents=True, exist_ok=True)
    reference = Reference(MODEL)
    floors = [write_text_vectors(reference, directory), write_image_vectors(reference, directory)]
    print(f"{NAME}: float32 against float64: single {max(single for single, _ in floors):.1e}, multi-vector {max(multi for _, multi in floors):.1e}")


def write_text_vectors(reference, directory):
    cases, vectors, floor_single, floor_multi = texts(), {}, 0.0, 0.0
    lines = [
        {"id": identifier, "text": text, "window": None, "tokens": {prefix: reference.tokenize(text, prefix) for prefix in ("Query: ", "Passage: ")}}
        for identifier, text in cases.items()
    ]
    for task in reference.tasks:
        for role in ("query", "passage"):
            results = {identifier: reference.embed_text(text, task, role) for identifier, text in cases.items()}
            vectors[f"single/{task}/{role}"] = torch.stack([result.single for result in results.values()])
            for dimensions in reference.raw["matryoshka_dims"]:
                cut = [matryoshka(results[identifier].single, dimensions) for identifier in QUERIES]
                vectors[f"matryoshka/{task}/{role}/{dimensions}"] = torch.stack(cut)
            for identifier in QUERIES:
                vectors[f"multi/{task}/{role}/{identifier}"] = results[identifier].multi
            with double_precision(reference):
                for identifier, text in cases.items():
                    exact = reference.embed_text(text, task, role)
                    floor_single = max(floor_single, distance(exact.single, results[identifier].single))
                    floor_multi = max(floor_multi, distance(exact.multi, results[identifier].multi))
    write_texts(directory, reference.tasks, QUERIES, lines)
    save(directory / "texts.safetensors", vectors)
    return floor_single, floor_multi


def write_image_vectors(reference, directory):
    files = [item["image"] for item in json_lines(SAMPLES / "images" / "images.jsonl")][::EVERY_WHICH_IMAGE]
    vectors, floor_single, floor_multi = {}, 0.0, 0.0
    for task in reference.tasks:
        singles = []
        for file in files:
            pixels = decode(SAMPLES / "images" / file)
            result = reference.embed_image(pixels, task)
            singles.append(result.single)
            if file == files[0]:
                vectors[f"multi/{task}/{file}"] = result.multi
            with double_precision(reference):
                exact = reference.embed_image(pixels, task)
            floor_single = max(floor_single, distance(exact.single, result.single))
            floor_multi = max(floor_multi, distance(exact.multi, result.multi))
        vectors[f"single/{task}"] = torch.stack(singles)
    (directory / "images.json").write_text(json.dumps({"images": files}, indent=1) + "\n")
    save(directory / "images.safetensors", vectors)
    return floor_single, floor_multi
