"""Words in; their emotional charge out, from `lexicon.tsv`.

`positive` and `negative` are VADER's valences (Hutto and Gilbert 2014, MIT licence) as separate
non-negative columns; `praise`, `scorn` and `subjective` are the polarity and subjectivity of the
pattern.en lexicon (De Smedt and Daelemans 2012, public domain dedication).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

CHARGED = 0.3
"""A word with a valence of at least this much is charged."""


@cache
def lexicon_names() -> tuple[str, ...]:
    """The columns of the lexicon; each is one feature."""
    return tuple(_lines()[0].split("\t")[1:])


@cache
def lexicon() -> dict[str, NDArray[np.float64]]:
    """Word to its values, from 0 to 1; shape (columns,)."""
    rows = (line.split("\t") for line in _lines()[1:])
    return {word: np.array(values, dtype=np.float64) for word, *values in rows}


@cache
def charged_words() -> frozenset[str]:
    """Words with a strong valence."""
    return frozenset(word for word, values in lexicon().items() if values[:2].max() >= CHARGED)


@cache
def _lines() -> list[str]:
    return (files("rhetoric") / "lexicon.tsv").read_text(encoding="utf-8").splitlines()
