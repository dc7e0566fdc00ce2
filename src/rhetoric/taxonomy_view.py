"""A model in; what it knows, how well, and where it comes from, for people, out."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import Any

from rhetoric.calibration import PRECISE
from rhetoric.model import Model
from rhetoric.tables import table
from rhetoric.taxonomy import technique, techniques


def taxonomy_text(model: Model) -> str:
    """All techniques with precision and recall on the test documents."""
    rows = []
    for id_ in techniques():
        result = _results(model).get(id_)
        figures = ("–", "–", "0")
        if result and result["support"]:
            figures = (
                f"{result['precision']:.2f}",
                f"{result['recall']:.2f}",
                str(result["support"]),
            )
        rows.append((id_, *figures, _state(model, id_)))
    head = ("technique", "precision", "recall", "support", "by default")
    note = "Measured on test documents at `balanced`; support is the positives that it rests on.\n"
    return table(head, rows) + "\n" + note


def technique_text(model: Model, technique_id: str) -> str:
    """One technique: definition, example, results, thresholds, its names elsewhere."""
    entry = technique(technique_id)
    lines = [
        f"{entry.name} ({entry.id}, {entry.group})",
        f"The sentence {entry.definition}.",
        f"For example: {entry.example}",
        f"By default: {_state(model, technique_id)}",
    ]
    if technique_id in model.thresholds:
        points = model.thresholds[technique_id]
        lines.append("Thresholds: " + ", ".join(f"{at} {p:.2f}" for at, p in points.items()))
    precise = model.card.get("precision_at_precise", {}).get(technique_id)
    if precise is not None and precise < PRECISE:
        lines.append(f"Even at `precise` its precision in cross-validation was {precise:.2f}")
    result = _results(model).get(technique_id)
    if result:
        lines.append(
            f"On test documents: precision {result['precision']:.2f}, "
            f"recall {result['recall']:.2f}, F1 {result['f1']['value']:.2f}, "
            f"with {result['support']} positives"
        )
    lines += [f"In {name}: {', '.join(names)}" for name, names in entry.names.items() if names]
    return "\n".join(lines) + "\n"


def info_text(model: Model) -> str:
    """Versions, model, data and licences."""
    training = model.card.get("training", {})
    sizes = f"{len(model.techniques)} techniques, {sum(model.space.widths):,} features"
    sentences, documents = training.get("sentences", 0), training.get("documents", 0)
    lines = [
        f"rhetoric {version('rhetoric')}, Python {platform.python_version()}",
        *(f"{name} {version(name)}" for name in ("numpy", "scipy", "scikit-learn")),
        f"model {model.name}: {sizes}",
        f"trained on {sentences:,} sentences of {documents:,} documents",
        f"data: {model.card.get('data', 'not stated')}",
        f"licence of the data: {model.card.get('licence', 'not stated')}",
    ]
    return "\n".join(lines) + "\n"


def _results(model: Model) -> dict[str, dict[str, Any]]:
    listed = (model.card.get("results") or {}).get("results", ())
    return {result["technique"]: result for result in listed}


def _state(model: Model, technique_id: str) -> str:
    if technique_id not in model.techniques:
        return "not in this model"
    return "off (experimental)" if technique_id in model.experimental else "on"
