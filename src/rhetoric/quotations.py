"""Spans of text inside quotation marks, also where a quotation runs over several blocks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rhetoric.text import Block, Text

MARK = re.compile(
    r"""
    [\"“”„«»‘’']                                 # first, so that the search can skip to it
    (?:(?<=[\"“”„«»])
      |(?<=[‘'])(?<!\w[‘'])(?=\w)               # a single mark opens before a word
      |(?<=[\w.,!?…][’'])(?!\w))                # and closes after one
    """,
    re.VERBOSE,
)
OPENING = "“„«‘"
CLOSING = "”»"
LONGEST_RUN = 4
"""Blocks that one unclosed quotation may go on for."""


@dataclass(frozen=True)
class Quotations:
    """Sorted, disjoint spans of quoted characters, marks included."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def covered(self, start: int, end: int) -> int:
        """Number of characters of `[start, end)` that are quoted."""
        index = max(0, bisect_right(self.starts, start) - 1)
        total = 0
        while index < len(self.starts) and self.starts[index] < end:
            total += max(0, min(end, self.ends[index]) - max(start, self.starts[index]))
            index += 1
        return total


def quotations(text: Text) -> Quotations:
    """Find the quoted spans of a text.

    A quotation left open at the end of a block goes on in the next one when that begins with an
    opening mark, or when the next mark there closes it; otherwise the stray mark is ignored.
    """
    spans: list[tuple[int, int]] = []
    blocks = [block for block in text.blocks if block.kind != "boilerplate"]
    inside = False
    run = 0
    for index, block in enumerate(blocks):
        block_spans, inside = _block_spans(text.content, block, inside)
        run = run + 1 if inside else 0
        if inside and (
            run >= LONGEST_RUN or not _goes_on(text.content, blocks[index + 1 : index + 2])
        ):
            inside = False
            if run < 2 and not text.content.startswith(('"', "“"), block.start):
                block_spans.pop()
        spans.extend(block_spans)
    return Quotations(tuple(start for start, _ in spans), tuple(end for _, end in spans))


def _goes_on(content: str, following: Sequence[Block]) -> bool:
    for block in following:
        first = next(_marks(content, block), None)
        if first is None:
            return False
        position, opens, single = first
        return not single and (position == block.start or not opens)
    return False


def _block_spans(content: str, block: Block, inside: bool) -> tuple[list[tuple[int, int]], bool]:
    """Quoted spans of one block, and whether the last of them is still open at its end."""
    spans: list[tuple[int, int]] = []
    opened = block.start if inside else -1
    by_single = False
    for position, opens, single in _marks(content, block):
        if opened < 0:
            if opens:
                opened, by_single = position, single
        elif single == by_single and not (opens and position == block.start) and not opens:
            spans.append((opened, position + 1))
            opened = -1
    if opened >= 0 and by_single:
        opened = -1
    if opened >= 0:
        spans.append((opened, block.end))
    return spans, opened >= 0


def _marks(content: str, block: Block) -> Iterator[tuple[int, bool, bool]]:
    """Position of each quotation mark, whether it opens, and whether it is a single one."""
    for match in MARK.finditer(content, block.start, block.end):
        mark = match.group()
        position = match.start()
        single = mark in "‘’'"
        if mark in OPENING:
            opens = True
        elif mark in CLOSING:
            opens = False
        else:
            before = content[position - 1] if position > block.start else " "
            after = content[position + 1] if position + 1 < block.end else " "
            opens = not (before.isalnum() or before in ".,!?…;:)%’'") and not after.isspace()
        yield position, opens, single
