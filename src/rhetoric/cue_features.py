"""Tokens in; dense features out: lexicon, cue phrases, style and repetition.

Every feature is `log(1 + total)` of non-negative amounts that belong to single tokens, so that a
feature's part in a score can be shared among its tokens exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from rhetoric.cues import cue_names, find_cues
from rhetoric.lexicon import lexicon, lexicon_names
from rhetoric.repetition import REPETITION_NAMES, repetition_units
from rhetoric.tokens import NAME, Tokens

STYLE_NAMES = (
    "exclamation mark",
    "question mark",
    "quotation mark",
    "scare quotes",
    "ellipsis or dash",
    "number",
    "name",
    "capitals",
    "comma",
    "length",
)
QUOTE_MARKS = frozenset("\"“”‘’'«»")
DASHES = frozenset({"–", "—", "-", "…"})
LONGEST_SCARE_QUOTE = 3


@cache
def cue_feature_names() -> tuple[str, ...]:
    """Names of the dense features, in order."""
    return lexicon_names() + cue_names() + STYLE_NAMES + REPETITION_NAMES


@dataclass(frozen=True)
class CueFeatures:
    """Dense features and the amounts that each token brought to them."""

    values: NDArray[np.float64]
    """Shape (sentences, features)."""
    totals: NDArray[np.float64]
    """Sum of the amounts; shape (sentences, features)."""
    tokens: NDArray[np.int64]
    """Token of each amount, rising; shape (amounts,)."""
    columns: NDArray[np.int64]
    """Feature of each amount; shape (amounts,)."""
    amounts: NDArray[np.float64]


def cue_features(tokens: Tokens, documents: Sequence[int]) -> CueFeatures:
    """Features of every sentence of a batch; `documents` tells where documents change."""
    parts = [_lexicon_units(tokens), _cue_units(tokens), _style_units(tokens)]
    repeated, columns = repetition_units(tokens, documents)
    parts.append((repeated, columns, np.ones(len(repeated))))
    sizes = [len(lexicon_names()), len(cue_names()), len(STYLE_NAMES), len(REPETITION_NAMES)]
    starts = np.cumsum([0, *sizes[:-1]])
    token = np.concatenate([part[0] for part in parts])
    column = np.concatenate([part[1] + start for part, start in zip(parts, starts, strict=True)])
    amount = np.concatenate([part[2] for part in parts])
    order = np.argsort(token, kind="stable")
    token, column, amount = token[order], column[order], amount[order]
    count = len(tokens.bounds) - 1
    width = len(cue_feature_names())
    cells = tokens.sentences[token] * width + column
    sums = np.bincount(cells, amount, count * width).astype(np.float64)
    totals = sums.reshape(count, width)
    return CueFeatures(np.log1p(totals), totals, token, column, amount)


Units = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]


def _lexicon_units(tokens: Tokens) -> Units:
    values = lexicon()
    nothing = np.zeros(len(lexicon_names()))
    table = np.array([values.get(text, nothing) for text in tokens.texts]).reshape(-1, len(nothing))
    word, column = np.nonzero(table)
    return _spread(tokens, word, column, table[word, column])


def _cue_units(tokens: Tokens) -> Units:
    found = np.array(list(find_cues(tokens)), dtype=np.int64).reshape(-1, 3)
    first, end, cue = found.T
    lengths = end - first
    token = np.repeat(first, lengths) + _ramp(lengths)
    return token, np.repeat(cue, lengths), np.repeat(1 / np.maximum(lengths, 1), lengths)


def _style_units(tokens: Tokens) -> Units:
    marks = [_styles_of(text) for text in tokens.texts]
    word = np.array([i for i, styles in enumerate(marks) for _ in styles], dtype=np.int64)
    column = np.array([style for styles in marks for style in styles], dtype=np.int64)
    spread = _spread(tokens, word, column, np.ones(len(word)))
    everything = np.arange(len(tokens.ids))
    shouted = np.flatnonzero(tokens.shouted)
    scare = _scare_quoted(tokens)
    extra = [(everything, "length"), (shouted, "capitals"), (scare, "scare quotes")]
    parts = [spread] + [
        (where, np.full(len(where), STYLE_NAMES.index(name)), np.ones(len(where)))
        for where, name in extra
    ]
    token, columns, amounts = (np.concatenate(column) for column in zip(*parts, strict=True))
    return token, columns, amounts


def _styles_of(text: str) -> list[int]:
    tests = {
        "exclamation mark": "!" in text,
        "question mark": "?" in text,
        "quotation mark": text in QUOTE_MARKS,
        "ellipsis or dash": text in DASHES or text.startswith(".."),
        "number": text.startswith("0"),
        "name": text.startswith(NAME),
        "comma": text == ",",
    }
    return [STYLE_NAMES.index(name) for name, holds in tests.items() if holds]


def _scare_quoted(tokens: Tokens) -> NDArray[np.int64]:
    """Tokens of quotations of one to three words."""
    is_mark = np.array([text in QUOTE_MARKS for text in tokens.texts], dtype=bool)
    if not is_mark.any():
        return np.zeros(0, dtype=np.int64)
    marks = np.flatnonzero(is_mark[tokens.ids])
    sentence = tokens.sentences[marks]
    gaps = np.diff(marks) - 1
    near = (gaps >= 1) & (gaps <= LONGEST_SCARE_QUOTE) & (np.diff(sentence) == 0)
    lengths = np.where(near, gaps, 0)
    return np.repeat(marks[:-1] + 1, lengths) + _ramp(lengths)


def _spread(
    tokens: Tokens,
    word: NDArray[np.int64],
    column: NDArray[np.int64],
    amount: NDArray[np.float64],
) -> Units:
    """Amounts of distinct words (`word` rising) to amounts of all their occurrences."""
    per_word = np.bincount(word, minlength=len(tokens.texts))
    first = np.cumsum(per_word) - per_word
    lengths = per_word[tokens.ids]
    token = np.repeat(np.arange(len(tokens.ids)), lengths)
    entry = np.repeat(first[tokens.ids], lengths) + _ramp(lengths)
    return token, column[entry], amount[entry]


def _ramp(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """0, 1, … for each run of the given lengths, one after the other."""
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - lengths, lengths)
