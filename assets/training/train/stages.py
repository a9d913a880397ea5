"""The course of training: what is taught when, to which weights, for how long.

The order is what a feasibility study taught: color is a shortcut, so kinds come first, in black on white; wording
overfits, so texts are always roughened; an adapter trained on a base that knows everything learns nothing, so the
base sees no graded pairs and little code.
"""

from collections.abc import Callable
from dataclasses import dataclass

from drawing.drawings import KINDS
from drawing.pictures import FIRST_KINDS, PictureRange
from model.configuration import TASKS

SMALL = [(112, 112)]
MIXED = [(112, 112), (112, 112), (112, 112), (140, 112), (112, 140), (140, 140), (168, 112)]
# Mostly small, as the cost grows with the area; the others teach several windows and other proportions.
LARGE = [*([(112, 112)] * 8), (140, 112), (112, 140), (140, 140), (168, 168), (168, 224), (224, 168), (224, 224)]

ONLY_FIRST = PictureRange(FIRST_KINDS, colored=False, sizes=SMALL)
ALL_BLACK = PictureRange(KINDS, colored=False, sizes=SMALL)
COLORED = PictureRange(KINDS, colored=True, sizes=MIXED)
COLORED_LARGE = PictureRange(KINDS, colored=True, sizes=LARGE)


@dataclass(frozen=True)
class Stage:
    """One stage: `mixture` gives each task's share of the steps; `trains` says which weights move."""

    name: str
    steps: int
    learning_rate: float
    mixture: dict[str, float]
    trains: Callable[[str], bool]
    pictures: PictureRange = COLORED
    # Which adapter is active; None is the base alone.
    adapter: str | None = None
    # How much the late interaction of multi-vectors counts beside the cosine of single vectors.
    late_interaction: float = 0.0
    # Measured on the development split every `measure_every` steps: the stage may end early when `gate` is reached,
    # and with `keep_best` it ends with the weights that measured best. `watched` is measured too, to be logged.
    measure: str | None = None
    watched: str | None = None
    measure_every: int = 250
    gate: float | None = None
    keep_best: bool = False
    weight_decay: float = 0.02
    # A token is seen far less often than a layer, so embeddings that are still random learn faster.
    embedding_rate: float = 1.0


def in_vision(name: str) -> bool:
    return name.startswith(("visual.", "heads."))


def in_decoder(name: str) -> bool:
    return name.startswith("model.") and ".lora_" not in name


def in_projector(name: str) -> bool:
    return name.startswith("multi_vector_projector.") and ".lora_" not in name


def in_base(name: str) -> bool:
    return in_vision(name) or in_decoder(name) or in_projector(name)


def in_adapter(task: str) -> Callable[[str], bool]:
    parts = (f".lora_A.{task}.", f".lora_B.{task}.")
    return lambda name: any(part in name for part in parts)


ADAPTER_MIXTURES = {
    "retrieval": {"passages": 0.35, "translations": 0.3, "captions": 0.35},
    "text-matching": {"graded": 0.3, "statements": 0.7},
    "code": {"code": 1.0},
}
ADAPTER_RATES = {"retrieval": 5e-4, "text-matching": 5e-4, "code": 1e-3}
# Multi-vectors are taught together with single vectors, as those of the published model were. A projector taught alone,
# on the states of a finished model, learned slowly: tokens say little that a mean over them does not need.
LATE_INTERACTION = 0.5

VISION = [
    Stage(
        "first-kinds", 600, 1e-3, {"pictures": 1}, in_vision, ONLY_FIRST,
        measure="kind", measure_every=100, gate=0.8,
    ),
    Stage("all-kinds", 1_250, 1e-3, {"pictures": 1}, in_vision, ALL_BLACK, measure="kind", gate=0.85),
    Stage("colors", 1_500, 1e-3, {"pictures": 1}, in_vision, COLORED, measure="kind"),
]  # fmt: skip
TEXTS = [
    Stage(
        "words", 500, 1e-3, {"words": 1}, in_decoder, embedding_rate=5.0, measure="words", measure_every=200,
    ),
    Stage(
        "texts", 1_500, 1e-3,
        {"words": 0.1, "passages": 0.3, "translations": 0.4, "statements": 0.1, "code": 0.1}, in_decoder,
        measure="text", measure_every=500, embedding_rate=2.0,
    ),
]  # fmt: skip
JOINT = [
    Stage(
        "joint", 4_000, 1e-3,
        {"captions": 0.5, "passages": 0.12, "translations": 0.22, "statements": 0.05, "words": 0.06, "code": 0.05},
        in_base, COLORED_LARGE, late_interaction=LATE_INTERACTION,
        measure="retrieval", watched="late-interaction", measure_every=500,
    ),
]  # fmt: skip


def adapter_stage(task: str) -> Stage:
    return Stage(
        task, 800, ADAPTER_RATES[task], ADAPTER_MIXTURES[task], in_adapter(task), COLORED_LARGE, adapter=task,
        late_interaction=LATE_INTERACTION, measure=task, watched="late-interaction", measure_every=200, keep_best=True, weight_decay=0.0,
    )  # fmt: skip


@dataclass(frozen=True)
class Track:
    """Stages that follow one another. Tracks that do not wait for each other can run side by side, a core each."""

    name: str
    after: list[str]
    stages: list[Stage]

    def moves(self, name: str) -> bool:
        return any(stage.trains(name) for stage in self.stages)


# In an order in which they can run one after another.
TRACKS = [
    Track("vision", [], VISION),
    Track("texts", [], TEXTS),
    Track("joint", ["vision", "texts"], JOINT),
    *(Track(task, ["joint"], [adapter_stage(task)]) for task in TASKS),
]


def before(track: Track) -> list[Track]:
    """All tracks that this one builds on, earliest first."""
    names = set(track.after)
    for earlier in reversed(TRACKS):
        if earlier.name in names:
            names.update(earlier.after)
    return [earlier for earlier in TRACKS if earlier.name in names]
