"""Sets of queries and items of one cell: combinations and wordings of a split each, with what is relevant.

Every corpus has at least 400 items in families of four that differ in one slot, so that a model which overlooks a
slot is found out.
"""

from dataclasses import dataclass, replace
from functools import cache, cached_property
from random import Random

import torch
from torch import Tensor

from drawing.drawings import KINDS, Drawing
from drawing.pictures import PictureRange, random_drawing
from drawing.pictures import sibling as sibling_drawing
from train.batches import relevance
from world.captions import SLOTS, Captions
from world.captions import slots_of as drawing_slots
from world.snippets import Snippets
from world.splits import Split, Splits
from world.texts import Matter, Texts, clean_texts
from world.vocabulary import kinds
from world.wording import CLEAN, Sentence

ITEMS = 400
FAMILY = 4
EVERY_KIND = PictureRange(KINDS, colored=True, sizes=[(112, 112)])


@dataclass(frozen=True)
class TextProbe:
    queries: list[Sentence]
    items: list[Sentence]

    @property
    def relevant(self) -> Tensor:
        """Booleans [queries, items]."""
        return relevance([query.slots for query in self.queries], [item.slots for item in self.items])


@dataclass(frozen=True)
class PictureProbe:
    """A caption of each drawing, in the same order."""

    captions: list[Sentence]
    drawings: list[Drawing]

    @property
    def relevant(self) -> Tensor:
        """Booleans [captions, drawings]."""
        shown = [drawing_slots(drawing, set(SLOTS)) for drawing in self.drawings]
        return relevance([caption.slots for caption in self.captions], shown)


@dataclass(frozen=True)
class GradedProbe:
    first: list[Sentence]
    second: list[Sentence]
    closeness: Tensor


class Probes:
    """All probes of one cell, the same for the same seed."""

    def __init__(self, splits: Splits, combinations: Split, wordings: Split, seed: int = 0, items: int = ITEMS):
        self.splits = splits
        self.combinations = combinations
        self.wordings = wordings
        self.seed = seed
        self.items = items

    def random(self, *parts: str) -> Random:
        return Random(repr((self.seed, self.combinations.value, self.wordings.value, *parts)))

    def texts(self, asked: str, answered: str) -> TextProbe:
        """Queries in one language, passages in another or the same; one matter in four is asked for."""
        return TextProbe(self.queries(asked), self.passages(answered))

    @cached_property
    def clean_texts(self) -> Texts:
        return clean_texts(self.splits, self.combinations, self.wordings)

    @cached_property
    def matters(self) -> list[Matter]:
        return self.families(self.clean_texts.matter, self.clean_texts.sibling, "texts")

    @cache
    def queries(self, language: str) -> list[Sentence]:
        random = self.random("queries", language)
        return [self.clean_texts.query(random, matter, language, keep=1) for matter in self.matters[::FAMILY]]

    @cache
    def passages(self, language: str) -> list[Sentence]:
        random = self.random("passages", language)
        return [self.clean_texts.passage(random, matter, language) for matter in self.matters]

    def code(self) -> TextProbe:
        snippets = Snippets(self.splits, self.combinations, self.wordings)
        random = self.random("code")
        if self.combinations == Split.TRAINING:
            pipelines = self.families(snippets.pipeline, snippets.sibling, "code")
            asked = pipelines[::FAMILY]
        else:
            # There are fewer held-out pipelines than items: siblings of the training split fill the corpus.
            asked = unique(snippets.pipeline(random) for _ in range(2_000))[: self.items // FAMILY]
            others = Snippets(self.splits, Split.TRAINING, self.wordings)
            siblings = (others.sibling(random, random.choice(asked)) for _ in range(20 * self.items))
            pipelines = asked + unique(siblings)[: self.items - len(asked)]
        queries = [snippets.description(random, pipeline) for pipeline in asked]
        return TextProbe(queries, [snippets.code(random, pipeline) for pipeline in pipelines])

    @cached_property
    def drawings(self) -> list[Drawing]:
        """Drawings have held-out seeds whatever the cell."""
        unseen = Split.DEVELOPMENT if Split.DEVELOPMENT in (self.combinations, self.wordings) else Split.TEST
        found = self.families(
            lambda random: random_drawing(random, self.splits, self.combinations, EVERY_KIND),
            lambda random, drawing: sibling_drawing(random, self.splits, self.combinations, drawing),
            "pictures",
        )
        return [self.with_seed(drawing, unseen) for drawing in found]

    @cache
    def pictures(self, language: str) -> PictureProbe:
        """Full captions in one language."""
        captions = Captions(self.splits, self.wordings, CLEAN)
        random = self.random("captions", language)
        found = [captions.caption(random, drawing, language, keep=1) for drawing in self.drawings]
        return PictureProbe(found, self.drawings)

    @staticmethod
    def kind_names(language: str) -> tuple[list[Sentence], list[str]]:
        """The name of every kind in one language, and the kinds in the same order."""
        names = [Sentence(entry.word(language), (kind,)) for kind, entry in kinds().items()]
        return names, list(kinds())

    def with_seed(self, drawing: Drawing, split: Split) -> Drawing:
        random = self.random("seed", repr(drawing))
        seed = self.splits.drawing_seed(random, split)
        return replace(drawing, seed=seed)

    def graded(self, pairs: int = 800) -> GradedProbe:
        random = self.random("graded")
        first, second, closeness = zip(*(self.clean_texts.graded_pair(random) for _ in range(pairs)))
        return GradedProbe(list(first), list(second), torch.tensor(closeness))

    def families(self, fresh, sibling, name: str) -> list:
        """Different members in families of four, the first of each being asked for."""
        random = self.random(name)
        members: list = []
        while len(members) < self.items:
            family = unique([first := fresh(random), *(sibling(random, first) for _ in range(3 * FAMILY))])
            if len(family) >= FAMILY and not set(family[:FAMILY]) & set(members):
                members += family[:FAMILY]
        return members


def unique(values) -> list:
    return list(dict.fromkeys(values))
