"""Adjacent lines in; whether the second goes on with the paragraph of the first out.

A paragraph that runs over a line break mostly goes on in lower case. Where enough line breaks do,
the text is taken to be hard-wrapped, and a full line is joined to the next one whatever that begins
with.
"""

from __future__ import annotations

from collections.abc import Iterable

from rhetoric.inputs.headings import ends_sentence

NARROWEST_WRAP, WIDEST_WRAP = 30, 140
FEWEST_RUNNING_ON = 2
RUNNING_ON_SHARE = 0.4
FULL = 0.9
"""Share of the width that the line and the next word have to fill: proportional type is ragged."""


def wrap_width(pairs: Iterable[tuple[str, str]]) -> int:
    """Characters in a full line of a hard-wrapped text; 0 where the text is not wrapped."""
    count = 0
    running_on = []
    for first, second in pairs:
        count += 1
        if _runs_on(first, second):
            running_on.append(len(first))
    if len(running_on) < max(FEWEST_RUNNING_ON, RUNNING_ON_SHARE * count):
        return 0
    width = sorted(running_on)[int(0.9 * len(running_on))]
    return width if NARROWEST_WRAP <= width <= WIDEST_WRAP else 0


def continues(first: str, second: str, width: int) -> bool:
    """Whether a line, of a text wrapped at that width, goes on in the one under it."""
    if _runs_on(first, second):
        return True
    next_word = second.split(maxsplit=1)[0]
    return width > 0 and len(first) + 1 + len(next_word) > FULL * width


def _runs_on(first: str, second: str) -> bool:
    return second[0].islower() and not ends_sentence(first)
