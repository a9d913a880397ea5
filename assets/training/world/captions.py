"""Captions of drawings in ten languages."""

from random import Random

from drawing.drawings import Drawing
from world.splits import Split, Splits
from world.vocabulary import UNSPACED, colors, counts, kinds
from world.wording import CLEAN, Roughness, Sentence, Wording, filled, fillers, neutral_words, text_of

SLOTS = ("kind", "color", "background", "count")


class Captions:
    def __init__(self, splits: Splits, wordings: Split, roughness: Roughness):
        self.splits = splits
        self.wording = Wording(splits, wordings)
        self.roughness = roughness

    def caption(self, random: Random, drawing: Drawing, language: str, keep: float = 0.6) -> Sentence:
        """What the drawing shows; optional parts of the wording are left out now and then."""
        template = self.wording.template(random, "captions", language)
        pieces, used = filled(random, template, self.values(random, drawing, language), keep)
        neutral = neutral_words(language, self.splits.seed)
        text = text_of(random, pieces, language, neutral, self.roughness)
        return Sentence(text, slots_of(drawing, used))

    def passage(self, random: Random, drawing: Drawing, language: str) -> Sentence:
        """A full caption followed by a sentence about nothing in particular."""
        caption = self.caption(random, drawing, language, keep=1)
        parts = [caption.text] + [random.choice(fillers(language))] * (random.random() < 0.3)
        return Sentence(("" if language in UNSPACED else " ").join(parts), caption.slots)

    def values(self, random: Random, drawing: Drawing, language: str) -> dict[str, str]:
        """Colors and numbers in any of their forms while training, in the usual one otherwise."""
        forms = kinds()[drawing.kind].words[language]
        free = self.roughness != CLEAN

        def form(words: list[str]) -> str:
            return random.choice(words) if free else words[0]

        return {
            "kind": forms[-1] if drawing.count > 1 else forms[0],
            "color": form(colors()[drawing.color].words[language]),
            "background": form(colors()[drawing.background].words[language]),
            "count": form(counts()[str(drawing.count)].words[language]),
        }


def slots_of(drawing: Drawing, used: set[str]) -> tuple[str | None, ...]:
    return tuple(str(getattr(drawing, slot)) if slot in used else None for slot in SLOTS)
