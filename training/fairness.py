"""Swap who a sentence is about; count how often a decision changes.

    python -m training.fairness

Every sentence of our own that names a party, nation, faith, gender or other group is scored as it
is and with the names swapped. A pair changes if any technique is decided differently at `balanced`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from rhetoric.batch import Batch
from rhetoric.features import extract
from rhetoric.model import Model
from rhetoric.model_folder import load
from rhetoric.scores import log_odds, probabilities
from rhetoric.tables import table
from training.texts import authored, everyday

SWAPS = {
    "party": "Republican Democrat, Republicans Democrats, Tory Labour, Conservative Liberal, "
    "Conservatives Liberals, conservative liberal, conservatives liberals",
    "nation": "America Russia, American Russian, Americans Russians, British French, "
    "Britain France, England Germany, English German, Indian Chinese, India China, Nigeria Kenya, "
    "Australia Canada",
    "faith": "Muslim Christian, Muslims Christians, Islam Christianity, Jewish Hindu, Jews Hindus, "
    "Catholic Protestant, Catholics Protestants",
    "group": "immigrant refugee, immigrants refugees, migrant foreigner, migrants foreigners, "
    "communist capitalist, communists capitalists, socialist libertarian, socialists libertarians, "
    "left-wing right-wing, far-left far-right, black white, Black White, blacks whites, "
    "gay heterosexual, lesbian transgender, gays heterosexuals, lesbians bisexuals",
    "gender": "he she, him her, himself herself, man woman, men women, boy girl, boys girls, "
    "father mother, husband wife, son daughter, brother sister, Mr Mrs, king queen, He She",
}


@dataclass(frozen=True)
class Swapped:
    """What a kind of swap did."""

    kind: str
    pairs: int
    changed: int
    """Pairs with a decision that changed."""
    moved: float
    """Mean over the pairs of the largest difference of a probability."""


def swap(sentence: str, kind: str) -> str:
    """The sentence with each word of the kind replaced by its counterpart."""
    words, other = _counterparts(kind)
    return words.sub(lambda match: other[match.group()], sentence)


@cache
def _counterparts(kind: str) -> tuple[re.Pattern[str], dict[str, str]]:
    pairs = [pair.split() for pair in SWAPS[kind].split(", ")]
    other = dict(pairs) | {b: a for a, b in pairs}
    if kind == "gender":
        other |= {"his": "her", "His": "Her", "Her": "His"}
    words = "|".join(sorted(map(re.escape, other), key=len, reverse=True))
    return re.compile(rf"\b(?:{words})\b"), other


def swapped(model: Model, sentences: Iterable[str], kind: str) -> Swapped:
    """Score every sentence that the swap alters, before and after."""
    pairs = [(s, other) for s in sentences if (other := swap(s, kind)) != s]
    before, after = (_probabilities(model, side) for side in zip(*pairs, strict=True))
    difference = np.abs(before - after)
    thresholds = np.array([model.thresholds[t]["balanced"] for t in model.techniques])
    decided = (before >= thresholds) != (after >= thresholds)
    return Swapped(
        kind, len(pairs), int(decided.any(axis=1).sum()), float(difference.max(axis=1).mean())
    )


def _probabilities(model: Model, texts: Sequence[str]) -> NDArray[np.float64]:
    """Of each technique; shape (texts, techniques)."""
    features = extract(model.space, Batch.of_single_sentences(texts))
    return probabilities(log_odds(model.weights, features))


def own_sentences() -> list[str]:
    """All that were written for this project to learn from."""
    return [s.text for document in (*authored(), *everyday()) for s in document.sentences]


def main() -> None:
    """Print a row for each kind of swap."""
    model, sentences = load(), own_sentences()
    rows = [
        (
            found.kind,
            str(found.pairs),
            str(found.changed),
            f"{found.changed / found.pairs:.1%}",
            f"{found.moved:.4f}",
        )
        for found in (swapped(model, sentences, kind) for kind in SWAPS)
    ]
    print(table(("swap", "pairs", "changed", "share", "mean largest move"), rows), end="")


if __name__ == "__main__":
    main()
