"""Tokens of whole documents in; what they repeat out: the features that judge `repetition`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from rhetoric.lexicon import charged_words
from rhetoric.tokens import NAME, Tokens

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
SHORTEST_WORD = 4


def find_repetition(tokens: Tokens, documents: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield `(token, index in REPETITION_NAMES)` for each token that repeats something."""
    charged = [text in charged_words() for text in tokens.texts]
    content = [_is_content(text) for text in tokens.texts]
    words = tokens.ids.tolist()
    bounds = tokens.bounds.tolist()
    recent: dict[int, list[int]] = {}
    phrases: dict[tuple[int, int], int] = {}
    for index in range(len(bounds) - 1):
        if index and documents[index] != documents[index - 1]:
            recent, phrases = {}, {}
        here = range(bounds[index], bounds[index + 1])
        for token in here:
            word = words[token]
            if charged[word]:
                times = sum(index - seen <= WINDOW for seen in recent.get(word, ()))
                if times >= 1:
                    yield token, 0
                if times >= 2:
                    yield token, 1
            if content[word] and token + 1 < here.stop and content[words[token + 1]]:
                if index - phrases.get((word, words[token + 1]), -WINDOW - 1) <= WINDOW:
                    yield token, 2
                    yield token + 1, 2
        for token in here:
            recent.setdefault(words[token], []).append(index)
            if token + 1 < here.stop:
                phrases[words[token], words[token + 1]] = index
        yield from _same_beginning(words, bounds, documents, index)
        yield from _within(words, content, here)


def _is_content(text: str) -> bool:
    return len(text) >= SHORTEST_WORD and text[0].isalpha() and not text.startswith(NAME)


def _same_beginning(
    words: list[int], bounds: list[int], documents: Sequence[int], index: int
) -> Iterator[tuple[int, int]]:
    if index == 0 or documents[index] != documents[index - 1]:
        return
    before, start, end = bounds[index - 1], bounds[index], bounds[index + 1]
    if (
        start - before > 2
        and end - start > 2
        and words[before : before + 2] == words[start : start + 2]
    ):
        yield start, 3
        yield start + 1, 3


def _within(words: list[int], content: list[bool], here: range) -> Iterator[tuple[int, int]]:
    seen: set[int] = set()
    pairs: set[tuple[int, int]] = set()
    for token in here:
        word = words[token]
        if content[word] and word in seen:
            yield token, 4
        seen.add(word)
        if token + 1 < here.stop:
            pair = word, words[token + 1]
            if pair in pairs and (content[word] or content[pair[1]]):
                yield token, 5
            pairs.add(pair)


def repetition_units(tokens: Tokens, documents: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """The findings as two arrays: token indices and feature indices."""
    found = list(find_repetition(tokens, documents))
    pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]
