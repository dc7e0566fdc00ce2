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

from rhetoric.cue_words import CLOSES, DOUBLE, MARK_NAMES, OPENS, SINGLE, CueWords
from rhetoric.cues import cue_names, find_cues
from rhetoric.growing import ramp
from rhetoric.lexicon import lexicon_names
from rhetoric.repetition import REPETITION_NAMES, repetition_units
from rhetoric.tokens import Tokens

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
    """Token of each amount; shape (amounts,)."""
    columns: NDArray[np.int64]
    """Feature of each amount; shape (amounts,)."""
    amounts: NDArray[np.float64]


Units = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]
"""Token, feature and amount of each unit."""


def cue_features(
    tokens: Tokens, documents: Sequence[int], words: CueWords | None = None
) -> CueFeatures:
    """Features of every sentence of a batch.

    Args:
        tokens: the tokens of the batch.
        documents: number of each sentence's document.
        words: a table that has learnt all texts of the tokens; made where not given.
    """
    if words is None:
        words = CueWords()
        words.learn(tokens.texts)
    parts = [
        _word_units(tokens, words),
        _phrase_units(tokens, words),
        _style_units(tokens, words),
        _repetition_units(tokens, documents, words),
    ]
    token, column, amount = (np.concatenate(part) for part in zip(*parts, strict=True))
    count, width = len(tokens.bounds) - 1, len(cue_feature_names())
    cells = tokens.sentences[token] * width + column
    totals = np.bincount(cells, amount, count * width).astype(np.float64).reshape(count, width)
    return CueFeatures(np.log1p(totals), totals, token, column, amount)


@cache
def _word_columns() -> NDArray[np.int64]:
    """Feature of each column of a table of words."""
    names = lexicon_names() + MARK_NAMES
    return np.array([cue_feature_names().index(name) for name in names], dtype=np.int64)


def _column(name: str) -> int:
    return cue_feature_names().index(name)


def _word_units(tokens: Tokens, words: CueWords) -> Units:
    """What each token brings wherever it stands."""
    lengths, (columns, amounts) = words.features.of(tokens.ids)
    return np.repeat(np.arange(len(tokens.ids)), lengths), _word_columns()[columns], amounts


def _phrase_units(tokens: Tokens, words: CueWords) -> Units:
    first, lengths, cues = find_cues(tokens, words.words[tokens.ids])
    token = np.repeat(first, lengths) + ramp(lengths)
    columns = np.repeat(cues + len(lexicon_names()), lengths)
    return token, columns, np.repeat(1 / lengths, lengths)


def _style_units(tokens: Tokens, words: CueWords) -> Units:
    found = {
        "length": np.arange(len(tokens.ids)),
        "capitals": np.flatnonzero(tokens.shouted),
        "scare quotes": _scare_quoted(tokens, words.quote_marks[tokens.ids]),
    }
    columns = [np.full(len(where), _column(name)) for name, where in found.items()]
    token = np.concatenate(list(found.values()))
    return token, np.concatenate(columns), np.ones(len(token))


def _repetition_units(tokens: Tokens, documents: Sequence[int], words: CueWords) -> Units:
    token, kind = repetition_units(
        tokens, documents, words.charged[tokens.ids], words.content[tokens.ids]
    )
    return token, kind + _column(REPETITION_NAMES[0]), np.ones(len(token))


def _scare_quoted(tokens: Tokens, quote_marks: NDArray[np.int8]) -> NDArray[np.int64]:
    """Tokens of quotations of one to three words; `quote_marks` as `QUOTE_MARKS` has them."""
    marks = np.flatnonzero(quote_marks)
    kind, sentence = quote_marks[marks], tokens.sentences[marks]
    starts = np.searchsorted(sentence, sentence)
    opens, closes = kind == OPENS, kind == CLOSES
    for straight in (DOUBLE, SINGLE):
        same = kind == straight
        before = np.cumsum(same) - same
        odd = (before - before[starts]) % 2 == 1
        opens |= same & ~odd
        closes |= same & (odd | (np.roll(kind, 1) == OPENS))
    gaps = np.diff(marks) - 1
    near = (gaps >= 1) & (gaps <= LONGEST_SCARE_QUOTE) & (np.diff(sentence) == 0)
    lengths = np.where(near & opens[:-1] & closes[1:], gaps, 0)
    return np.repeat(marks[:-1] + 1, lengths) + ramp(lengths)
