"""Write the output, the techniques and the figures that the README shows.

python -m training.readme
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rhetoric.annotate import Options
from rhetoric.model_folder import load
from rhetoric.output import write_file
from rhetoric.render import RENDERERS, Style
from rhetoric.scoring_run import score_here
from rhetoric.taxonomy import techniques
from rhetoric.text import read_text
from training.gate import FEWEST_POSITIVES

ROOT = Path(__file__).parents[1]
EXAMPLE = "examples/column.txt"
SHOWN_SENTENCES = range(9, 24)


def main() -> None:
    """Rewrite what stands between the markers."""
    path = ROOT / "README.md"
    write_file(path, [filled(path.read_text(encoding="utf-8"))])


def filled(readme: str) -> str:
    """The README with its generated parts up to date."""
    results = json.loads((ROOT / "training" / "results.json").read_text(encoding="utf-8"))
    sentences = json.loads((ROOT / "training/sentences/results.json").read_text(encoding="utf-8"))
    points = json.loads((ROOT / "training" / "points.json").read_text(encoding="utf-8"))
    everyday = json.loads((ROOT / "training" / "everyday.json").read_text(encoding="utf-8"))
    parts = {
        "output": example(),
        "techniques": taxonomy(),
        "results": figures(results),
        "points": operating_points(points),
        "everyday": everyday_texts(everyday),
        "sentences": splitters(sentences),
    }
    for name, part in parts.items():
        pattern = re.compile(f"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        readme = pattern.sub(lambda found, part=part: found[1] + part + found[2], readme)
    return readme


def example() -> str:
    """A part of what `rhetoric score` prints for the example."""
    text = read_text(ROOT / EXAMPLE)
    documents = []
    for document in score_here(load(), Options(), False, [text]):
        shown = [s for s in document["sentences"] if s["index"] in SHOWN_SENTENCES]
        documents.append({**document, "source": EXAMPLE, "sentences": shown})
    lines = "".join(RENDERERS["text"](documents, {}, Style(width=80)))
    return (
        f"```\n$ rhetoric score {EXAMPLE}\n{lines.rstrip()}\n```\n\n(Sentences 10 to 24 of 35.)\n"
    )


def taxonomy() -> str:
    """One row for each technique."""
    model = load()
    rows = ["| id | the sentence … | for example | by default |", "|---|---|---|---|"]
    for entry in techniques().values():
        state = "off" if entry.id in model.experimental else "on"
        rows.append(f"| `{entry.id}` | {entry.definition} | {entry.example} | {state} |")
    note = (
        "\nA technique whose F1 at `balanced` was below 0.25 in cross-validation is experimental: "
        "off by default, on with `--technique`. `repetition` is judged over the whole document.\n"
    )
    return "\n".join(rows) + "\n" + note


def figures(results: Mapping[str, Any]) -> str:
    """The results on the test articles beside the baselines."""
    names = list(results)
    own = results[names[0]]
    head = "| technique | positives | precision | recall | F1 (95%) | AP (95%) | ECE |"
    rows = [head + "".join(f" {name}: F1 / AP |" for name in names[1:])]
    rows.append("|---" * (7 + len(names[1:])) + "|")
    for result in own["results"]:
        others = [_of(results[name], result["technique"]) for name in names[1:]]
        cells = [
            result["technique"],
            str(result["support"]),
            f"{result['precision']:.2f}",
            f"{result['recall']:.2f}",
            _estimate(result["f1"]),
            _estimate(result["average_precision"]),
            f"{result['calibration_error']:.3f}",
            *(f"{o['f1']['value']:.2f} / {o['average_precision']['value']:.2f}" for o in others),
        ]
        rows.append("| " + " | ".join(cells) + " |")
    frequent = [
        result["technique"]
        for result in own["results"]
        if result["support"] >= FEWEST_POSITIVES and result["technique"] in techniques()
    ]
    means = ", ".join(f"{name} {_mean_area(results[name], frequent):.3f}" for name in names)
    text = (
        f"On {own['sentences']:,} sentences of {own['documents']} test articles that the model was "
        "not trained on, at `balanced`; intervals are bootstrapped over articles. With few "
        "positives, a figure says little. Made by `python -m training.build`, which trains the "
        "baselines in the same run, and `python -m training.measure`, where code that reads texts "
        "has changed since.\n\n"
    )
    summary = (
        f"Mean average precision over the {len(frequent)} techniques with {FEWEST_POSITIVES} or "
        f"more positives: {means}.\n"
    )
    return text + "\n".join(rows) + "\n\n" + summary


def operating_points(points: Mapping[str, Any]) -> str:
    """Precision and recall at each operating point."""
    rows = [
        "| technique |" + "".join(f" `{point}`: flagged | precision | recall |" for point in points)
    ]
    rows.append("|---" * (1 + 3 * len(points)) + "|")
    for technique in next(iter(points.values())):
        cells = [technique]
        for point in points.values():
            found = point[technique]
            cells.append(str(found["flagged"]))
            cells.append(f"{found['precision']:.2f}" if found["flagged"] else "–")
            cells.append(f"{found['recall']:.2f}")
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows) + "\n"


def everyday_texts(found: Mapping[str, Any]) -> str:
    """Share of everyday sentences that are accused wrongly."""
    points = next(iter(found.values()))["points"]
    rows = ["| | sentences | carry a technique |" + "".join(f" `{p}` (95%) |" for p in points)]
    rows.append("|---" * (3 + len(points)) + "|")
    for name, part in found.items():
        cells = [name, str(part["sentences"]), str(part["carry a technique"])]
        for point in part["points"].values():
            share = point["accused"] / part["sentences"]
            cells.append(f"{share:.1%} ({point['low']:.1%}–{point['high']:.1%})")
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows) + "\n"


def splitters(results: Mapping[str, Any]) -> str:
    """How well sentences and voices are found, beside other splitters."""
    head = "".join(f" {part}: precision | recall | F1 | voice |" for part in results)
    rows = [f"| |{head}", "|---" * (1 + 4 * len(results)) + "|"]
    for name in results["seen"]:
        cells = []
        for part in results.values():
            score = part[name]
            cells += [f"{score[figure]:.3f}" for figure in ("precision", "recall", "f1")]
            cells.append("–" if score["voice"] is None else f"{score['voice']:.3f}")
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(rows) + "\n"


def _mean_area(results: Mapping[str, Any], names: Sequence[str]) -> float:
    areas = [_of(results, name)["average_precision"]["value"] for name in names]
    return sum(areas) / len(areas)


def _of(results: Mapping[str, Any], technique: str) -> Mapping[str, Any]:
    return next(found for found in results["results"] if found["technique"] == technique)


def _estimate(estimate: Mapping[str, float]) -> str:
    return f"{estimate['value']:.2f} ({estimate['low']:.2f}–{estimate['high']:.2f})"


if __name__ == "__main__":
    main()
