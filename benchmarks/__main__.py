"""Measure everything, write the results, and put the figures into the README.

python -m benchmarks [--articles FILE.jsonl] [--largest N]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.fast_text import FastText, install
from benchmarks.growth import SIZES, measure_growth
from benchmarks.report import filled, terminal_table
from benchmarks.start import measure_model, measure_start
from benchmarks.texts import ROOT, Texts, own_texts, read_articles
from benchmarks.throughput import measure_throughput
from rhetoric.output import write_file

RESULTS = ROOT / "benchmarks" / "results.json"
README = ROOT / "README.md"
PACKAGES = ("numpy", "scipy", "scikit-learn", "sentencex", "click")


def main() -> None:
    """Run all benchmarks."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--articles", type=Path, help="JSON lines, each with a text")
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="sentences to stream")
    options = parser.parse_args()
    texts = read_articles(options.articles) if options.articles else own_texts()
    if not options.articles:
        _say("no --articles given: the text is made of the examples and the authored sentences")
    with tempfile.TemporaryDirectory() as folder:
        fasttext = install(Path(folder))
        try:
            results = measured(texts, options.largest, fasttext)
        finally:
            if fasttext is not None:
                fasttext.close()
    write_file(RESULTS, [json.dumps(results, indent=1, ensure_ascii=False) + "\n"])
    write_file(README, [filled(README.read_text(encoding="utf-8"), results)])
    print(terminal_table(results))


def measured(texts: Texts, largest: int, fasttext: FastText | None) -> dict[str, Any]:
    """All results, with what they were measured on."""
    versions = {name: version(name) for name in PACKAGES}
    if fasttext is not None:
        versions["fasttext-wheel"] = fasttext.version
    _say("starting")
    start, model = measure_start(), measure_model()
    _say("throughput")
    throughput = measure_throughput(texts.articles, fasttext)
    _say("growth")
    return {
        "machine": {
            "cores": os.cpu_count(),
            "versions": {"Python": platform.python_version(), **versions},
        },
        "text": {"origin": texts.origin, "articles": len(texts.articles)},
        "start": start,
        "model": model,
        "throughput": throughput,
        "growth": measure_growth(texts.articles, largest),
    }


def _say(notice: str) -> None:
    print(f"benchmarks: {notice}", file=sys.stderr)


if __name__ == "__main__":
    main()
