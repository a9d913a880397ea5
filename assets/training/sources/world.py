"""The recipe's own texts: matters of everyday life, captions of drawings, programs with what they do.

Training part of the first split seed only, so that today's test split stays one.
"""

from collections.abc import Iterator
from random import Random

from drawing.drawings import KINDS
from drawing.pictures import PictureRange, random_drawing
from sources.text import LANGUAGES, Packages, Text
from world.captions import Captions
from world.snippets import Snippets, program_code, program_description, programs
from world.splits import Split, Splits
from world.texts import Texts
from world.wording import Roughness

MATTERS = 9_000
DRAWINGS = 6_000
PIPELINES = 6_000
PROGRAMS = 6_000
LANGUAGES_OF_A_GROUP = 3
ROUGHNESS = Roughness(any=0.3, long=0)
SPLITS = Splits(0)


def matters(random: Random) -> Iterator[Text]:
    texts = Texts(SPLITS, Split.TRAINING, Split.TRAINING, ROUGHNESS)
    for number in range(MATTERS):
        matter = texts.matter(random)
        for language in random.sample(LANGUAGES, LANGUAGES_OF_A_GROUP):
            yield Text(language, "query", texts.query(random, matter, language, keep=1).text, f"matter/{number}")
            yield Text(language, "passage", texts.statement(random, matter, language).text, f"matter/{number}")


def captions(random: Random) -> Iterator[Text]:
    made = Captions(SPLITS, Split.TRAINING, ROUGHNESS)
    shown = PictureRange(KINDS, True, [(112, 112)])
    for _ in range(DRAWINGS):
        drawing = random_drawing(random, SPLITS, Split.TRAINING, shown)
        group = f"drawing/{drawing.kind}/{drawing.color}/{drawing.count}/{drawing.background}"
        for language in random.sample(LANGUAGES, LANGUAGES_OF_A_GROUP):
            make, role = random.choice([(made.caption, "query"), (made.passage, "passage")])
            yield Text(language, role, make(random, drawing, language).text, group)


def code(random: Random) -> Iterator[Text]:
    """What a program does is the better label of its code: they are one group, and drawn together wholly."""
    snippets = Snippets(SPLITS, Split.TRAINING, Split.TRAINING)
    for number in range(PIPELINES):
        pipeline = snippets.pipeline(random)
        yield Text("en", "query", snippets.description(random, pipeline).text, f"=pipeline/{number}")
        yield Text("en", "passage", snippets.code(random, pipeline).text, f"=pipeline/{number}")
    for number in range(PROGRAMS):
        program = random.choice(programs())
        yield Text("en", "query", program_description(random, program).text, f"=program/{program.name}")
        yield Text("en", "passage", program_code(random, program).text, f"=program/{program.name}")


def texts(packages: Packages) -> Iterator[Text]:
    random = Random("world")
    yield from matters(random)
    yield from captions(random)
    yield from code(random)
