"""The course of training: what is taught when, to which weights, for how long.

The vision tower is taught first, by drawings alone: color is a shortcut, so kinds come first, in black on white. What
the static model and `train.pictures` have taught is then the start of joint training, which moves the layers, and of
the adapters: token vectors and tower stay as they are. Texts that the teachers labelled are in every mixture, as they
are what the model is for; the recipe's own texts, drawings and programs teach what a mean of tokens cannot.
"""

from collections.abc import Callable
from dataclasses import dataclass

from drawing.drawings import KINDS
from drawing.pictures import FIRST_KINDS, PictureRange
from model.configuration import TASKS, DecoderConfiguration

LAST_LAYER = DecoderConfiguration.layers - 1
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
    # Measured on the development split every `measure_every` steps: the stage may end early when `gate` is
    # reached. `watched` is measured too, to be logged.
    measure: str | None = None
    watched: str | None = None
    measure_every: int = 250
    gate: float | None = None
    weight_decay: float = 0.02


def in_vision(name: str) -> bool:
    return name.startswith(("visual.", "heads."))


def in_layers(name: str) -> bool:
    """Without the last norm, which has no gain where the static model has its sink."""
    return name.startswith("model.layers.") and ".lora_" not in name


def in_projector(name: str) -> bool:
    return name.startswith("multi_vector_projector.") and ".lora_" not in name


def in_joint(name: str) -> bool:
    return in_layers(name) or in_projector(name) or name.startswith("visual.merger.")


def in_adapter(task: str) -> Callable[[str], bool]:
    """Of the last layer and the projector: where no layer has an effect, one is as good as four, at a quarter of the cost."""
    parts = (f".lora_A.{task}.", f".lora_B.{task}.")
    places = (f"model.layers.{LAST_LAYER}.", "multi_vector_projector.")
    return lambda name: name.startswith(places) and any(part in name for part in parts)


ADAPTER_MIXTURES = {
    "retrieval": {"labelled": 0.35, "passages": 0.15, "translations": 0.15, "captions": 0.3, "places": 0.05},
    "text-matching": {"labelled": 0.15, "graded": 0.6, "statements": 0.25},
    "code": {"labelled": 0.15, "code": 0.85},
}
ADAPTER_RATES = {"retrieval": 3e-3, "text-matching": 6e-3, "code": 5e-3}
ADAPTER_STEPS = {"retrieval": 1_500, "text-matching": 2_100, "code": 2_250}
# What retrieval gives is measured by everyday questions, as drawings take long.
ADAPTER_MEASURES = {"retrieval": "everyday", "text-matching": "text-matching", "code": "code"}
# Multi-vectors are taught together with single vectors, as those of the published model were.
LATE_INTERACTION = 0.5

VISION = [
    Stage(
        "first-kinds", 600, 1e-3, {"pictures": 1}, in_vision, ONLY_FIRST,
        measure="kind", measure_every=100, gate=0.8,
    ),
    Stage("all-kinds", 1_250, 1e-3, {"pictures": 1}, in_vision, ALL_BLACK, measure="kind", gate=0.85),
    Stage("colors", 1_500, 1e-3, {"pictures": 1}, in_vision, COLORED, measure="kind"),
]  # fmt: skip
JOINT = [
    Stage(
        "joint", 1_200, 1e-3,
        {
            "labelled": 0.3, "captions": 0.3, "places": 0.05, "passages": 0.1, "translations": 0.15, "statements": 0.05,
            "code": 0.05,
        },
        in_joint, late_interaction=LATE_INTERACTION, measure="everyday", measure_every=300,
    ),
]  # fmt: skip


def adapter_stage(task: str) -> Stage:
    return Stage(
        task, ADAPTER_STEPS[task], ADAPTER_RATES[task], ADAPTER_MIXTURES[task], in_adapter(task), adapter=task,
        late_interaction=LATE_INTERACTION, measure=ADAPTER_MEASURES[task], measure_every=300, weight_decay=0.0,
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
    Track("joint", ["vision"], JOINT),
    *(Track(task, ["joint"], [adapter_stage(task)]) for task in TASKS),
]


def before(track: Track) -> list[Track]:
    """All tracks that this one builds on, earliest first."""
    names = set(track.after)
    for earlier in reversed(TRACKS):
        if earlier.name in names:
            names.update(earlier.after)
    return [earlier for earlier in TRACKS if earlier.name in names]
