"""Distinct words in; their character n-grams out.

Character n-grams never cross a word, so they are found once for each distinct word, and the
counts of sentences follow: exactly what scikit-learn's `char_wb` analyser gives for the tokens
joined by blanks, at a fraction of the cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

SHORTEST = 2
LONGEST = 5
MOST_LETTERS = 6000
"""Distinct characters, so that an n-gram is a number of 63 bits."""


def char_ngrams(word: str) -> list[str]:
    """All n-grams of the word between blanks, with repetitions; a short word counts once."""
    padded = f" {word} "
    if len(padded) <= SHORTEST:
        return [padded]
    longest = min(LONGEST, len(padded))
    return [
        padded[start : start + size]
        for size in range(SHORTEST, longest + 1)
        for start in range(len(padded) - size + 1)
    ]


def distinct_ngrams(words: Iterable[str]) -> dict[str, set[str]]:
    """Each word's set of n-grams."""
    return {word: set(char_ngrams(word)) for word in words}


@dataclass(frozen=True)
class Ngrams:
    """The known n-grams as numbers, so that a model loads without making a string of each."""

    letters: str
    """The characters that occur in them, sorted."""
    codes: NDArray[np.integer]
    """Place in `letters` of each character, from 1; 0 past the end; shape (n-grams, LONGEST)."""

    @classmethod
    def of(cls, texts: Sequence[str]) -> Ngrams:
        """Number sorted n-grams."""
        letters = "".join(sorted(set().union(*texts)))
        code = {letter: place for place, letter in enumerate(letters, start=1)}
        dtype = np.min_scalar_type(len(letters))
        codes = np.zeros((len(texts), LONGEST), dtype=dtype)
        for row, text in enumerate(texts):
            codes[row, : len(text)] = [code[letter] for letter in text]
        return cls(letters, codes)

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def texts(self) -> tuple[str, ...]:
        """The n-grams themselves, in order."""
        letters = "\0" + self.letters
        return tuple("".join(letters[c] for c in row if c) for row in self.codes.tolist())

    def find(self, words: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The known n-grams of words, repetitions included.

        Returns:
            How many each word has, and the index of each, word after word.
        """
        padded = [f" {word} " for word in words]
        sizes = np.fromiter(map(len, padded), np.int64, len(padded))
        codes = self._coded("".join(padded))
        word = np.repeat(np.arange(len(padded)), sizes)
        left = np.repeat(np.cumsum(sizes), sizes) - np.arange(len(codes))
        base = len(self.letters) + 1
        keys = np.zeros(len(codes), dtype=np.int64)
        known = np.ones(len(codes), dtype=bool)
        found_words, found = [], []
        for size in range(1, LONGEST + 1):
            following = np.zeros(len(codes), dtype=np.int64)
            following[: max(0, len(codes) - size + 1)] = codes[size - 1 :]
            keys += following * base ** (LONGEST - size)
            known &= (following > 0) & (left >= size)
            if size >= SHORTEST and len(self):
                at = np.flatnonzero(known)
                at = at[np.argsort(keys[at])]  # neighbours in the cache are looked up together
                place = np.minimum(np.searchsorted(self._keys, keys[at]), len(self) - 1)
                hits = self._keys[place] == keys[at]
                found_words.append(word[at][hits])
                found.append(place[hits])
        none = np.zeros(0, dtype=np.int64)
        owner = np.concatenate([none, *found_words])
        order = np.argsort(owner, kind="stable")
        lengths = np.bincount(owner, minlength=len(words))
        return lengths, np.concatenate([none, *found])[order]

    @cached_property
    def _keys(self) -> NDArray[np.int64]:
        """Each n-gram as a number with as many digits, in the order of the n-grams."""
        base = len(self.letters) + 1
        powers = base ** np.arange(LONGEST - 1, -1, -1, dtype=np.int64)
        return self.codes.astype(np.int64) @ powers

    @cached_property
    def _code_of_character(self) -> NDArray[np.int64]:
        points = [ord(letter) for letter in self.letters]
        table = np.zeros(max(points, default=0) + 2, dtype=np.int64)
        table[points] = np.arange(1, len(points) + 1)
        return table

    def _coded(self, text: str) -> NDArray[np.int64]:
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        table = self._code_of_character
        return table[np.minimum(points, len(table) - 1)]
