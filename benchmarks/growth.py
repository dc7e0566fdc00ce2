"""How time and memory grow with the input."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

from benchmarks.processes import PYTHON, run

SIZES = (1_000, 10_000, 100_000, 1_000_000)
WORDS = (10_000, 20_000, 40_000, 80_000, 160_000)
STREAM = "import sys, benchmarks.growth as g; g.stream(sys.argv[1], int(sys.argv[2]))"
SINGLE = "import sys, benchmarks.growth as g; g.single(sys.argv[1], int(sys.argv[2]))"
SEPARATOR = "\f\n"


def measure_growth(articles: Sequence[str], largest: int) -> dict[str, Any]:
    """CPU time and peak memory of processes that stream more and more sentences.

    There are fewer articles than that, so they come again and again.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.txt"
        path.write_text(SEPARATOR.join(articles), encoding="utf-8")
        sizes = [size for size in SIZES if size <= largest]
        streams = [
            [float(n) for n in run([PYTHON, "-c", STREAM, path, str(size)]).output.split()]
            for size in sizes
        ]
        shapes = {
            shape: [float(run([PYTHON, "-c", SINGLE, shape, str(n)]).output) for n in WORDS]
            for shape in ("sentence", "line")
        }
    return {
        "stream": [
            {
                "sentences": size,
                "cpu_seconds": seconds,
                "microseconds_per_sentence": seconds / size * 1e6,
                "peak_megabytes": peak,
            }
            for size, (seconds, peak) in zip(sizes, streams, strict=True)
        ],
        "memory_of_largest_to_10000": streams[-1][1] / streams[1][1],
        "single": {"words": WORDS, **shapes},
        "time_of_16_times_the_sentence": shapes["sentence"][-1] / shapes["sentence"][0],
        "time_of_16_times_the_line": shapes["line"][-1] / shapes["line"][0],
    }


def stream(path: str, limit: int) -> None:
    """Score articles until there are enough sentences; print CPU seconds and peak memory in MB."""
    import time

    from rhetoric import load

    articles = Path(path).read_text(encoding="utf-8").split(SEPARATOR)
    model = load()
    start = time.process_time()
    done = 0
    for document in model.score_many(_again_and_again(articles)):
        done += document.summary.sentences
        if done >= limit:
            break
    print(time.process_time() - start, _peak_megabytes())


def _peak_megabytes() -> float:
    """Of this process alone; what `resource` tells includes the process that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if "VmHWM" in line) / 1024


def _again_and_again(articles: Sequence[str]) -> Iterator[str]:
    yield from cycle(articles)


def single(shape: str, words: int) -> None:
    """Score one sentence, or one line of many, of that many words; print the CPU seconds."""
    import time

    from rhetoric import load

    word = "They rigged the count because experts say nothing"
    end = ". " if shape == "line" else " "
    text = (word + end) * (words // 8) + "end."
    model = load()
    model.score("A short text.")
    start = time.process_time()
    model.score(text)
    print(time.process_time() - start)
