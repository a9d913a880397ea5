"""Training tasks: each makes the batch of one step from nothing but a random source."""

from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from tokenizers import Tokenizer

from drawing.drawings import KINDS, Drawing
from drawing.pictures import PictureRange, labels_of, pixels_of, random_drawing
from drawing.pictures import sibling as sibling_drawing
from tokenizer.layout import PASSAGE, QUERY
from train.batches import Batch, GradedPairs, ImageBatch, Labelled, Pairs, Places, SeenBatch, TextBatch, excused
from train.seen import SeenPictures
from train.texts_and_targets import TextsAndTargets
from world.captions import Captions
from world.captions import slots_of as drawing_slots
from world.snippets import Snippets, program_code, program_description, programs
from world.splits import Split, Splits
from world.texts import Texts
from world.vocabulary import LANGUAGES, UNSPACED, colors, kinds
from world.wording import Roughness, Sentence

LARGEST_OF_FULL_BATCH = 140 * 140
COLORED = PictureRange(KINDS, colored=True, sizes=[(112, 112)])
# Share of drawings that are asked for by the name of what they show alone, as people do.
NAMED = 0.3
# Labelled texts beside one pair of another task.
LABELLED = 4


@dataclass(frozen=True)
class BatchSizes:
    pairs: int = 64
    pictures: int = 64


class TrainingData:
    """All training texts and drawings of one split seed. Tasks are the methods named in a stage's mixture."""

    def __init__(
        self,
        splits: Splits,
        tokenizer: Tokenizer,
        sizes: BatchSizes,
        seen: SeenPictures | None = None,
        general: TextsAndTargets | None = None,
    ):
        self.seen, self.general = seen, general
        self.prefix_length = len(tokenizer.encode(QUERY.strip()).ids)
        training = Split.TRAINING
        self.splits = splits
        self.tokenizer = tokenizer
        self.sizes = sizes
        self.texts = Texts(splits, training, training, Roughness())
        self.captions_of = Captions(splits, training, Roughness())
        self.snippets = Snippets(splits, training, training)

    def batch(self, task: str, random: Random, shown: PictureRange) -> Batch:
        if task == "pictures":
            return getattr(self, task)(random, shown)
        return getattr(self, task)(random)

    def pictures(self, random: Random, shown: PictureRange) -> ImageBatch:
        size = random.choice(shown.sizes)
        drawings = [random_drawing(random, self.splits, Split.TRAINING, shown) for _ in range(self.picture_count(size))]
        return ImageBatch(pixels_of(drawings, size), labels_of(drawings))

    def picture_count(self, size: tuple[int, int]) -> int:
        """Half as many of the large ones, so that they do not take most of the time."""
        height, width = size
        return self.sizes.pictures // 2 if height * width > LARGEST_OF_FULL_BATCH else self.sizes.pictures

    def captions(self, random: Random) -> Pairs:
        """Captions as queries or passages in any language, with their drawings and siblings of these."""
        drawings, seen, width = self.seen.drawings(random, self.sizes.pairs)
        captions = []
        for drawing in drawings:
            if random.random() < NAMED:
                captions.append(self.name(drawing, random.choice(LANGUAGES)))
                continue
            make = random.choice([self.captions_of.caption, self.captions_of.passage])
            captions.append(make(random, drawing, random.choice(LANGUAGES)))
        prefix = random.choice([QUERY, PASSAGE])
        shown_slots = [drawing_slots(drawing, set(Drawing.__dataclass_fields__)) for drawing in drawings]
        return Pairs(self.tokens(prefix, captions), SeenBatch(seen, width), excused(captions, shown_slots))

    @staticmethod
    def name(drawing: Drawing, language: str) -> Sentence:
        forms = kinds()[drawing.kind].words[language]
        return Sentence(forms[-1] if drawing.count > 1 else forms[0], drawing_slots(drawing, {"kind"}))

    def captions_of_two_languages(self, random: Random) -> Pairs:
        """What a drawing shows, said twice."""
        drawings = self.family(
            random,
            self.sizes.pairs,
            lambda: random_drawing(random, self.splits, Split.TRAINING, COLORED),
            lambda drawing: sibling_drawing(random, self.splits, Split.TRAINING, drawing),
        )
        asked, said = [], []
        for drawing in drawings:
            languages = random.sample(LANGUAGES, 2)
            asked.append(self.captions_of.caption(random, drawing, languages[0], keep=1))
            said.append(self.captions_of.passage(random, drawing, languages[1]))
        return self.pairs(QUERY, asked, PASSAGE, said)

    def places(self, random: Random) -> Places:
        """One of two drawings in a picture, named by its kind, its color or both."""
        couples, seen, width = self.seen.couples(random, self.sizes.pairs)
        texts, inside = [], []
        for couple in couples:
            second = random.random() < 0.5
            drawing = couple.second if second else couple.first
            language = random.choice(LANGUAGES)
            kind = kinds()[drawing.kind].words[language]
            named = [kind[-1] if drawing.count > 1 else kind[0], random.choice(colors()[drawing.color].words[language])]
            asked = random.choice([named[:1], named[1:], named, named[::-1]])
            texts.append(QUERY + ("" if language in UNSPACED else " ").join(asked))
            inside.append(torch.from_numpy(couple.cells(second)))
        left = TextBatch.of(self.tokenizer, texts)
        words = left.mask.clone()
        words[:, : self.prefix_length] = 0
        return Places(left, words, SeenBatch(seen, width), torch.stack(inside))

    def labelled(self, random: Random) -> Labelled:
        """Texts of all sources, several times as many: they are what the model is for."""
        batch = self.general.batch(np.random.default_rng(random.randrange(2**32)), LABELLED * self.sizes.pairs)
        ids = batch.ids.tolist()
        starts = [*batch.starts.tolist(), len(ids)]
        return Labelled(TextBatch.of_ids([ids[first:last] for first, last in zip(starts, starts[1:])]), batch.targets)

    def passages(self, random: Random) -> Pairs:
        """Queries with passages of the same language."""
        language = random.choice(LANGUAGES)
        return self.query_passage_pairs(random, lambda: (language, language))

    def translations(self, random: Random) -> Pairs:
        """Queries with passages of another language."""
        return self.query_passage_pairs(random, lambda: tuple(random.sample(LANGUAGES, 2)))

    def query_passage_pairs(self, random: Random, languages) -> Pairs:
        queries, found = [], []
        for matter in self.matters(random):
            asked, answered = languages()
            queries.append(self.texts.query(random, matter, asked))
            found.append(self.texts.passage(random, matter, answered))
        return self.pairs(QUERY, queries, PASSAGE, found)

    def statements(self, random: Random) -> Pairs:
        """Two statements of the same matter, in one language or two; both are queries, as in text matching."""
        first, second = [], []
        for matter in self.matters(random):
            languages = [random.choice(LANGUAGES)] * 2 if random.random() < 0.6 else random.sample(LANGUAGES, 2)
            first.append(self.texts.statement(random, matter, languages[0]))
            second.append(self.texts.statement(random, matter, languages[1]))
        return self.pairs(QUERY, first, QUERY, second)

    def graded(self, random: Random) -> GradedPairs:
        rows = [self.texts.graded_pair(random) for _ in range(self.sizes.pairs)]
        first, second, closeness = zip(*rows)
        return GradedPairs(self.tokens(QUERY, first), self.tokens(QUERY, second), torch.tensor(closeness))

    def code(self, random: Random) -> Pairs:
        """Descriptions with code: pipelines with their siblings, or small programs."""
        if random.random() < 0.4:
            # More batches than programs would repeat the same program, which `excused` allows for.
            chosen = random.sample(programs(), min(self.sizes.pairs // 2, len(programs())))
            rows = [(program_description(random, program), program_code(random, program)) for program in chosen]
        else:
            family = self.family(
                random,
                self.sizes.pairs // 2,
                lambda: self.snippets.pipeline(random),
                lambda pipeline: self.snippets.sibling(random, pipeline),
            )
            rows = [(self.snippets.description(random, one), self.snippets.code(random, one)) for one in family]
        return self.pairs(QUERY, [row[0] for row in rows], PASSAGE, [row[1] for row in rows])

    def matters(self, random: Random) -> list:
        return self.family(
            random,
            self.sizes.pairs,
            lambda: self.texts.matter(random),
            lambda matter: self.texts.sibling(random, matter),
        )

    @staticmethod
    def family(random: Random, size: int, fresh, sibling) -> list:
        """Groups of one, two or four that differ in one slot, as hard negatives for one another."""
        group = random.choice([1, 2, 4])
        members = []
        while len(members) < size:
            first = fresh()
            members += [first] + [sibling(first) for _ in range(group - 1)]
        return members[:size]

    def pairs(self, left_prefix: str, left: list[Sentence], right_prefix: str, right: list[Sentence]) -> Pairs:
        slots = [sentence.slots for sentence in right]
        return Pairs(self.tokens(left_prefix, left), self.tokens(right_prefix, right), excused(left, slots))

    def tokens(self, prefix: str, sentences) -> TextBatch:
        return TextBatch.of(self.tokenizer, [prefix + sentence.text for sentence in sentences])
