"""Words in; their emotional charge out, from `lexicon.tsv`.

`positive` and `negative` are VADER's valences (Hutto and Gilbert 2014, MIT licence) as separate
non-negative columns; `praise`, `scorn` and `subjective` are the polarity and subjectivity of the
pattern.en lexicon (De Smedt and Daelemans 2012, public domain dedication).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

CHARGED = 0.3
"""A word with a valence of at least this much is charged."""


@cache
def lexicon_names() -> tuple[str, ...]:
    """The columns of the lexicon; each is one feature."""
    return tuple(_lines()[0].split("\t")[1:])


@cache
def lexicon_words() -> dict[str, str]:
    """Every word to its line; a line is parsed when its word is met."""
    return {line[: line.index("\t")]: line for line in _lines()[1:]}


def lexicon_values(word: str) -> tuple[float, ...]:
    """The values of a word, from 0 to 1, in the order of `lexicon_names`; empty for no entry."""
    line = lexicon_words().get(word)
    return tuple(map(float, line.split("\t")[1:])) if line else ()


def is_charged(values: tuple[float, ...]) -> bool:
    """Whether the values are those of a word with a strong valence."""
    return max(values[:2], default=0.0) >= CHARGED


@cache
def _lines() -> list[str]:
    return Path(__file__).with_name("lexicon.tsv").read_text(encoding="utf-8").splitlines()
