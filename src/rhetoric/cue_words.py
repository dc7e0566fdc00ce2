"""Distinct tokens in; what each brings to the cue features wherever it stands out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rhetoric.cues import cue_words
from rhetoric.growing import GrowingArray, GrowingLists
from rhetoric.lexicon import is_charged, lexicon_names, lexicon_values
from rhetoric.tokens import NAME

OPENS, CLOSES, DOUBLE, SINGLE = 1, 2, 3, 4
QUOTE_MARKS = {
    "“": OPENS,
    "‘": OPENS,
    "«": OPENS,
    "”": CLOSES,
    "»": CLOSES,
    '"': DOUBLE,
    "'": SINGLE,
}
"""What each opens or closes; a straight mark does both in turn."""
DASHES = frozenset({"–", "—", "-", "…"})
MARK_NAMES = (
    "exclamation mark",
    "question mark",
    "quotation mark",
    "ellipsis or dash",
    "number",
    "name",
    "comma",
)
SHORTEST_WORD = 4


class CueWords:
    """A table of distinct tokens that grows with the texts that are met."""

    def __init__(self) -> None:
        self.features = GrowingLists(np.int64, np.float64)
        """Index in `lexicon_names() + MARK_NAMES` and amount of each feature of each token."""
        self._words = GrowingArray(np.int64)
        self._kinds = GrowingArray(np.bool_, (2,))
        self._quote_marks = GrowingArray(np.int8)

    def learn(self, texts: Sequence[str]) -> None:
        """Add the texts beyond those that the table has already."""
        new = texts[len(self._words) :]
        numbers = cue_words()
        columns: list[int] = []
        amounts: list[float] = []
        lengths = []
        kinds = []
        marks = []
        for text in new:
            values = lexicon_values(text)
            before = len(columns)
            for column, value in enumerate(values):
                if value:
                    columns.append(column)
                    amounts.append(value)
            for mark in _marks_of(text):
                columns.append(len(lexicon_names()) + mark)
                amounts.append(1.0)
            lengths.append(len(columns) - before)
            kinds.append((is_charged(values), _is_content(text)))
            marks.append(QUOTE_MARKS.get(text, 0))
        self.features.extend(lengths, columns, amounts)
        self._words.extend([numbers.get(text, -1) for text in new])
        self._kinds.extend(kinds)
        self._quote_marks.extend(marks)

    @property
    def words(self) -> NDArray[np.int64]:
        """Number in `cue_words()` of each token, -1 for none."""
        return self._words.values

    @property
    def charged(self) -> NDArray[np.bool_]:
        """Whether each token is a word with a strong valence."""
        return self._kinds.values[:, 0]

    @property
    def content(self) -> NDArray[np.bool_]:
        """Whether each token is a word with a meaning of its own."""
        return self._kinds.values[:, 1]

    @property
    def quote_marks(self) -> NDArray[np.int8]:
        """What quotation mark each token is, by `QUOTE_MARKS`; 0 for none."""
        return self._quote_marks.values


def _marks_of(text: str) -> list[int]:
    if text.isalpha():
        return []
    tests = (
        "!" in text,
        "?" in text,
        text in QUOTE_MARKS,
        text in DASHES or text.startswith(".."),
        text.startswith("0"),
        text.startswith(NAME),
        text == ",",
    )
    return [mark for mark, holds in enumerate(tests) if holds]


def _is_content(text: str) -> bool:
    return len(text) >= SHORTEST_WORD and text[0].isalpha() and not text.startswith(NAME)
