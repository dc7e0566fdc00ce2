"""Tokens of whole documents in; what they repeat out: the features that judge `repetition`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rhetoric.tokens import Tokens

REPETITION_NAMES = (
    "charged word again",
    "charged word a third time",
    "phrase again",
    "same beginning",
    "word again within the sentence",
    "phrase again within the sentence",
)
WINDOW = 12
"""Sentences back that a reader remembers a word for."""


def repetition_units(
    tokens: Tokens,
    documents: Sequence[int],
    charged: NDArray[np.bool_],
    content: NDArray[np.bool_],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find what repeats something.

    Args:
        tokens: the tokens of a batch.
        documents: number of each sentence's document.
        charged: whether each token is a word with a strong valence; shape (tokens,).
        content: whether each token is a word with a meaning; shape (tokens,).

    Returns:
        Tokens, and the index in `REPETITION_NAMES` of what each repeats.
    """
    columns = _repeated(tokens, np.asarray(documents, dtype=np.int64), charged, content)
    listed = list(columns)
    return (
        np.concatenate([found for found, _ in listed]),
        np.concatenate([np.full(len(found), column) for found, column in listed]),
    )


def _repeated(
    tokens: Tokens,
    documents: NDArray[np.int64],
    charged: NDArray[np.bool_],
    content: NDArray[np.bool_],
) -> Iterator[tuple[NDArray[np.int64], int]]:
    sentences = tokens.sentences
    begins = np.flatnonzero(np.diff(documents, prepend=-1) != 0)
    earliest = np.repeat(begins, np.diff(begins, append=len(documents)))
    again = np.flatnonzero(charged)
    times = _times_before(tokens.ids[again], sentences[again], earliest)
    yield again[times >= 1], 0
    yield again[times >= 2], 1
    inside = sentences[:-1] == sentences[1:]
    either = np.flatnonzero(inside & (content[:-1] | content[1:]))
    pairs = _numbered(tokens.ids[either] * len(tokens.texts) + tokens.ids[either + 1])
    both = content[either] & content[either + 1]
    first = either[both]
    found = first[_times_before(pairs[both], sentences[first], earliest) >= 1]
    yield found, 2
    yield found + 1, 2
    begun = _same_beginning(tokens, documents)
    yield begun, 3
    yield begun + 1, 3
    words = np.flatnonzero(content)
    yield words[_seen_before(tokens.ids[words], sentences[words], len(tokens.texts))], 4
    yield either[_seen_before(pairs, sentences[either], len(pairs))], 5


def _times_before(
    items: NDArray[np.int64], sentences: NDArray[np.int64], earliest: NDArray[np.int64]
) -> NDArray[np.int64]:
    """How often each item stands in the sentences of its document within the window before."""
    base = items * len(earliest)
    order = np.sort(base + sentences)
    since = base + np.maximum(sentences - WINDOW, earliest[sentences])
    return np.searchsorted(order, base + sentences) - np.searchsorted(order, since)


def _seen_before(
    items: NDArray[np.int64], sentences: NDArray[np.int64], count: int
) -> NDArray[np.bool_]:
    """Whether the item stands in its sentence before, too."""
    keys = sentences * count + items
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    seen = np.zeros(len(keys), dtype=bool)
    seen[order[1:]] = keys[1:] == keys[:-1]
    return seen


def _numbered(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Numbers from 0 for the distinct keys."""
    order = np.argsort(keys)
    numbers = np.empty(len(keys), dtype=np.int64)
    numbers[order] = np.cumsum(np.diff(keys[order], prepend=-1) > 0)
    return numbers


def _same_beginning(tokens: Tokens, documents: NDArray[np.int64]) -> NDArray[np.int64]:
    """First token of each sentence that begins with the same two words as the one before."""
    starts = tokens.bounds[:-1]
    long = np.diff(tokens.bounds) > 2
    found = np.flatnonzero(long[1:] & long[:-1] & (documents[1:] == documents[:-1])) + 1
    here, before = starts[found], starts[found - 1]
    same = tokens.ids[here] == tokens.ids[before]
    same &= tokens.ids[here + 1] == tokens.ids[before + 1]
    return np.asarray(here[same], dtype=np.int64)
