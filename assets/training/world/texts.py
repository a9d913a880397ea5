"""Queries and passages about a subject, one of its aspects and a place."""

from dataclasses import dataclass, replace
from random import Random

from world.splits import Split, Splits
from world.vocabulary import LANGUAGES, UNSPACED, Entry, aspects, places, subjects, topics
from world.wording import CLEAN, Roughness, Sentence, Wording, filled, fillers, neutral_words, text_of

SLOTS = ("subject", "aspect", "place", "topic")
TABLES = {"subject": subjects, "aspect": aspects, "place": places}
# What two statements share decides how close they are; the subject weighs most.
CLOSENESS = {"subject": 0.5, "aspect": 0.25, "place": 0.25}
SAME_TOPIC_CLOSENESS = 0.1


@dataclass(frozen=True)
class Matter:
    """What a text is about."""

    subject: str
    aspect: str
    place: str

    @property
    def topic(self) -> str:
        return subjects()[self.subject].topic

    def entry(self, slot: str) -> Entry:
        return TABLES[slot]()[getattr(self, slot)]

    def slots(self, used: set[str]) -> tuple[str | None, ...]:
        """Values by slot, None for those that a sentence leaves out. Who names the subject implies its topic."""
        spoken = used | ({"topic"} if "subject" in used else set())
        return tuple(getattr(self, slot) if slot in spoken else None for slot in SLOTS)


class Texts:
    """Makes texts of one split: its combinations, its wordings."""

    def __init__(self, splits: Splits, combinations: Split, wordings: Split, roughness: Roughness):
        self.splits = splits
        self.combinations = combinations
        self.wording = Wording(splits, wordings)
        self.roughness = roughness

    def belongs(self, matter: Matter) -> bool:
        return self.splits.of_text(matter.subject, matter.aspect) == self.combinations

    def matter(self, random: Random) -> Matter:
        while True:
            matter = Matter(*(random.choice(list(TABLES[slot]())) for slot in ("subject", "aspect", "place")))
            if self.belongs(matter):
                return matter

    def sibling(self, random: Random, matter: Matter) -> Matter:
        """Another matter of the split that differs in one slot; half of the other subjects are of the same topic."""
        while True:
            slot = random.choice(["subject", "aspect", "place"])
            values = list(TABLES[slot]())
            if slot == "subject" and random.random() < 0.5:
                values = [name for name, entry in subjects().items() if entry.topic == matter.topic]
            other = replace(matter, **{slot: random.choice(values)})
            if other != matter and self.belongs(other):
                return other

    def query(self, random: Random, matter: Matter, language: str, keep: float = 0.5) -> Sentence:
        return self.sentence(random, "queries", matter, language, keep)

    def statement(self, random: Random, matter: Matter, language: str) -> Sentence:
        """One sentence or two about all the slots, as used for graded closeness."""
        return self.sentence(random, "passages", matter, language, keep=1)

    def passage(self, random: Random, matter: Matter, language: str) -> Sentence:
        """A statement, often between sentences about nothing in particular, sometimes with its topic named."""
        statement = self.statement(random, matter, language)
        around = [fill for fill in random.sample(fillers(language), 2) if random.random() < 0.5]
        if random.random() < 0.2:
            around.append(topics()[matter.topic].word(language) + ".")
        parts = [*around, statement.text]
        random.shuffle(parts)
        return Sentence(("" if language in UNSPACED else " ").join(parts), statement.slots)

    def sentence(self, random: Random, name: str, matter: Matter, language: str, keep: float) -> Sentence:
        forms = {slot: matter.entry(slot).words[language] for slot in TABLES}
        # Synonyms and other forms belong to training; what is measured is written in the usual word.
        values = {slot: words[0] if self.roughness == CLEAN else random.choice(words) for slot, words in forms.items()}
        template = self.wording.template(random, name, language)
        pieces, used = filled(random, template, values, keep)
        neutral = neutral_words(language, self.splits.seed)
        return Sentence(text_of(random, pieces, language, neutral, self.roughness), matter.slots(used))

    def graded_pair(self, random: Random) -> tuple[Sentence, Sentence, float]:
        """Two statements, often in two languages, and how close they are: from 0 (nothing shared) to 1."""
        first = self.matter(random)
        while True:
            second = replace(
                first,
                **{slot: random.choice(list(TABLES[slot]())) for slot in TABLES if random.random() < 0.5},
            )
            if random.random() < 0.3:
                same_topic = [name for name, entry in subjects().items() if entry.topic == first.topic]
                second = replace(second, subject=random.choice(same_topic))
            if self.belongs(second):
                break
        languages = [random.choice(LANGUAGES)] * 2
        if random.random() < 0.35:
            languages[1] = random.choice(LANGUAGES)
        pair = [self.statement(random, matter, language) for matter, language in zip((first, second), languages)]
        return *pair, closeness(first, second)


def closeness(first: Matter, second: Matter) -> float:
    shared = sum(weight for slot, weight in CLOSENESS.items() if getattr(first, slot) == getattr(second, slot))
    only_topic = first.subject != second.subject and first.topic == second.topic
    return shared + (SAME_TOPIC_CLOSENESS if only_topic else 0.0)


def clean_texts(splits: Splits, combinations: Split, wordings: Split) -> Texts:
    """Texts as they stand in the templates, for evaluation."""
    return Texts(splits, combinations, wordings, CLEAN)
