"""Tokens in; the cue phrases of `cues.toml` that occur in them out."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rhetoric.growing import GrowingLists
from rhetoric.tokens import Tokens, shared


@cache
def cue_names() -> tuple[str, ...]:
    """The lists of `cues.toml`, in order; each is one feature."""
    return tuple(_table())


@cache
def cue_words() -> dict[str, int]:
    """All words of all cue phrases, numbered; they are ordinary vocabulary, never names."""
    words = dict.fromkeys(word for phrases in _phrases() for phrase in phrases for word in phrase)
    return {word: number for number, word in enumerate(words)}


@dataclass(frozen=True)
class PhraseTree:
    """All phrases as a tree: each begins at the root, 0, and goes down word by word."""

    steps: NDArray[np.int64]
    """`node * len(cue_words()) + word` of each way down, sorted."""
    nodes: NDArray[np.int64]
    """The node that each way leads to."""
    cues: GrowingLists
    """The cues whose phrases end at each node."""

    def down(
        self, nodes: NDArray[np.int64], words: NDArray[np.int64]
    ) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
        """Whether a way leads down from each node by its word, and where to."""
        steps = nodes * len(cue_words()) + words
        place = np.minimum(np.searchsorted(self.steps, steps), len(self.steps) - 1)
        return (self.steps[place] == steps) & (words >= 0), self.nodes[place]


def find_cues(
    tokens: Tokens, words: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Find all phrases that occur.

    In each list the longest phrase wins where several start at the same token.

    Args:
        tokens: the tokens.
        words: number in `cue_words()` of each token, -1 for none; shape (tokens,).

    Returns:
        First token, length, and index in `cue_names()` of each.
    """
    tree = phrase_tree()
    ends = tokens.bounds[1:][tokens.sentences]
    first = np.flatnonzero(words >= 0)
    nodes = np.zeros(len(first), dtype=np.int64)
    none = np.zeros(0, dtype=np.int64)
    found = [(none, none, none)]
    length = 0
    while len(first):
        leads, below = tree.down(nodes, words[first + length])
        first, nodes = first[leads], below[leads]
        length += 1
        counts, (cues,) = tree.cues.of(nodes)
        found.append((np.repeat(first, counts), np.full(len(cues), length), cues))
        inside = first + length < ends[first]
        first, nodes = first[inside], nodes[inside]
    starts, lengths, cues = (np.concatenate(part) for part in zip(*reversed(found), strict=True))
    keys = starts * len(cue_names()) + cues
    order = np.argsort(keys, kind="stable")
    longest = order[np.diff(keys[order], prepend=-1) > 0]
    return starts[longest], lengths[longest], cues[longest]


@cache
def phrase_tree() -> PhraseTree:
    """The tree of the phrases of `cues.toml`."""
    numbers = cue_words()
    children: list[dict[int, int]] = [{}]
    cues: list[list[int]] = [[]]
    for cue, phrases in enumerate(_phrases()):
        for phrase in phrases:
            node = 0
            for word in phrase:
                below = children[node].setdefault(numbers[word], len(children))
                if below == len(children):
                    children.append({})
                    cues.append([])
                node = below
            cues[node].append(cue)
    steps = sorted(
        (node * len(numbers) + word, below)
        for node, ways in enumerate(children)
        for word, below in ways.items()
    )
    table = np.array(steps, dtype=np.int64)
    listed = GrowingLists(np.int64)
    listed.extend([len(at) for at in cues], [cue for at in cues for cue in at])
    return PhraseTree(table[:, 0], table[:, 1], listed)


@cache
def _table() -> dict[str, str]:
    return tomllib.loads(Path(__file__).with_name("cues.toml").read_text(encoding="utf-8"))


@cache
def _phrases() -> tuple[tuple[tuple[str, ...], ...], ...]:
    """The distinct phrases of each list, each as its words."""
    same = shared()
    return tuple(
        tuple(
            dict.fromkeys(
                tuple(same.get(word, word) for word in entry.split()) for entry in listed.split("|")
            )
        )
        for listed in _table().values()
    )
