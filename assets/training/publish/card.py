"""Writes the model card from the measured numbers.

python -m publish.card ../model report.json open.json everyday.json log.jsonl
"""

import argparse
import json
from pathlib import Path
from string import Template

from drawing.drawings import COLORS, KINDS
from evaluate.test_split import ADAPTER, CELLS, HEADLINE
from model.configuration import (
    MATRYOSHKA_DIMENSIONS,
    MAXIMUM_PIXELS,
    MULTI_VECTOR_DIMENSION,
    TASKS,
    AdapterConfiguration,
)
from publish import layout as published
from train.stages import TRACKS

TEMPLATE = Path(__file__).parent / "card.md"
SOURCES = Path(__file__).parents[1] / "sources" / "README.md"
# The least that a headline number should be.
BARS = {
    "text → text": 0.85,
    "cross-lingual": 0.85,
    "text → image": 0.85,
    "image → text": 0.85,
    "description → code": 0.85,
    "graded paraphrase": 0.85,
}
KIND_BAR = 0.85
LATE_INTERACTION_BARS = {"text → text": 0.90, "text → image": 0.80}
PLACES_BAR = 0.80
# Share of the full dimension's value that a dimension should keep.
KEPT_BARS = {64: 0.93}


def markdown(header: list[str], rows: list[list[object]]) -> str:
    lines = [header, ["---"] + ["--:"] * (len(header) - 1)] + [[shown(value) for value in row] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def shown(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else "" if value is None else str(value)


def cells_table(report: dict) -> str:
    rows = [[name, *(report["cells"][cell][name] for cell in CELLS)] for name in ADAPTER]
    return markdown(["", *CELLS], rows)


def bars_table(report: dict) -> str:
    headline = report["cells"][HEADLINE]
    rows = [[name, bar, headline[name]] for name, bar in BARS.items()]
    rows += [
        [f"late interaction, {name}", bar, average(report["late interaction"][name].values())]
        for name, bar in LATE_INTERACTION_BARS.items()
    ]
    rows.append(["brightest cell lies on the thing named", PLACES_BAR, report["places"]["kind"]])
    rows.append(["kind of a drawing, asked in words", KIND_BAR, average(report["kind accuracy"].values())])
    rows += [[f"share kept at {size} dimensions", bar, kept(report, size)] for size, bar in KEPT_BARS.items()]
    judged = [[*row, "met" if row[2] >= row[1] else "**missed**"] for row in rows]
    own = {task: max(TASKS, key=lambda adapter: report["adapters"][adapter][task]) for task in TASKS}
    judged += [
        [f"best adapter for {task}", task, best, "met" if best == task else "**missed**"] for task, best in own.items()
    ]
    return markdown(["headline", "bar", "measured", ""], judged)


def kept(report: dict, size: int) -> float:
    """The mean over the metrics of what a dimension keeps of the full one's value."""
    full = str(MATRYOSHKA_DIMENSIONS[-1])
    return average(values[str(size)] / values[full] for values in report["dimensions"].values())


def baselines_table(report: dict) -> str:
    baselines = report["baselines"]
    headline = report["cells"][HEADLINE]
    rows = [[name, headline[name], *(found.get(name) for found in baselines.values())] for name in ADAPTER]
    return markdown(["", "model", *baselines], rows)


def languages_table(report: dict) -> str:
    rows = [
        [language, *values.values(), report["kind accuracy"][language]]
        for language, values in report["languages"].items()
    ]
    names = list(next(iter(report["languages"].values())))
    return markdown(["language", *names, "kind named"], rows)


def late_interaction_table(report: dict) -> str:
    """The mean over the languages beside that of the single vectors."""
    headline = report["cells"][HEADLINE]
    rows = [[name, headline[name], average(found.values())] for name, found in report["late interaction"].items()]
    return markdown(["", "single vector", "multi-vector, MaxSim"], rows)


def dimensions_table(report: dict) -> str:
    rows = [
        [name, *(values[str(size)] for size in MATRYOSHKA_DIMENSIONS)] for name, values in report["dimensions"].items()
    ]
    return markdown(["", *map(str, MATRYOSHKA_DIMENSIONS)], rows)


def adapters_table(report: dict) -> str:
    return markdown(
        ["adapter", *TASKS],
        [[adapter, *(values[task] for task in TASKS)] for adapter, values in report["adapters"].items()],
    )


def open_table(lines: list[dict]) -> str:
    rows = []
    for about in ("text", "image", "code"):
        asked = [line for line in lines if line["about"] == about]
        found = [sum(line[place] for line in asked) for place in ("in collection", "in kind")]
        rows.append([about, len(asked), *(f"{count} ({count / len(asked):.0%})" for count in found)])
    return markdown(["about", "queries", "of everything", "of its own kind"], rows)


def everyday_table(found: dict) -> str:
    """Rows are languages, columns splits with first hit, among three and mean reciprocal rank."""
    splits = [split for split in ("final", "development", "more") if split in found]
    rows = []
    for language in found[splits[0]]:
        cells = [found[split][language] for split in splits]
        triples = [f"{cell['first']:.2f} / {cell['among three']:.2f} / {cell['reciprocal']:.2f}" for cell in cells]
        rows.append([language, *triples])
    counts = [sum(found[split][part]["questions"] for part in ("English", "other languages")) for split in splits]
    return markdown(["", *(f"{split} ({count})" for split, count in zip(splits, counts))], rows)


def everyday_bars(found: dict) -> str:
    english, others = found["final"]["English"], found["final"]["other languages"]
    weakest = min(cells["first"] for language, cells in found["final"].items() if len(language) == 2)
    rows = [
        ["English, first hit", 0.45, english["first"]],
        ["English, among the first three", 0.70, english["among three"]],
        ["other languages, first hit", 0.30, others["first"]],
        ["weakest other language, first hit", 0.15, weakest],
    ]
    judged = [[*row, "met" if row[2] >= row[1] else "**missed**"] for row in rows]
    return markdown(["final questions", "wanted", "measured", ""], judged)


def sources_table() -> str:
    """The table of sources, as it stands beside their code."""
    lines = SOURCES.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if line.startswith("|"))


def steps_table(lines: list[dict]) -> str:
    """What each stage has taken of the recipe's steps; a step that two processes share counts twice.

    A stage that begins anew went on from what it had taught before, with --start.
    """
    taken: dict[str, int] = {}
    before: dict[str, int] = {}
    processes: dict[str, int] = {}
    for line in lines:
        name = line["stage"]
        processes[name] = line.get("processes", processes.get(name, 1))
        if line.get("event") == "begins" and line["step"] == 0:
            before[name] = taken.get(name, 0)
        taken[name] = max(taken.get(name, 0), before.get(name, 0) + line.get("step", 0) * processes[name])
    rows = []
    for stage in (stage for track in TRACKS for stage in track.stages):
        values = [
            line["value"] for line in lines if line["stage"] == stage.name and line.get("measure") == stage.measure
        ]
        steps = taken.get(stage.name, 0)
        rows.append([stage.name, stage.steps, f"{steps} ({steps / stage.steps:.0%})"])
        rows[-1] += [stage.measure, values[-1] if values else None]
    return markdown(["stage", "steps in the recipe", "taken", "measure on the development split", "at its end"], rows)


def average(values) -> float:
    found = list(values)
    return sum(found) / len(found)


def card(folder: Path, report: dict, open_lines: list[dict], everyday: dict, log: list[dict]) -> str:
    model, tokenizer = published.read(folder)
    decoder, vision = model.model.configuration, model.visual.configuration
    total = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and file.name != "README.md")
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        parameters=f"{sum(weight.numel() for weight in model.parameters()) / 1e6:.1f} million",
        hidden=decoder.hidden,
        layers=decoder.layers,
        heads=decoder.query_heads,
        key_value_heads=decoder.key_value_heads,
        intermediate=decoder.intermediate,
        vision_hidden=vision.hidden,
        vision_blocks=vision.blocks,
        pixels=f"{MAXIMUM_PIXELS:,}",
        vocabulary=f"{tokenizer.get_vocab_size():,}",
        rank=AdapterConfiguration().rank,
        dimensions=", ".join(map(str, MATRYOSHKA_DIMENSIONS)),
        multi_vector=MULTI_VECTOR_DIMENSION,
        megabytes=f"{total / 1e6:.1f}",
        kinds=len(KINDS),
        colors=len(COLORS),
        cells=cells_table(report),
        bars=bars_table(report),
        baselines=baselines_table(report),
        languages=languages_table(report),
        by_dimension=dimensions_table(report),
        adapters=adapters_table(report),
        late_interaction=late_interaction_table(report),
        open_count=len(open_lines),
        collection_size=open_lines[0]["collection"],
        open_use=open_table(open_lines),
        steps=steps_table(log),
        everyday=everyday_table(everyday),
        everyday_bars=everyday_bars(everyday),
        sources=sources_table(),
        places_kind=f"{report['places']['kind']:.2f}",
        places_color=f"{report['places']['color']:.2f}",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the model card.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("report", type=Path)
    parser.add_argument("open", type=Path)
    parser.add_argument("everyday", type=Path)
    parser.add_argument("log", type=Path)
    arguments = parser.parse_args()
    files = (arguments.report, arguments.open, arguments.everyday)
    report, open_lines, everyday = (json.loads(file.read_text(encoding="utf-8")) for file in files)
    log = [json.loads(line) for line in arguments.log.read_text(encoding="utf-8").splitlines()]
    text = card(arguments.folder, report, open_lines, everyday, log)
    (arguments.folder / "README.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
