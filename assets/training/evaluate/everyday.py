"""Everyday questions: 210 in ten languages over 288 short documents, all written by hand before their model was trained.

    python -m evaluate.everyday ../model [--adapter retrieval] [--split final]

Each question has one right document, in its own language or in English, and ranks the documents of all languages. The
development questions decide what is tried next; the final ones are for the card, and are used once.
"""

import argparse
import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluate.encoder import Encoder
from publish import layout
from sources.text import LANGUAGES
from tokenizer.layout import PREFIXES
from world.wording import Sentence

FOLDER = Path(__file__).parents[1] / "data" / "everyday"
# Texts and their role ("query" or "passage") to one vector each.
Encode = Callable[[list[str], str], np.ndarray]


@dataclass(frozen=True)
class Question:
    language: str
    text: str
    document_language: str
    document: int


@dataclass(frozen=True)
class Everyday:
    questions: list[Question]
    documents: list[str]
    document_languages: list[str]


@dataclass(frozen=True)
class Measured:
    """Ranks of the right documents, from 1."""

    ranks: np.ndarray

    @property
    def first(self) -> float:
        return float((self.ranks == 1).mean())

    @property
    def among_three(self) -> float:
        return float((self.ranks <= 3).mean())

    @property
    def reciprocal(self) -> float:
        return float((1 / self.ranks).mean())

    def __str__(self) -> str:
        return f"{self.first:.2f} / {self.among_three:.2f} / {self.reciprocal:.2f}"


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def everyday(split: str) -> Everyday:
    """The questions of one split over all documents, those of the other split's questions included.

    The split "more" was written later, to tell models apart that the development questions cannot; its documents are
    there for its own questions alone, so that all numbers of the other splits stay comparable.
    """
    asked, others = rows("questions.tsv"), rows("other-documents.tsv")
    if split != "more":
        asked = [row for row in asked if row["split"] != "more"]
    questions = [
        Question(row["language"], row["question"], row["document language"], index)
        for index, row in enumerate(asked)
        if row["split"] == split
    ]
    return Everyday(
        questions, [row["document"] for row in asked + others], [row["document language"] for row in asked + others]
    )


def ranks(encode: Encode, data: Everyday) -> np.ndarray:
    queries = unit(encode([question.text for question in data.questions], "query"))
    documents = unit(encode(data.documents, "passage"))
    return ranks_of(queries @ documents.T, data)


def ranks_of(scores: np.ndarray, data: Everyday) -> np.ndarray:
    right = scores[np.arange(len(data.questions)), [question.document for question in data.questions]]
    return 1 + (scores > right[:, None]).sum(1)


def unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def measured(found: np.ndarray, data: Everyday, chosen: Callable[[Question], bool]) -> Measured:
    return Measured(found[[chosen(question) for question in data.questions]])


def report(found: np.ndarray, data: Everyday) -> str:
    """First hit / among the first three / mean reciprocal rank."""
    own = measured(found, data, lambda question: question.language != "en" and question.document_language != "en")
    crossing = measured(found, data, lambda question: question.language != "en" and question.document_language == "en")
    languages = {
        language: measured(found, data, lambda question: question.language == language).first
        for language in LANGUAGES[1:]
    }
    return "\n".join(
        [
            f"English {measured(found, data, lambda question: question.language == 'en')}",
            f"other languages {measured(found, data, lambda question: question.language != 'en')}",
            f"    of these: document in the same language {own}, in English {crossing}",
            "    first hit " + ", ".join(f"{language} {share:.2f}" for language, share in languages.items()),
        ]
    )


def progress(encode: Encode) -> dict[str, dict[str, float]]:
    """What is logged while training: the splits that may be decided by."""
    return {split: summary(encode, everyday(split)) for split in ("development", "more")}


def summary(encode: Encode, data: Everyday) -> dict[str, float]:
    found = ranks(encode, data)
    english = measured(found, data, lambda question: question.language == "en")
    others = measured(found, data, lambda question: question.language != "en")
    return {
        "english first": round(english.first, 3),
        "english among three": round(english.among_three, 3),
        "english reciprocal": round(english.reciprocal, 3),
        "others first": round(others.first, 3),
        "others reciprocal": round(others.reciprocal, 3),
    }


def by_language(found: np.ndarray, data: Everyday) -> dict[str, dict[str, float]]:
    """What the card prints: English, all others together, and each of them."""

    def values(chosen: Callable[[Question], bool]) -> dict[str, float]:
        part = measured(found, data, chosen)
        return {
            "questions": len(part.ranks),
            "first": part.first,
            "among three": part.among_three,
            "reciprocal": part.reciprocal,
        }

    rows = {"English": values(lambda question: question.language == "en")}
    rows["other languages"] = values(lambda question: question.language != "en")
    return rows | {
        language: values(lambda question, language=language: question.language == language)
        for language in LANGUAGES[1:]
    }


def encode_by(encoder: Encoder) -> Encode:
    def encode(texts: list[str], role: str) -> np.ndarray:
        return encoder.texts(PREFIXES[role], [Sentence(text, ()) for text in texts]).numpy()

    return encode


def main() -> None:
    parser = argparse.ArgumentParser(description="Ask everyday questions.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--adapter", help="the base alone if not given")
    parser.add_argument("--split", default="development", choices=["development", "more", "final"])
    parser.add_argument("--report", type=Path, help="for the card, which has the numbers of several splits")
    arguments = parser.parse_args()
    model, tokenizer = layout.read(arguments.folder)
    data = everyday(arguments.split)
    found = ranks(encode_by(Encoder(model, tokenizer, arguments.adapter)), data)
    print(report(found, data))
    if arguments.report:
        known = json.loads(arguments.report.read_text(encoding="utf-8")) if arguments.report.exists() else {}
        known[arguments.split] = by_language(found, data)
        arguments.report.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
