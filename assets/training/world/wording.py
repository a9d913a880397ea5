"""Turns templates and slot values into sentences, and roughens them the way people type.

A template has slots in braces and optional parts in brackets: "{subject}[ in the {place}]". A sentence keeps, beside
its text, the slots it really speaks of. Roughening inserts neutral words, drops words that say nothing, reorders,
changes case and endings, so that a model must find the words that matter in wording it has never seen.
"""

import re
from dataclasses import dataclass
from functools import cache
from random import Random

from world.splits import Split, Splits
from world.vocabulary import LANGUAGES, UNSPACED, templates

# Endings that a word may take in a sentence, "" for none; a rough guess per language is all that is needed.
ENDINGS = {
    "en": ["s", "'s"],
    "de": ["e", "en", "er", "s", "n"],
    "fr": ["s"],
    "es": ["s", "es"],
    "pt": ["s", "es"],
    "ru": ["ы", "и", "у", "е", "ой", "а", "ом", "ов", "ами"],
    "hi": ["ों", "ें"],
}
ARABIC_PREFIXES = ["ال", "بال", "لل", "و", "وال"]


@dataclass(frozen=True)
class Sentence:
    """Text and, slot by slot, the names of the values it speaks of; None where it is silent."""

    text: str
    slots: tuple[str | None, ...]


@dataclass(frozen=True)
class Piece:
    text: str
    matters: bool


@dataclass(frozen=True)
class Roughness:
    """How often each disturbance happens."""

    any: float = 0.65
    drop: float = 0.4
    shuffle: float = 0.3
    insert: int = 5
    ending: float = 0.2
    case: float = 0.25
    long: float = 0.03


CLEAN = Roughness(any=0, ending=0, case=0, long=0)


class Wording:
    """The templates of one split, and the neutral words that only the training split provides."""

    def __init__(self, splits: Splits, split: Split):
        self.chosen = {
            name: {language: self.part(splits, split, found[language]) for language in LANGUAGES}
            for name in ("queries", "passages", "captions")
            for found in (templates(name),)
        }
        self.split = split

    @staticmethod
    def part(splits: Splits, split: Split, found: list[str]) -> list[str]:
        """Bare keywords are the same in all languages, so they are never held out; sentences are."""
        sentences = [template for template in found if not is_keywords(template)]
        keywords = [template for template in found if is_keywords(template)]
        return splits.wordings(sentences, split) + (keywords if split == Split.TRAINING else [])

    def template(self, random: Random, name: str, language: str) -> str:
        return random.choice(self.chosen[name][language])


def is_keywords(template: str) -> bool:
    return not any(character.isalpha() for character in re.sub(r"\{\w+\}", "", template))


def filled(random: Random, template: str, values: dict[str, str], keep: float) -> tuple[list[Piece], set[str]]:
    """The template with its slots filled, each optional part kept with probability `keep`; and the slots used."""
    kept = re.sub(r"\[([^\]]*)\]", lambda part: part[1] if random.random() < keep else "", template)
    pieces, used = [], set()
    for part in re.split(r"(\{\w+\})", kept):
        if part.startswith("{"):
            used.add(part[1:-1])
            pieces.append(Piece(values[part[1:-1]], True))
        elif part:
            pieces.append(Piece(part, False))
    return pieces, used


def text_of(random: Random, pieces: list[Piece], language: str, neutral: list[str], roughness: Roughness) -> str:
    """The pieces as one text, roughened or not."""
    pieces = [
        Piece(inflected(random, piece.text, language), True)
        if piece.matters and random.random() < roughness.ending
        else piece
        for piece in pieces
    ]
    if random.random() < roughness.any:
        text = roughened(random, pieces, language, neutral, roughness)
    else:
        text = "".join(piece.text for piece in pieces)
    if random.random() < roughness.case:
        text = random.choice([text.lower(), text.capitalize(), text[:1].upper() + text[1:]])
    return text.strip()


def roughened(random: Random, pieces: list[Piece], language: str, neutral: list[str], roughness: Roughness) -> str:
    words = [word for piece in pieces for word in words_of(piece, language)]
    dropped = random.choice([0, roughness.drop, 2 * roughness.drop])
    words = [word for word in words if word.matters or random.random() >= dropped]
    if random.random() < roughness.shuffle:
        random.shuffle(words)
    inserted = random.randint(0, roughness.insert) if random.random() >= roughness.long else random.randint(10, 40)
    for _ in range(inserted):
        words.insert(random.randint(0, len(words)), Piece(neutral_word(random, neutral), False))
    return ("" if language in UNSPACED else " ").join(word.text for word in words)


def words_of(piece: Piece, language: str) -> list[Piece]:
    if piece.matters:
        return [piece]
    # Without spaces, a few characters stand for a word.
    found = re.findall(r"\w{1,4}|[^\w\s]+", piece.text) if language in UNSPACED else piece.text.split()
    return [Piece(word, False) for word in found]


def neutral_word(random: Random, neutral: list[str]) -> str:
    """A word that says nothing; one in three is made up of the halves of two, as text is full of unknown words."""
    word = random.choice(neutral)
    if random.random() < 0.33:
        other = random.choice(neutral)
        word = word[: (len(word) + 1) // 2] + other[len(other) // 2 :]
    return word


def inflected(random: Random, word: str, language: str) -> str:
    """The word as it may look inside a sentence."""
    if language == "ar":
        return random.choice(ARABIC_PREFIXES) + word
    if language not in ENDINGS:
        return word
    stem = word[:-1] if language in ("ru", "hi") and word[-1] in "аяоеьйыиाी" else word
    return stem + random.choice(ENDINGS[language])


@cache
def fillers(language: str) -> list[str]:
    return templates("fillers")[language]


@cache
def neutral_words(language: str, split_seed: int) -> list[str]:
    """Words of the training templates and fillers that belong to no slot."""
    wording = Wording(Splits(split_seed), Split.TRAINING)
    sources = [text for name in wording.chosen for text in wording.chosen[name][language]] + fillers(language)
    words = set()
    for text in sources:
        plain = re.sub(r"\{\w+\}|[\[\]]", " ", text)
        words.update(word.text for word in words_of(Piece(plain, False), language))
    return sorted(words)
