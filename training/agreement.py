"""How far readers agree, from the committed labels alone.

    python -m training.agreement

Prints Cohen's kappa of the news articles that were read twice, and of the focused second pass,
whose candidates are the hard cases by construction.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from rhetoric.tables import table
from rhetoric.taxonomy import techniques
from training.texts import CORPUS, entries

ANY = "any technique"
Pairs = Counter[tuple[bool, bool]]
"""How often each pair of first and second judgements occurs."""


def main() -> None:
    """Print both tables."""
    twice = read_twice()
    rows = [_row(name, pairs) for name, pairs in twice.items() if _judged(pairs)]
    print(f"{twice[ANY].total():,} sentences of whole articles, read twice:")
    print(table(("technique", "first", "second", "both", "F1", "kappa"), rows))
    print("The focused second pass, and the third judgement of what was disputed:")
    head = ("technique", "judged", "kappa", "judged again", "added", "dropped")
    print(table(head, list(focused_rows(list(entries("focused.jsonl"))))), end="")


def read_twice() -> dict[str, Pairs]:
    """Both readings of the articles of `news.jsonl` that were read twice, by technique."""
    with (CORPUS / "twice.jsonl").open(encoding="utf-8") as lines:
        sentences = sum(json.loads(next(lines))["articles"].values())
    listed = list(entries("twice.jsonl"))
    pairs = {ANY: Counter((bool(e["first"]), bool(e["second"])) for e in listed)}
    for name in techniques():
        pairs[name] = Counter((name in e["first"], name in e["second"]) for e in listed)
    for found in pairs.values():
        found[False, False] += sentences - len(listed)
    return pairs


def focused_rows(judged: list[dict]) -> Iterator[tuple[str, ...]]:
    """Agreement and changes of the focused pass, a row for each technique."""
    for name in techniques():
        found = [entry for entry in judged if entry["technique"] == name]
        if found:
            pairs = Counter((entry["first"], entry["second"]) for entry in found)
            final = Counter((e["first"], e.get("third", e["second"])) for e in found)
            yield (
                name,
                str(len(found)),
                f"{kappa(pairs):.2f}",
                str(sum("third" in entry for entry in found)),
                str(final[False, True]),
                str(final[True, False]),
            )


def kappa(pairs: Pairs) -> float:
    """Agreement beyond chance (Cohen 1960) of two yes-or-no judgements."""
    total = pairs.total()
    agreed = (pairs[True, True] + pairs[False, False]) / total
    first = (pairs[True, True] + pairs[True, False]) / total
    second = (pairs[True, True] + pairs[False, True]) / total
    chance = first * second + (1 - first) * (1 - second)
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


def _judged(pairs: Pairs) -> bool:
    return pairs.total() > pairs[False, False]


def _row(name: str, pairs: Pairs) -> tuple[str, ...]:
    first = pairs[True, True] + pairs[True, False]
    second = pairs[True, True] + pairs[False, True]
    both = pairs[True, True]
    f1 = f"{2 * both / (first + second):.2f}"
    return name, str(first), str(second), str(both), f1, f"{kappa(pairs):.2f}"


if __name__ == "__main__":
    main()
