"""Results in; tables for the terminal and for the README out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rhetoric.tables import table

Row = tuple[str, str, str]


def rows(results: Mapping[str, Any]) -> list[Row]:
    """What was measured, its ratio, and what it was measured in."""
    start, model = results["start"], results["model"]
    growth, throughput = results["growth"], results["throughput"]
    rates = throughput["sentences_per_cpu_second"]
    largest = growth["stream"][-1]
    found = [
        (
            "cost of `rhetoric score` on 30 sentences, to that of `import numpy, scipy.sparse`",
            f"{start['score_to_import_scipy']:.2f}",
            f"{start['cpu_seconds']['rhetoric score']:.2f} s",
        ),
        (
            "cost of `rhetoric --help`, to that of `import click`",
            f"{start['help_to_import_click']:.2f}",
            f"{start['cpu_seconds']['rhetoric --help']:.2f} s",
        ),
        (
            f"cost of loading the model ({model['megabytes']:.1f} MB), to that of importing SciPy",
            f"{model['load_to_import_scipy']:.2f}",
            f"{model['cpu_seconds']['load'] * 1000:.0f} ms",
        ),
    ]
    for name, ratio in throughput["annotated_to_others"].items():
        found.append(
            (
                f"speed from articles to annotations with evidence, to that of {name}",
                f"{ratio:.1f}",
                _beside(rates, 0, name),
            )
        )
    for name, ratio in throughput["scored_to_others"].items():
        found.append(
            (
                f"speed from sentences to probabilities, to that of {name}",
                f"{ratio:.1f}",
                _beside(rates, 1, name),
            )
        )
    found += [
        (
            f"peak memory of {largest['sentences']:,} sentences, to that of 10,000",
            f"{growth['memory_of_largest_to_10000']:.2f}",
            f"{largest['peak_megabytes']:.0f} MB",
        ),
        (
            "cost of a sentence of 160,000 words, to that of 10,000",
            f"{growth['time_of_16_times_the_sentence']:.1f}",
            "16 times the words",
        ),
        (
            "cost of a line of 160,000 words, to that of 10,000",
            f"{growth['time_of_16_times_the_line']:.1f}",
            "16 times the words",
        ),
    ]
    return found


def _beside(rates: Mapping[str, float], own: int, other: str) -> str:
    mine = list(rates.values())[own]
    return f"{mine:,.0f} and {rates[other]:,.0f} sentences/s"


def terminal_table(results: Mapping[str, Any]) -> str:
    """For people at a terminal."""
    stream = [
        (
            f"{entry['sentences']:,}",
            f"{entry['cpu_seconds']:.2f}",
            f"{entry['microseconds_per_sentence']:.0f}",
            f"{entry['peak_megabytes']:.0f}",
        )
        for entry in results["growth"]["stream"]
    ]
    return (
        f"{_setting(results)}\n\n"
        + table(("in CPU time", "ratio", "in this run"), rows(results))
        + "\n"
        + table(("streamed sentences", "CPU s", "µs each", "peak MB"), stream)
    )


def readme_part(results: Mapping[str, Any]) -> str:
    """For the README."""
    equality = results["throughput"]["equality"]
    lines = ["| in CPU time | ratio | in that run |", "|---|---|---|"]
    lines += [f"| {name} | {ratio} | {figure} |" for name, ratio, figure in rows(results)]
    stream = ", ".join(
        f"{entry['microseconds_per_sentence']:.0f} µs for each of {entry['sentences']:,}"
        for entry in results["growth"]["stream"]
    )
    return (
        f"{_setting(results)} Only the ratios carry over to another machine.\n\n"
        + "\n".join(lines)
        + f"\n\nStreaming, loading aside: {stream}. On {equality['sentences']:,} sentences "
        f"scikit-learn's probabilities differ by at most {equality['largest_difference']:.0e}, and "
        f"{equality['decided_differently']} decisions differ.\n"
    )


def filled(readme: str, results: Mapping[str, Any]) -> str:
    """The README with its figures up to date."""
    pattern = re.compile("(<!-- speed -->\n).*?(<!-- /speed -->)", re.DOTALL)
    return pattern.sub(lambda found: found[1] + readme_part(results) + found[2], readme)


def _setting(results: Mapping[str, Any]) -> str:
    machine = results["machine"]
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    text = results["text"]
    return (
        f"Measured by `python -m benchmarks` on {text['origin']} ({text['articles']:,} articles), "
        f"in one run, on {machine['cores']} cores: {versions}."
    )
