"""Shares of a score in; the words to show for it out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from rhetoric.annotations import Evidence
from rhetoric.tokens import NAME, Tokens

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


def evidence_of(
    content: str, tokens: Tokens, sentence: int, shares: NDArray[np.float64]
) -> tuple[Evidence, ...]:
    """The words that raised a score most, in the order of the text; neighbours are joined."""
    first = int(tokens.bounds[sentence])
    shown = _most_telling(content, tokens, first, shares)
    return tuple(
        Evidence(start, end, content[start:end], float(shares[run].sum()))
        for run in _runs(shown)
        for start, end in [(int(tokens.starts[first + run[0]]), int(tokens.ends[first + run[-1]]))]
    )


def _most_telling(
    content: str, tokens: Tokens, first: int, shares: NDArray[np.float64]
) -> list[int]:
    worth = np.array(
        [share * _shown_part(content, tokens, first + i) for i, share in enumerate(shares)]
    )
    if not len(worth) or worth.max() <= 0:
        return []
    ranked = np.argsort(-worth, kind="stable")[:MOST_WORDS]
    return sorted(int(index) for index in ranked if worth[index] >= SMALLEST_PART * worth.max())


def _shown_part(content: str, tokens: Tokens, token: int) -> float:
    """How much of a token's share counts when choosing what to show.

    A name brings what any name would bring there, so to show it would mislead.
    """
    written = content[tokens.starts[token] : tokens.ends[token]]
    is_mark = not written[0].isalnum() and written[0] not in "!?"
    if is_mark or tokens.texts[tokens.ids[token]].startswith(NAME):
        return 0
    return SMALLEST_PART / 0.5 if written.lower() in FUNCTION_WORDS else 1


def _runs(indices: list[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for index in indices:
        if run and index != run[-1] + 1:
            yield run
            run = []
        run.append(index)
    if run:
        yield run
