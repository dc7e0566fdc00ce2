"""The quality gate: the shipped model must not find less on the test articles than it did.

    python -m training.gate [--update]

Compares with `gate.json`, which is tied to the SHA-256 of the test sentences and labels. `--update`
records figures that have risen; `--update --lower` also those that have fallen, and new data.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from rhetoric.corpus import LabelledDocument
from rhetoric.evaluate import ANY, Evaluation, evaluate, predict
from rhetoric.model_folder import load
from training.results import write_results
from training.texts import CORPORA, parts

GATE = Path(__file__).parent / "gate.json"
FEWEST_POSITIVES = 20
"""With fewer, a technique's figure is chance, and no gate."""
SLACK = 0.002
"""What rounding of weights may cost."""


@click.command()
@click.option("--update", is_flag=True, help="Record figures that have risen.")
@click.option("--lower", is_flag=True, help="Also record figures that have fallen, and new data.")
def main(update: bool, lower: bool) -> None:
    """Compare the shipped model with what it has been."""
    if not CORPORA.is_dir():
        click.echo(f"{CORPORA}: the texts are not here; the gate was not run", err=True)
        return
    test = parts().test
    digest, found = sha256(test), figures(evaluate(predict(load(), test)))
    kept = json.loads(GATE.read_text(encoding="utf-8")) if GATE.is_file() else {"figures": {}}
    complaints = compare(kept["figures"], found)
    if kept.get("sha256") != digest:
        complaints = ["the test sentences or labels have changed"]
    for complaint in complaints:
        click.echo(complaint, err=True)
    if complaints and not lower:
        sys.exit(1)
    if update or lower:
        highest = found if lower else {k: max(v, kept["figures"][k]) for k, v in found.items()}
        entry = {"sha256": digest, "figures": highest}
        write_results(GATE, entry)
    click.echo(", ".join(f"{name} {value:.3f}" for name, value in found.items()))


def sha256(documents: Sequence[LabelledDocument]) -> str:
    """Of all sentences with their labels."""
    listed = [(d.id, s.text, sorted(s.labels)) for d in documents for s in d.sentences]
    return hashlib.sha256(json.dumps(listed).encode()).hexdigest()


def figures(evaluation: Evaluation) -> dict[str, float]:
    """What must not fall: F1 and average precision where there are positives enough."""
    found = {}
    for result in evaluation.results:
        if result.support >= FEWEST_POSITIVES:
            found[f"{result.technique}, F1"] = round(result.f1.value, 4)
            found[f"{result.technique}, AP"] = round(result.average_precision.value, 4)
    assert f"{ANY}, F1" in found
    return found


def compare(before: dict[str, float], now: dict[str, float]) -> list[str]:
    """A line for each figure that has fallen."""
    return [
        f"{name} fell from {value:.3f} to {now.get(name, 0.0):.3f}"
        for name, value in before.items()
        if now.get(name, 0.0) < value - SLACK
    ]


if __name__ == "__main__":
    main()
