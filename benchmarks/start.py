"""What it costs to start, and to load the model."""

from __future__ import annotations

import statistics
import tempfile
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.processes import PYTHON, interleaved, run
from benchmarks.texts import authored
from rhetoric.model_folder import default_folder

ROUNDS = 11
LOAD = """
import time, numpy
start = time.process_time()
from scipy import sparse
imported = time.process_time()
from rhetoric.model_folder import load
begun = time.process_time()
load()
print(imported - start, time.process_time() - begun)
"""


def measure_start() -> dict[str, Any]:
    """CPU seconds of whole processes, and their ratios."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "thirty.txt"
        sentences = [str(entry["text"]) for entry in islice(authored(), 30)]
        text.write_text("\n\n".join(sentences), encoding="utf-8")
        used = interleaved(
            {
                "import numpy, scipy.sparse": [PYTHON, "-c", "import numpy, scipy.sparse"],
                "rhetoric score": [PYTHON, "-m", "rhetoric", "score", text],
                "import click": [PYTHON, "-c", "import click"],
                "rhetoric --help": [PYTHON, "-m", "rhetoric", "--help"],
            },
            ROUNDS,
        )
    return {
        "cpu_seconds": used,
        "score_to_import_scipy": used["rhetoric score"] / used["import numpy, scipy.sparse"],
        "help_to_import_click": used["rhetoric --help"] / used["import click"],
    }


def measure_model() -> dict[str, Any]:
    """Size of the model folder, and the cost of loading it."""
    times = [[float(t) for t in run([PYTHON, "-c", LOAD]).output.split()] for _ in range(ROUNDS)]
    imported, loaded = (statistics.median(column) for column in zip(*times, strict=True))
    size = sum(path.stat().st_size for path in default_folder().iterdir())
    return {
        "megabytes": size / 1e6,
        "cpu_seconds": {"import scipy.sparse": imported, "load": loaded},
        "load_to_import_scipy": loaded / imported,
    }
