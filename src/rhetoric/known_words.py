"""Distinct tokens in; their columns in the feature blocks out, each found once and remembered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from rhetoric.batch import Batch
from rhetoric.cue_words import CueWords
from rhetoric.growing import GrowingArray, GrowingLists
from rhetoric.tokens import NAME, Tokeniser, Tokens

if TYPE_CHECKING:
    from rhetoric.features import FeatureSpace


class DerivedTable(Protocol):
    """Something with an entry for each token."""

    def __init__(self, source: Any, known: KnownWords) -> None: ...

    def extend(self) -> None:
        """Add entries for new tokens."""


T = TypeVar("T", bound=DerivedTable)


class KnownWords:
    """A table of all distinct tokens that a model has met; safe to use from several threads."""

    def __init__(self, space: FeatureSpace) -> None:
        self.cues = CueWords()
        self.ngrams = GrowingLists(np.min_scalar_type(len(space.chars)))
        """Index of each character n-gram of each token, repetitions included."""
        self.space = space
        self._tokeniser = Tokeniser(space.common)
        self._columns = GrowingArray(np.int64)
        self._is_word = GrowingArray(np.bool_)
        self._squares = GrowingArray(np.float64, (2,))
        self._derived: dict[type, tuple[object, Any]] = {}
        self._lock = Lock()
        self.broken = False
        """Whether learning was interrupted, so that the table must not be used any more."""

    def __len__(self) -> int:
        return len(self._columns)

    @property
    def size(self) -> int:
        """Number of all that is remembered: numbers, for one, are many and the same token."""
        return self._tokeniser.size

    @property
    def texts(self) -> Sequence[str]:
        """The tokens."""
        return self._tokeniser.texts

    def tokenise(self, batch: Batch) -> Tokens:
        """The tokens of a batch, all of them known to this table afterwards."""
        with self._lock, self._whole():
            tokens = self._tokeniser(batch.sentences)
            self._learn(tokens.texts[len(self) :])
            self.cues.learn(tokens.texts)
        return tokens

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """An interruption leaves parts of the table that do not belong together."""
        try:
            yield
        except BaseException:
            self.broken = True
            raise

    def _learn(self, texts: Sequence[str]) -> None:
        word_ids = self.space.word_ids
        columns = np.array([word_ids.get(text, -1) for text in texts], dtype=np.int64)
        lengths, ngrams = self.space.chars.find(texts)
        self.ngrams.extend(lengths, ngrams)
        squares = np.zeros((len(texts), 2))
        squares[columns >= 0, 0] = self.space.word_idf[columns[columns >= 0]] ** 2
        owner = np.repeat(np.arange(len(texts)), lengths)
        squares[:, 1] = np.bincount(owner, self.space.char_idf[ngrams] ** 2, len(texts))
        self._squares.extend(squares)
        self._is_word.extend([text[0].isalpha() or text.startswith(NAME) for text in texts])
        self._columns.extend(columns)

    def derived(self, table: type[T], source: object) -> T:
        """What follows from a source for each token; kept until it is asked for of another."""
        with self._lock, self._whole():
            if table not in self._derived or self._derived[table][0] is not source:
                self._derived[table] = source, table(source, self)
            kept: T = self._derived[table][1]
            kept.extend()
        return kept

    @property
    def columns(self) -> NDArray[np.int64]:
        """Column of each token among the words, -1 for none."""
        return self._columns.values

    @property
    def is_word(self) -> NDArray[np.bool_]:
        """Whether each token is a word or a name, and no number or mark."""
        return self._is_word.values

    @property
    def squares(self) -> NDArray[np.float64]:
        """Squared frequencies of each token's word and of its n-grams; shape (tokens, 2)."""
        return self._squares.values
