"""Shares of a score in; the words to show for it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rhetoric.annotations import Evidence
from rhetoric.growing import GrowingArray
from rhetoric.known_words import KnownWords
from rhetoric.tokens import NAME

MOST_WORDS = 4
SMALLEST_PART = 0.3
"""A word is shown if its share is at least this part of the largest."""
FUNCTION_WORDS = frozenset(
    """a an the this that these those it its he him his she her hers they them their we us our you
    your i me my of in on at to for from by with as is are was were be been am and or but if then
    than so not no do does did has have had will would can could may might there here who which
    what when where how""".split()
)
"""Shown only where they bring more than half of the largest share."""


class ShownParts:
    """How much of each known token's share counts when choosing what to show.

    A name brings what any name would bring there, so to show it would mislead.
    """

    def __init__(self, _: object, known: KnownWords) -> None:
        self._known = known
        self._parts = GrowingArray(np.float64)

    @property
    def parts(self) -> NDArray[np.float64]:
        """From 0 for what is never shown to 1; shape (tokens,)."""
        return self._parts.values

    def extend(self) -> None:
        """Add the tokens that the table of known words has beyond those of this one."""
        self._parts.extend([_shown_part(text) for text in self._known.texts[len(self._parts) :]])


def _shown_part(text: str) -> float:
    is_mark = not text[0].isalnum() and text[0] not in "!?"
    if is_mark or text.startswith(NAME):
        return 0
    return SMALLEST_PART / 0.5 if text in FUNCTION_WORDS else 1


def most_telling(worth: Sequence[float]) -> list[int]:
    """The tokens to show, in order; `worth` is the part of each token's share that counts."""
    best = max(worth, default=0.0)
    if best <= 0:
        return []
    least = SMALLEST_PART * best
    chosen = [index for index, value in enumerate(worth) if value >= least]
    if len(chosen) > MOST_WORDS:
        chosen = sorted(sorted(chosen, key=lambda index: -worth[index])[:MOST_WORDS])
    return chosen


def evidence_of(
    sentence: str,
    offset: int,
    spans: Sequence[tuple[int, int]],
    shares: Sequence[float],
    shown: Sequence[int],
) -> tuple[Evidence, ...]:
    """The tokens that are shown for a score; neighbours are joined.

    Args:
        sentence: the sentence.
        offset: where it starts in its text.
        spans: start and end of each token in the sentence.
        shares: each token's share of the score.
        shown: the tokens to show, rising.
    """
    return tuple(
        Evidence(offset + start, offset + end, sentence[start:end], sum(shares[i] for i in run))
        for run in _runs(shown)
        for start, end in [(spans[run[0]][0], spans[run[-1]][1])]
    )


def _runs(indices: Sequence[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for index in indices:
        if run and index != run[-1] + 1:
            yield run
            run = []
        run.append(index)
    if run:
        yield run
