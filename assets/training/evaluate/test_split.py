"""Measures a published model on the test split and writes the numbers.

    python -m evaluate.test_split ../model report.json

Four cells: combination seen or held out × wording seen or held out; drawings have held-out seeds in all of them.
The headline is the cell where both are held out.
"""

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import product
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from drawing.couples import random_couple
from evaluate.baselines import BagOfWords, chance, color_oracle
from evaluate.encoder import Encoder
from evaluate.metrics import cosine_scores, ndcg, spearman
from evaluate.probes import Probes
from model.configuration import MATRYOSHKA_DIMENSIONS, TASKS
from model.multimodal import Model
from publish import layout as published
from tokenizer.layout import PASSAGE, QUERY
from train.batches import TextBatch
from world.splits import Split, Splits
from world.vocabulary import LANGUAGES, colors, kinds

CELLS = {
    "both seen": (Split.TRAINING, Split.TRAINING),
    "combination held out": (Split.TEST, Split.TRAINING),
    "wording held out": (Split.TRAINING, Split.TEST),
    "both held out": (Split.TEST, Split.TEST),
}
HEADLINE = "both held out"
ADAPTER = {
    "text → text": "retrieval",
    "cross-lingual": "retrieval",
    "text → image": "retrieval",
    "image → text": "retrieval",
    "description → code": "code",
    "graded paraphrase": "text-matching",
}
# What an adapter is for, as the mean of these.
TASK_METRICS = {
    "retrieval": ["text → text", "cross-lingual", "text → image", "image → text"],
    "text-matching": ["graded paraphrase"],
    "code": ["description → code"],
}
# Pictures with two things, each of which is asked for.
COUPLES = 100
# Values by dimension; by language too where a metric has one.
ByDimension = dict[int, float]


class Evaluation:
    """All measures of one cell. Vectors are made once per adapter and cut for every dimension."""

    def __init__(self, model: Model, tokenizer: Tokenizer, probes: Probes):
        self.model = model
        self.tokenizer = tokenizer
        self.probes = probes

    def encoder(self, adapter: str) -> Encoder:
        return Encoder(self.model, self.tokenizer, adapter)

    @cache
    def texts(self, adapter: str) -> dict[tuple[str, str], ByDimension]:
        """nDCG@10 for every pair of languages, asked and answered."""
        encoder = self.encoder(adapter)
        probes = {language: self.probes.texts(language, language) for language in LANGUAGES}
        queries = {language: encoder.texts(QUERY, probe.queries) for language, probe in probes.items()}
        items = {language: encoder.texts(PASSAGE, probe.items) for language, probe in probes.items()}
        found = {}
        for asked, answered in product(LANGUAGES, LANGUAGES):
            relevant = self.probes.texts(asked, answered).relevant
            found[asked, answered] = ranked(queries[asked], items[answered], relevant)
        return found

    @cache
    def pictures(self, adapter: str) -> dict[str, dict[str, ByDimension]]:
        """nDCG@10 both ways, by language."""
        encoder = self.encoder(adapter)
        drawings = encoder.drawings(self.probes.pictures(LANGUAGES[0]).drawings)
        found: dict[str, dict[str, ByDimension]] = {"text → image": {}, "image → text": {}}
        for language in LANGUAGES:
            probe = self.probes.pictures(language)
            relevant = probe.relevant
            found["text → image"][language] = ranked(encoder.texts(QUERY, probe.captions), drawings, relevant)
            found["image → text"][language] = ranked(drawings, encoder.texts(PASSAGE, probe.captions), relevant.T)
        return found

    def code(self, adapter: str) -> ByDimension:
        encoder, probe = self.encoder(adapter), self.probes.code()
        return ranked(encoder.texts(QUERY, probe.queries), encoder.texts(PASSAGE, probe.items), probe.relevant)

    def graded(self, adapter: str) -> ByDimension:
        encoder, probe = self.encoder(adapter), self.probes.graded()
        first, second = encoder.texts(QUERY, probe.first), encoder.texts(QUERY, probe.second)
        return {
            dimension: spearman(torch.cosine_similarity(first[:, :dimension], second[:, :dimension]), probe.closeness)
            for dimension in MATRYOSHKA_DIMENSIONS
        }

    def late_interaction(self) -> dict[str, dict[str, float]]:
        """nDCG@10 of MaxSim over multi-vectors, by language, for texts and for drawings."""
        encoder = self.encoder("retrieval")
        found: dict[str, dict[str, float]] = {"text → text": {}, "text → image": {}}
        for language in LANGUAGES:
            texts, pictures = self.probes.texts(language, language), self.probes.pictures(language)
            scores = encoder.late_interaction(texts.queries, texts.items)
            found["text → text"][language] = ndcg(scores, texts.relevant)
            scores = encoder.late_interaction(pictures.captions, pictures.drawings)
            found["text → image"][language] = ndcg(scores, pictures.relevant)
        return found

    @torch.no_grad()
    def places(self) -> dict[str, float]:
        """Of pictures with two things, where the cell that is likest to the name or color of one lies on that one."""
        self.model.activate("retrieval")
        random = self.probes.random("places")
        first = len(self.model.prompt.before)
        found: dict[str, list[bool]] = {"kind": [], "color": []}
        for number in range(COUPLES):
            couple = random_couple(random, self.probes.splits, self.probes.combinations, across=number % 2 == 0)
            encoded = self.model.encode_images(torch.from_numpy(couple.pixels())[None])
            cells = self.model.multi_vectors(encoded)[0, first : first + len(couple.cells(False))]
            for second in (False, True):
                drawing = couple.second if second else couple.first
                for name, entry in (("kind", kinds()[drawing.kind]), ("color", colors()[drawing.color])):
                    batch = TextBatch.of(self.tokenizer, [QUERY + entry.word("en")])
                    words = self.model.multi_vectors(batch.encode(self.model))[0, self.prefix_length :]
                    best = int((words @ cells.T).mean(0).argmax())
                    found[name].append(bool(couple.cells(second)[best]))
        return {name: mean(values) for name, values in found.items()}

    @property
    def prefix_length(self) -> int:
        return len(self.tokenizer.encode(QUERY.strip()).ids)

    def metric(self, name: str, adapter: str) -> ByDimension:
        """One number per dimension for any metric, the mean over languages."""
        match name:
            case "text → text":
                return averaged(value for pair, value in self.texts(adapter).items() if pair[0] == pair[1])
            case "cross-lingual":
                return averaged(value for pair, value in self.texts(adapter).items() if pair[0] != pair[1])
            case "text → image" | "image → text":
                return averaged(self.pictures(adapter)[name].values())
            case "description → code":
                return self.code(adapter)
            case "graded paraphrase":
                return self.graded(adapter)
        raise ValueError(f"there is no metric called {name}")

    def kind_accuracies(self) -> dict[str, float]:
        """By language, the share of drawings whose nearest name of a kind is that of their own.

        The auxiliary heads are not part of the shipped model, so it is asked in words.
        """
        encoder = self.encoder("retrieval")
        drawings = self.probes.pictures(LANGUAGES[0]).drawings
        vectors = encoder.drawings(drawings)
        found = {}
        for language in LANGUAGES:
            names, kinds = self.probes.kind_names(language)
            best = cosine_scores(vectors, encoder.texts(QUERY, names)).argmax(dim=1).tolist()
            right = [kinds[index] == drawing.kind for index, drawing in zip(best, drawings)]
            found[language] = sum(right) / len(right)
        return found

    def baselines(self) -> dict[str, dict[str, float]]:
        """Chance, words alone and color alone, in the languages' mean."""
        words: dict[str, list[float]] = {"text → text": [], "cross-lingual": []}
        by_chance: dict[str, list[float]] = {"text → text": [], "cross-lingual": []}
        for asked, answered in product(LANGUAGES, LANGUAGES):
            probe = self.probes.texts(asked, answered)
            name = "text → text" if asked == answered else "cross-lingual"
            bag = BagOfWords(self.tokenizer, probe.items)
            words[name].append(ndcg(bag.scores(probe.queries, probe.items), probe.relevant))
            by_chance[name].append(chance(probe.relevant))
        pictures = [self.probes.pictures(language) for language in LANGUAGES]
        code, graded = self.probes.code(), self.probes.graded()
        bag = BagOfWords(self.tokenizer, graded.first + graded.second)
        closeness = (bag.vectors(graded.first) * bag.vectors(graded.second)).sum(dim=1)
        return {
            "chance": {
                **{name: mean(values) for name, values in by_chance.items()},
                "text → image": mean(chance(probe.relevant) for probe in pictures),
                "image → text": mean(chance(probe.relevant.T) for probe in pictures),
                "description → code": chance(code.relevant),
                "graded paraphrase": 0.0,
            },
            "bag of words": {
                **{name: mean(values) for name, values in words.items()},
                "description → code": ndcg(
                    BagOfWords(self.tokenizer, code.items).scores(code.queries, code.items), code.relevant
                ),
                "graded paraphrase": spearman(closeness, graded.closeness),
            },
            "color alone": {
                "text → image": mean(ndcg(color_oracle(probe), probe.relevant) for probe in pictures),
                "image → text": mean(ndcg(color_oracle(probe).T, probe.relevant.T) for probe in pictures),
            },
        }


def ranked(queries: Tensor, items: Tensor, relevant: Tensor) -> ByDimension:
    return {dimension: ndcg(cosine_scores(queries, items, dimension), relevant) for dimension in MATRYOSHKA_DIMENSIONS}


def averaged(values) -> ByDimension:
    found = list(values)
    return {dimension: mean(value[dimension] for value in found) for dimension in MATRYOSHKA_DIMENSIONS}


def mean(values) -> float:
    found = list(values)
    return sum(found) / len(found)


def measured_cell(evaluation: Evaluation) -> dict:
    """Every metric under the adapter that is meant for it, by dimension."""
    return {name: evaluation.metric(name, adapter) for name, adapter in ADAPTER.items()}


def measured_languages(evaluation: Evaluation) -> dict:
    texts, pictures = evaluation.texts("retrieval"), evaluation.pictures("retrieval")
    full = MATRYOSHKA_DIMENSIONS[-1]
    return {
        language: {
            "text → text": texts[language, language][full],
            "asked in other languages": mean(texts[asked, language][full] for asked in LANGUAGES if asked != language),
            **{name: values[language][full] for name, values in pictures.items()},
        }
        for language in LANGUAGES
    }


def measured_adapter(evaluation: Evaluation, adapter: str) -> dict:
    full = MATRYOSHKA_DIMENSIONS[-1]
    return {
        task: mean(evaluation.metric(name, adapter)[full] for name in names) for task, names in TASK_METRICS.items()
    }


def measured_headline(evaluation: Evaluation) -> dict:
    """What is measured in the headline's cell alone."""
    return {
        "dimensions": measured_cell(evaluation),
        "languages": measured_languages(evaluation),
        "kind accuracy": evaluation.kind_accuracies(),
        "adapters": {adapter: measured_adapter(evaluation, adapter) for adapter in TASKS},
    }


PARTS = {
    HEADLINE: measured_headline,
    **{cell: measured_cell for cell in CELLS if cell != HEADLINE},
    "late interaction": Evaluation.late_interaction,
    "places": Evaluation.places,
    "baselines": Evaluation.baselines,
}


def measured(part: str, folder: Path, split_seed: int, device: str) -> dict:
    """One of the parts, each of which can be measured in a process of its own."""
    torch.set_num_threads(1)
    model, tokenizer = published.read(folder)
    model.to(device)
    combinations, wordings = CELLS.get(part, CELLS[HEADLINE])
    return PARTS[part](Evaluation(model, tokenizer, Probes(Splits(split_seed), combinations, wordings)))


def report(folder: Path, split_seed: int, device: str, processes: int) -> dict:
    """Everything the model card prints, as plain values."""
    with ProcessPoolExecutor(processes) as pool:
        running = {part: pool.submit(measured, part, folder, split_seed, device) for part in PARTS}
        found = {part: future.result() for part, future in running.items()}
    full = MATRYOSHKA_DIMENSIONS[-1]
    headline = found[HEADLINE]
    in_cells = {cell: found[cell] for cell in CELLS if cell != HEADLINE} | {HEADLINE: headline["dimensions"]}
    return {
        "cells": {cell: {name: values[full] for name, values in in_cells[cell].items()} for cell in CELLS},
        **headline,
        "late interaction": found["late interaction"],
        "places": found["places"],
        "baselines": found["baselines"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure a published model on the test split.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("report", type=Path)
    parser.add_argument("--split-seed", type=int, default=0)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--processes", type=int, default=2, help="processes that measure beside each other")
    arguments = parser.parse_args()
    found = report(arguments.folder, arguments.split_seed, arguments.device, arguments.processes)
    arguments.report.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
