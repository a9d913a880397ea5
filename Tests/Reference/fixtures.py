"""Writes Tests/Fixtures/{checkpoints,goldens,images}. What lies in them: README.md."""

import json

import torch
from safetensors.torch import save_file

import fixture_texts
from checkpoints import FIXTURES, TINY_NEWER, TINY_PUBLISHED, write_checkpoint, write_merged
from reference import Reference, double_precision, matryoshka, recording

CHECKPOINTS = FIXTURES / "checkpoints"
GOLDENS = FIXTURES / "goldens"
NAMES = ["tiny-published", "tiny-newer", "tiny-merged"]


def write(part):
    if part in ("all", "checkpoints"):
        write_checkpoint(TINY_PUBLISHED, CHECKPOINTS / "tiny-published")
        write_checkpoint(TINY_NEWER, CHECKPOINTS / "tiny-newer")
        write_merged(TINY_PUBLISHED, "retrieval", CHECKPOINTS / "tiny-merged")
    if part in ("all", "texts"):
        for name in NAMES:
            write_text_goldens(name)
    if part in ("all", "late-chunking"):
        import fixture_late_chunking

        fixture_late_chunking.write()
    if part in ("all", "images"):
        import fixture_images

        fixture_images.write()
    if part in ("all", "adapters"):
        import fixture_adapters

        fixture_adapters.write()
    if part in ("all", "odd-pictures"):
        import fixture_odd_pictures

        fixture_odd_pictures.write()
    if part in ("all", "bundled"):
        import fixture_bundled

        fixture_bundled.write()


def save(path, tensors):
    save_file({name: tensor.float().contiguous() for name, tensor in tensors.items()}, path)


def distance(a, b):
    """Cosine distance of unit vectors in float64, by their difference: 1 - a.b would lose everything below 1e-16."""
    a, b = torch.nn.functional.normalize(a.double(), dim=-1), torch.nn.functional.normalize(b.double(), dim=-1)
    return ((a - b) ** 2).sum(-1).max().item() / 2


def write_texts(directory, tasks, matryoshka_texts, lines):
    """texts.json, one text a line."""
    text = ",\n".join("  " + json.dumps(line, ensure_ascii=True) for line in lines)
    order = json.dumps(matryoshka_texts)
    (directory / "texts.json").write_text(f'{{"tasks": {json.dumps(tasks)}, "matryoshka_texts": {order}, "texts": [\n{text}\n]}}\n')


def write_text_goldens(name):
    directory = GOLDENS / name
    directory.mkdir(parents=True, exist_ok=True)
    reference = Reference(CHECKPOINTS / name)
    tasks = reference.tasks or [None]
    cases = [(identifier, text, None) for identifier, text in fixture_texts.TEXTS.items()]
    cases += [(identifier, fixture_texts.TEXTS[text], window) for identifier, text, window in fixture_texts.TRUNCATED]

    lines, vectors, stages, floor_single, floor_multi = [], {}, {}, 0.0, 0.0
    for identifier, text, window in cases:
        tokens = {prefix: reference.tokenize(text, prefix, window) for prefix in ("Query: ", "Passage: ")}
        lines.append({"id": identifier, "text": text, "window": window, "tokens": tokens})
    for task in tasks:
        label = task or "merged"
        for role in ("query", "passage"):
            results = {i: reference.embed_text(text, task, role, window) for i, text, window in cases}
            vectors[f"single/{label}/{role}"] = torch.stack([result.single for result in results.values()])
            for dimensions in reference.raw.get("matryoshka_dims", []):
                vectors[f"matryoshka/{label}/{role}/{dimensions}"] = torch.stack(
                    [matryoshka(results[identifier].single, dimensions) for identifier in fixture_texts.MATRYOSHKA_TEXTS]
                )
            if reference.has_projector:
                for identifier in fixture_texts.MULTI_VECTOR_TEXTS:
                    vectors[f"multi/{label}/{role}/{identifier}"] = results[identifier].multi
            with double_precision(reference):
                for identifier, text, window in cases:
                    exact = reference.embed_text(text, task, role, window)
                    floor_single = max(floor_single, distance(exact.single, results[identifier].single))
                    if exact.multi is not None:
                        floor_multi = max(floor_multi, distance(exact.multi, results[identifier].multi))
        for identifier in fixture_texts.STAGE_TEXTS if reference.tasks else []:
            # In float32 the reference itself is off by more than the engine: 1.2e-5 in one row of a picture's last norm.
            with double_precision(reference), recording(reference) as found:
                reference.embed_text(fixture_texts.TEXTS[identifier], task, "query")
            stages.update({f"{label}/{identifier}/{stage}": tensor for stage, tensor in found.items()})

    write_texts(directory, [task or "merged" for task in tasks], fixture_texts.MATRYOSHKA_TEXTS, lines)
    save(directory / "texts.safetensors", vectors)
    if stages:
        save(directory / "text_stages.safetensors", stages)
    print(f"{name}: {len(cases)} texts, float32 against float64: single {floor_single:.1e}, multi-vector {floor_multi:.1e}")
