"""Training tasks: each makes the batch of one step from nothing but a random source."""

from dataclasses import dataclass
from random import Random

import torch
from tokenizers import Tokenizer

from drawing.drawings import Drawing
from drawing.pictures import PictureRange, labels_of, pixels_of, random_drawing
from drawing.pictures import sibling as sibling_drawing
from tokenizer.layout import PASSAGE, QUERY
from train.batches import Batch, GradedPairs, ImageBatch, Pairs, TextBatch, excused
from world.captions import Captions
from world.captions import slots_of as drawing_slots
from world.snippets import Snippets, program_code, program_description, programs
from world.splits import Split, Splits
from world.texts import Texts
from world.vocabulary import LANGUAGES, Entry, aspects, colors, kinds, places, subjects, topics
from world.wording import Roughness, Sentence, inflected

LARGEST_OF_FULL_BATCH = 140 * 140


@dataclass(frozen=True)
class BatchSizes:
    pairs: int = 64
    pictures: int = 64


class TrainingData:
    """All training texts and drawings of one split seed. Tasks are the methods named in a stage's mixture."""

    def __init__(self, splits: Splits, tokenizer: Tokenizer, sizes: BatchSizes):
        training = Split.TRAINING
        self.splits = splits
        self.tokenizer = tokenizer
        self.sizes = sizes
        self.texts = Texts(splits, training, training, Roughness())
        self.captions_of = Captions(splits, training, Roughness())
        self.snippets = Snippets(splits, training, training)

    def batch(self, task: str, random: Random, shown: PictureRange) -> Batch:
        if task in ("pictures", "captions"):
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

    def captions(self, random: Random, shown: PictureRange) -> Pairs:
        """Captions as queries or passages in any language, with their drawings and siblings of these."""
        size = random.choice(shown.sizes)
        drawings = self.family(
            random,
            self.picture_count(size),
            lambda: random_drawing(random, self.splits, Split.TRAINING, shown),
            lambda drawing: sibling_drawing(random, self.splits, Split.TRAINING, drawing),
        )
        captions = []
        for drawing in drawings:
            make = random.choice([self.captions_of.caption, self.captions_of.passage])
            captions.append(make(random, drawing, random.choice(LANGUAGES)))
        prefix = random.choice([QUERY, PASSAGE])
        right = ImageBatch(pixels_of(drawings, size), labels_of(drawings))
        shown_slots = [drawing_slots(drawing, set(Drawing.__dataclass_fields__)) for drawing in drawings]
        return Pairs(self.tokens(prefix, captions), right, excused(captions, shown_slots))

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

    def words(self, random: Random) -> Pairs:
        """A word with its translation; now and then with the name of its topic. Dictionary pairs have no noise.

        Words are short, so there are four times as many pairs as of sentences.
        """
        left, right = [], []
        entries = self.dictionary()
        for entry in random.sample(entries, min(4 * self.sizes.pairs, len(entries))):
            languages = random.sample(LANGUAGES, 2)
            slots = (entry.name, entry.topic)
            left.append(Sentence(self.spelled(random, entry, languages[0]), slots))
            if entry.topic is not None and random.random() < 0.15:
                right.append(Sentence(topics()[entry.topic].word(languages[1]), (None, entry.topic)))
            else:
                right.append(Sentence(self.spelled(random, entry, languages[1]), slots))
        return self.pairs(QUERY, left, PASSAGE, right)

    @staticmethod
    def dictionary() -> list[Entry]:
        """Every slot value once; what is both drawn and written about counts as the same thing."""
        only_drawn = [entry for name, entry in kinds().items() if name not in subjects()]
        tables = (subjects(), aspects(), places(), colors())
        return only_drawn + [entry for table in tables for entry in table.values()]

    @staticmethod
    def spelled(random: Random, entry: Entry, language: str) -> str:
        word = random.choice(entry.words[language])
        if random.random() < 0.2:
            word = inflected(random, word, language)
        return random.choice([word, word, word.lower(), word.capitalize()])

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
