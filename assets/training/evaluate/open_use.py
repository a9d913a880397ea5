"""Open use: freely written queries over the sample collection, judged by hand before any model saw them.

    python -m evaluate.open_use ../model open.json
    python -m evaluate.open_use ../model judged.json --judged     # the queries that come with the samples

A query succeeds when one of the items judged relevant is among the first three: of the whole collection of texts, code
and images, and of the items of the kind it asks about. It runs through the project's reference, image files and all.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "assets" / "samples"
QUERIES = Path(__file__).parents[1] / "data" / "open_queries.jsonl"
FIRST = 3
# The adapter that a user would choose for what the query is about.
ADAPTERS = {"text": "retrieval", "image": "retrieval", "code": "code"}

sys.path.insert(0, str(ROOT / "Tests" / "Reference"))
from reference import Reference  # noqa: E402


def json_lines(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


class Collection:
    """The sample collection, embedded once per adapter."""

    def __init__(self, reference: Reference):
        self.reference = reference
        self.texts = json_lines(SAMPLES / "samples.jsonl")
        self.images = json_lines(SAMPLES / "images" / "images.jsonl")
        self.ids = [item["id"] for item in self.texts + self.images]
        self.kinds = ["code" if item["id"].startswith("code-") else "text" for item in self.texts]
        self.kinds += ["image"] * len(self.images)

    def vectors(self, adapter: str) -> torch.Tensor:
        found = [self.reference.embed_text(item["text"], adapter, "passage").single for item in self.texts]
        for item in self.images:
            pixels = np.asarray(Image.open(SAMPLES / "images" / item["image"]).convert("RGB"))
            found.append(self.reference.embed_image(pixels, adapter).single)
        return torch.stack(found)


def judged() -> list[dict]:
    """The samples' own queries; what one is about, its relevant items tell."""
    pictures = {item["id"] for item in json_lines(SAMPLES / "images" / "images.jsonl")}
    found = []
    for query in json_lines(SAMPLES / "queries.jsonl"):
        items = query["relevant"]
        about = "image" if set(items) <= pictures else "code" if items[0].startswith("code-") else "text"
        found.append({"query": query["text"], "about": about, "relevant": items})
    return found


def results(folder: Path, asked: list[dict]) -> list[dict]:
    """One line per query: whether it succeeded in the whole collection and among its own kind."""
    reference = Reference(folder)
    collection = Collection(reference)
    vectors = {adapter: collection.vectors(adapter) for adapter in {ADAPTERS[line["about"]] for line in asked}}
    found = []
    for line in asked:
        adapter = ADAPTERS[line["about"]]
        scores = vectors[adapter] @ reference.embed_text(line["query"], adapter, "query").single
        order = [collection.ids[index] for index in scores.argsort(descending=True)]
        kind = dict(zip(collection.ids, collection.kinds))
        same_kind = [item for item in order if kind[item] == line["about"]]
        found.append(
            {
                **line,
                "first": order[:FIRST],
                "collection": len(order),
                "in collection": bool(set(order[:FIRST]) & set(line["relevant"])),
                "in kind": bool(set(same_kind[:FIRST]) & set(line["relevant"])),
            }
        )
    return found


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser(description="Run the open queries over the sample collection.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("report", type=Path)
    parser.add_argument("--judged", action="store_true", help="the queries that come with the samples")
    arguments = parser.parse_args()
    lines = results(arguments.folder, judged() if arguments.judged else json_lines(QUERIES))
    for about in ADAPTERS:
        asked = [line for line in lines if line["about"] == about]
        if not asked:
            continue
        counts = {place: sum(line[place] for line in asked) for place in ("in collection", "in kind")}
        print(f"{about}: {counts} of {len(asked)}")
    arguments.report.write_text(json.dumps(lines, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
