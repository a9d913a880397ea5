"""Values of ranking metrics by pytrec_eval (trec_eval's own code) and ranx, for the tests of `Metric`.

    venv/bin/pip install pytrec_eval-terrier==0.5.11 ranx==0.3.21
    NUMBA_DISABLE_JIT=1 venv/bin/python Tests/Reference/fixture_metrics.py        # Tests/Fixtures/goldens/metrics.json

Scores have many ties, grades go from -1 to 3, some relevant documents are not ranked, some queries have no relevant document.
"""

import json
import pathlib
import random
from importlib.metadata import version

import numpy
import pytrec_eval
from ranx import Qrels, Run, evaluate

CUTOFFS = [1, 3, 5, 10, 20, 100]
TREC = {"ndcg": "ndcg_cut_{}", "recall": "recall_{}", "precision": "P_{}", "map": "map_cut_{}", "hit_rate": "success_{}"}


def case(random: random.Random, number: int) -> dict:
    documents = [f"d{i}" for i in random.sample(range(1000), 130)]
    # Sixteenths are exact in single precision, in which trec_eval compares.
    scores = {d: random.randrange(-16, 17) / 16 for d in documents}
    relevant = {}
    for d in random.sample(documents, random.choice([1, 2, 5, 20])):
        relevant[d] = random.choice([-1, 0, 1, 1, 2, 3])
    for i in range(random.choice([0, 0, 2])):
        relevant[f"missing{i}"] = random.choice([1, 3])
    if number % 10 == 9:
        relevant = {d: min(0, g) for d, g in relevant.items()}
    return {"documents": documents, "scores": [scores[d] for d in documents], "grades": relevant}


def by_trec(one: dict) -> dict[str, float]:
    run = {"q": dict(zip(one["documents"], one["scores"]))}
    names = {f"{m}.{','.join(map(str, CUTOFFS))}" for m in ["ndcg_cut", "recall", "P", "map_cut", "success"]}
    evaluator = pytrec_eval.RelevanceEvaluator({"q": one["grades"]}, names | {"ndcg", "map", "recip_rank"})
    found = evaluator.evaluate(run)["q"]
    values = {f"{ours}@{k}": found[theirs.format(k)] for ours, theirs in TREC.items() for k in CUTOFFS}
    return values | {"ndcg": found["ndcg"], "map": found["map"], "mrr": found["recip_rank"]}


def by_ranx(cases: list[dict]) -> list[dict[str, float]]:
    """The values of all queries that have a relevant document, in one call, which compiles once."""
    qrels, run = {}, {}
    for number, one in enumerate(cases):
        positive = {d: g for d, g in one["grades"].items() if g > 0}
        if not positive:
            continue
        qrels[str(number)] = positive
        # ranx does not say how it orders ties: its scores are places in trec_eval's order.
        order = sorted(zip(one["scores"], one["documents"]), reverse=True)
        run[str(number)] = {d: float(len(order) - place) for place, (_, d) in enumerate(order)}
    names = [f"{m}@{k}" for m in ["ndcg_burges", "mrr", "map", "hit_rate"] for k in CUTOFFS]
    qrels, run = Qrels(qrels), Run(run)
    found = evaluate(qrels, run, names, return_mean=False)
    values = [{} for _ in cases]
    for place, number in enumerate(run.run.keys()):
        values[int(number)] = {n.replace("ndcg_burges", "ndcg_exp"): float(found[n][place]) for n in names}
    return values


def main() -> None:
    source = random.Random(20)
    cases = [case(source, number) for number in range(40)]
    for number, (one, ranx) in enumerate(zip(cases, by_ranx(cases))):
        trec = by_trec(one)
        for name in trec.keys() & ranx.keys():
            assert numpy.isclose(trec[name], ranx[name], atol=1e-12), (number, name, trec[name], ranx[name])
        one["values"] = dict(sorted((trec | ranx).items()))
    made = {p: version(p) for p in ["pytrec_eval-terrier", "ranx"]}
    path = pathlib.Path(__file__).parent.parent / "Fixtures/goldens/metrics.json"
    path.write_text(json.dumps({"made_by": made, "cases": cases}) + "\n")


if __name__ == "__main__":
    main()
