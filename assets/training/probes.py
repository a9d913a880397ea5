"""Sets of queries and items of one cell: combinations and wordings of a split each, with what is relevant.

Every corpus has at least 400 items in families of four that differ in one slot, so that a model which overlooks a
slot is found out.
"""

from dataclasses import dataclass
from random import Random

import torch
from torch import Tensor

from batches import relevance
from captions import Captions
from captions import slots_of as drawing_slots
from drawings import COLORS, KINDS, Drawing
from pictures import PictureRange, random_drawing
from pictures import sibling as sibling_drawing
from snippets import Snippets
from splits import Split, Splits
from texts import Texts, clean_texts
from wording import CLEAN

ITEMS = 400
FAMILY = 4
EVERY_KIND = PictureRange(KINDS, colored=True, sizes=[(112, 112)])


@dataclass(frozen=True)
class TextProbe:
    queries: list[str]
    items: list[str]
    relevant: Tensor


@dataclass(frozen=True)
class PictureProbe:
    """Captions and drawings; `relevant` is [captions, drawings]."""

    captions: list[str]
    drawings: list[Drawing]
    relevant: Tensor


@dataclass(frozen=True)
class GradedProbe:
    first: list[str]
    second: list[str]
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
        """Queries in one language, passages in another or the same."""
        texts = clean_texts(self.splits, self.combinations, self.wordings)
        matters = self.families(lambda random: texts.matter(random), texts.sibling, "texts")
        random = self.random("sentences", asked, answered)
        queries = [texts.query(random, matter, asked, keep=1) for matter in matters[::FAMILY]]
        items = [texts.passage(random, matter, answered) for matter in matters]
        return TextProbe(
            [query.text for query in queries],
            [item.text for item in items],
            relevance([query.slots for query in queries], [item.slots for item in items]),
        )

    def code(self) -> TextProbe:
        snippets = Snippets(self.splits, self.combinations, self.wordings)
        random = self.random("code")
        if self.combinations == Split.TRAINING:
            pipelines = self.families(snippets.pipeline, snippets.sibling, "code")
        else:
            # There are fewer held-out pipelines than items: the others fill the corpus as distractors.
            asked = unique(snippets.pipeline(random) for _ in range(2_000))[: self.items // FAMILY]
            others = Snippets(self.splits, Split.TRAINING, self.wordings)
            pipelines = asked + [others.pipeline(random) for _ in range(self.items - len(asked))]
        asked = pipelines[:: FAMILY] if self.combinations == Split.TRAINING else asked
        queries = [snippets.description(random, pipeline) for pipeline in asked]
        items = [snippets.code(random, pipeline) for pipeline in pipelines]
        return TextProbe(
            [query.text for query in queries],
            [item.text for item in items],
            relevance([query.slots for query in queries], [item.slots for item in items]),
        )

    def pictures(self, language: str) -> PictureProbe:
        """Full captions in one language; drawings have held-out seeds whatever the cell."""
        unseen = Split.TEST if Split.TEST in (self.combinations, self.wordings) else Split.DEVELOPMENT
        drawings = [
            self.with_seed(drawing, unseen)
            for drawing in self.families(
                lambda random: random_drawing(random, self.splits, self.combinations, EVERY_KIND),
                lambda random, drawing: sibling_drawing(random, self.splits, self.combinations, drawing),
                "pictures",
            )
        ]
        captions = Captions(self.splits, self.wordings, CLEAN)
        random = self.random("captions", language)
        made = [captions.caption(random, drawing, language, keep=1) for drawing in drawings]
        shown = [drawing_slots(drawing, {"kind", "color", "background", "count"}) for drawing in drawings]
        return PictureProbe([caption.text for caption in made], drawings, relevance([c.slots for c in made], shown))

    def with_seed(self, drawing: Drawing, split: Split) -> Drawing:
        random = self.random("seed", repr(drawing))
        seed = self.splits.drawing_seed(random, split)
        return Drawing(drawing.kind, drawing.color, drawing.background, drawing.count, seed)

    def graded(self, pairs: int = 800) -> GradedProbe:
        texts: Texts = clean_texts(self.splits, self.combinations, self.wordings)
        random = self.random("graded")
        first, second, closeness = zip(*(texts.graded_pair(random) for _ in range(pairs)))
        return GradedProbe(
            [sentence.text for sentence in first], [sentence.text for sentence in second], torch.tensor(closeness)
        )

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


def color_oracle(probe: PictureProbe) -> Tensor:
    """Scores of one who sees color and background perfectly, and neither kind nor count: [captions, drawings].

    What a caption leaves unsaid is known to the oracle as well, so this is an upper bound of a model without shapes.
    """
    order = list(COLORS)
    seen = torch.tensor([[order.index(drawing.color), order.index(drawing.background)] for drawing in probe.drawings])
    return (seen[:, None] == seen[None, :]).sum(dim=-1).float()
