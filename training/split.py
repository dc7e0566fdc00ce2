"""Hold out a tenth of the labelled articles for development and a tenth for testing.

    python -m training.split

Of many random splits it takes the one whose parts hold the most even share of every technique, by
the labels alone. Articles that are in `corpus/split.json` already keep their place.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping

import numpy as np

from rhetoric.output import write_file
from training.texts import CORPUS, LABEL_FILES, entries

TRIES = 3000
SHARE = 0.1


def main() -> None:
    """Write `corpus/split.json`."""
    path = CORPUS / "split.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    known = set(kept.get("known", ()))
    new = {name: count for name, count in label_counts().items() if name not in known}
    development, test = even_split(new) if new else ([], [])
    listed = {
        "development": sorted([*kept.get("development", ()), *development]),
        "test": sorted([*kept.get("test", ()), *test]),
        "known": sorted(known | new.keys()),
    }
    write_file(path, [json.dumps(listed, indent=0), "\n"])


def label_counts() -> dict[str, Counter[str]]:
    """Each article's number of sentences by technique, and of all sentences under ``""``."""
    counts: dict[str, Counter[str]] = {}
    for name in LABEL_FILES:
        for entry in entries(name):
            if "labels" in entry:
                counts.setdefault(entry["article"], Counter()).update(["", *entry["labels"]])
    return counts


def even_split(counts: Mapping[str, Counter[str]]) -> tuple[list[str], list[str]]:
    """Two disjoint tenths of the articles."""
    names = sorted(counts)
    labels = sorted({label for count in counts.values() for label in count})
    table = np.array([[counts[name][label] for label in labels] for name in names], dtype=float)
    expected = table.sum(axis=0) * SHARE
    size = round(SHARE * len(names))
    random = np.random.default_rng(0)

    def unevenness(order: np.ndarray) -> float:
        parts = (table[order[:size]].sum(axis=0), table[order[size : 2 * size]].sum(axis=0))
        return float(sum((np.abs(part - expected) / np.sqrt(expected + 1)).sum() for part in parts))

    best = min((random.permutation(len(names)) for _ in range(TRIES)), key=unevenness)
    return [names[i] for i in best[:size]], [names[i] for i in best[size : 2 * size]]


if __name__ == "__main__":
    main()
