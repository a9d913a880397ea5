"""Code snippets with what they do: pipelines of three steps in many combinations, and small well-known programs."""

import json
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from string import Template

from world.splits import Split, Splits
from world.vocabulary import DATA
from world.wording import Sentence

STEPS = ("filter", "change", "result")


@dataclass(frozen=True)
class Pipeline:
    """Keep some numbers, change each, make one result of them."""

    filter: str
    change: str
    result: str


@dataclass(frozen=True)
class Program:
    name: str
    descriptions: list[str]
    # Code by programming language; one language may have several versions.
    versions: list[tuple[str, str]]


@cache
def pipelines() -> dict:
    return json.loads((DATA / "code" / "pipelines.json").read_text(encoding="utf-8"))


@cache
def programs() -> list[Program]:
    found: list[Program] = []
    for line in (DATA / "code" / "programs.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            found.append(Program(line[3:], [], []))
        elif line.startswith("? "):
            found[-1].descriptions.append(line[2:])
        elif line.startswith("= "):
            found[-1].versions.append((line[2:], ""))
        elif found and found[-1].versions:
            language, code = found[-1].versions[-1]
            found[-1].versions[-1] = (language, f"{code}{line}\n")
    return found


@cache
def descriptions() -> list[str]:
    return (DATA / "code" / "descriptions.tsv").read_text(encoding="utf-8").splitlines()[1:]


class Snippets:
    def __init__(self, splits: Splits, combinations: Split, wordings: Split):
        self.splits = splits
        self.combinations = combinations
        self.templates = splits.wordings(descriptions(), wordings)

    def belongs(self, pipeline: Pipeline) -> bool:
        return self.splits.of_program(pipeline.filter, pipeline.change, pipeline.result) == self.combinations

    def pipeline(self, random: Random) -> Pipeline:
        while True:
            values = (pipelines()[f"{step}s"] for step in STEPS)
            pipeline = Pipeline(*(random.choice(list(value)) for value in values))
            if self.belongs(pipeline):
                return pipeline

    def sibling(self, random: Random, pipeline: Pipeline) -> Pipeline:
        while True:
            step = random.choice(STEPS)
            other = replace(pipeline, **{step: random.choice(list(pipelines()[f"{step}s"]))})
            if other != pipeline and self.belongs(other):
                return other

    def description(self, random: Random, pipeline: Pipeline) -> Sentence:
        phrases = {step: random.choice(pipelines()[f"{step}s"][getattr(pipeline, step)]["phrases"]) for step in STEPS}
        text = random.choice(self.templates).format(**phrases)
        return Sentence(text, slots_of(pipeline))

    def code(self, random: Random, pipeline: Pipeline, language: str | None = None) -> Sentence:
        """The pipeline in some programming language, layout and names."""
        parts = pipelines()
        language = language or random.choice(list(parts["layouts"]))
        names = some_names(random)
        whole = {
            "test": parts["filters"][pipeline.filter]["test"],
            "value": parts["changes"][pipeline.change]["value"],
            "result": parts["results"][pipeline.result][language],
        }
        filled = {slot: Template(text).substitute(names) for slot, text in whole.items()}
        layout = Template(random.choice(parts["layouts"][language]))
        return Sentence(layout.substitute(names, **filled), slots_of(pipeline))


def slots_of(pipeline: Pipeline) -> tuple[str, ...]:
    return tuple(getattr(pipeline, step) for step in STEPS)


def program_description(random: Random, program: Program) -> Sentence:
    return Sentence(random.choice(program.descriptions), (program.name, None, None))


def program_code(random: Random, program: Program) -> Sentence:
    _, code = random.choice(program.versions)
    return Sentence(Template(code).substitute(some_names(random)).strip(), (program.name, None, None))


def some_names(random: Random) -> dict[str, str]:
    """A different name for each variable."""
    taken: set[str] = set()
    names = {}
    for variable, choices in pipelines()["names"].items():
        names[variable] = random.choice([name for name in choices if name not in taken])
        taken.add(names[variable])
    return names
