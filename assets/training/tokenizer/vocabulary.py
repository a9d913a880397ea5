"""Trains the tokenizer's vocabulary on word frequencies, everyday words weighted up.

    python -m tokenizer.vocabulary WORK [--entries 90112]        writes WORK/tokenizer.json

Words rather than running text: what a word costs in tokens is what a bag of tokens can tell, and for most of the
languages there is no running text. Nothing held out for questions is looked at.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tokenizers import Tokenizer, pre_tokenizers, trainers

from sources.cldr import annotations
from sources.frequencies import LARGE, frequent
from sources.questions import DATA, table
from sources.text import LANGUAGES, UNSPACED, Packages
from tokenizer.layout import ADDED, IMAGE_PROMPT, PASSAGE, QUERY, SPECIAL, add_special_tokens, empty
from world.snippets import Snippets, program_code, program_description, programs
from world.splits import Split, Splits

ENTRIES = 90_112
# Occurrences given to a language, shared among its words by their frequency to a power that lifts the rare ones.
OCCURRENCES = 240_000
POWER = 0.8
# English is asked most, and what German glues together costs it more.
WEIGHTS = {"en": 2.5, "de": 1.2, "hi": 0.5}
CAPITALIZED = {"de": 0.5}
SELDOM_CAPITALIZED = 0.15
# How often an everyday word counts beside its frequency.
EVERYDAY = 40
PROMPTS = 20_000
CODE_ROUNDS = 400


def spelled(word: str, count: int, language: str) -> Iterator[str]:
    """As inside a sentence, with the space before it; some with a capital, a few at the beginning of a text."""
    if language in UNSPACED:
        yield from [word] * count
        return
    capitals = round(count * CAPITALIZED.get(language, SELDOM_CAPITALIZED))
    yield from [f" {word}"] * max(1, count - capitals)
    yield from [f" {word[:1].upper()}{word[1:]}"] * capitals


def frequent_words(packages: Packages, random: Random) -> Iterator[str]:
    for language in LANGUAGES:
        shares = {
            word: share**POWER
            for word, share in frequent(packages, language, "large" if language in LARGE else "small").items()
        }
        scale = OCCURRENCES * WEIGHTS.get(language, 1.0) / sum(shares.values())
        for word, share in shares.items():
            count = int(scale * share + random.random())
            if count:
                yield from spelled(word, count, language)


def everyday_words(packages: Packages) -> Iterator[str]:
    """What things are called in the tables of the recipe and in the keywords of emoji."""
    tables = ["questions/things", "questions/deeds", "vocabulary/subjects", "vocabulary/aspects", "vocabulary/places"]
    rows = [row for name in tables for row in table(DATA / f"{name}.tsv")]
    for language in LANGUAGES:
        texts = [row.words[language].replace("{thing}", " ") for row in rows]
        texts += [word for found in annotations(packages, language).values() for word in found.keywords]
        for text in texts:
            for word in text.split():
                yield from spelled(word, EVERYDAY, language)


def code() -> Iterator[str]:
    random = Random("tokenizer/code")
    snippets = Snippets(Splits(0), Split.TRAINING, Split.TRAINING)
    for _ in range(CODE_ROUNDS):
        pipeline, program = snippets.pipeline(random), random.choice(programs())
        yield snippets.description(random, pipeline).text
        yield snippets.code(random, pipeline).text
        yield program_description(random, program).text
        yield program_code(random, program).text


def training_text(packages: Packages) -> Iterator[str]:
    yield from [QUERY, PASSAGE, IMAGE_PROMPT] * PROMPTS
    yield from frequent_words(packages, Random("tokenizer/words"))
    yield from everyday_words(packages)
    yield from code()


def train(packages: Packages, entries: int) -> Tokenizer:
    tokenizer = empty()
    trainer = trainers.BpeTrainer(
        vocab_size=entries - len(SPECIAL) - len(ADDED),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(training_text(packages), trainer)
    add_special_tokens(tokenizer)
    return tokenizer


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the tokenizer.")
    parser.add_argument("work", type=Path)
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--file", type=Path, help="written to, WORK/tokenizer.json if not given")
    arguments = parser.parse_args()
    tokenizer = train(Packages.below(arguments.work), arguments.entries)
    tokenizer.save(str(arguments.file or arguments.work / "tokenizer.json"), pretty=False)
    print(f"{tokenizer.get_vocab_size()} entries")


if __name__ == "__main__":
    main()
