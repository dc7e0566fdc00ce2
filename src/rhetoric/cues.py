"""Tokens in; the cue phrases of `cues.toml` that occur in them out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import numpy as np

from rhetoric.tokens import Tokens, alike

Phrases = dict[str, list[tuple[tuple[str, ...], int]]]


@cache
def cue_names() -> tuple[str, ...]:
    """The lists of `cues.toml`, in order; each is one feature."""
    return tuple(_table())


@cache
def cue_words() -> frozenset[str]:
    """All words of all cue phrases; they are ordinary vocabulary, never names."""
    phrases = (phrase for listed in _phrases().values() for phrase, _ in listed)
    return frozenset(word for phrase in phrases for word in phrase)


def find_cues(tokens: Tokens) -> Iterator[tuple[int, int, int]]:
    """Yield `(first token, end token, index in cue_names())` for each phrase that occurs.

    In each list the longest phrase wins where several start at the same token.
    """
    phrases = _phrases()
    starters = np.array([text in phrases for text in tokens.texts], dtype=bool)
    if not starters.any():
        return
    ids = tokens.ids.tolist()
    ends = tokens.bounds[1:][tokens.sentences].tolist()
    for first in np.flatnonzero(starters[tokens.ids]).tolist():
        found = 0
        for phrase, cue in phrases[tokens.texts[ids[first]]]:
            end = first + len(phrase)
            if found >> cue & 1 or end > ends[first]:
                continue
            if all(tokens.texts[ids[first + k]] == phrase[k] for k in range(1, len(phrase))):
                found |= 1 << cue
                yield first, end, cue


@cache
def _table() -> dict[str, str]:
    return tomllib.loads((files("rhetoric") / "cues.toml").read_text(encoding="utf-8"))


def _shared(phrase: str) -> tuple[str, ...]:
    return tuple(alike().get(word, word) for word in phrase.split())


@cache
def _phrases() -> Phrases:
    """First word to the phrases that begin with it, longest first, with their list's index."""
    phrases: Phrases = {}
    for cue, listed in enumerate(_table().values()):
        for phrase in {_shared(entry) for entry in listed.split("|")}:
            phrases.setdefault(phrase[0], []).append((phrase, cue))
    for starting in phrases.values():
        starting.sort(key=lambda entry: (-len(entry[0]), entry))
    return phrases
