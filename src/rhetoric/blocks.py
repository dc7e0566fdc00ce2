"""What every input becomes: a `Text`, its characters and the blocks found in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

OPENING_MARKS = re.compile(r"[*_`\[]{1,8}\Z")
CLOSING_MARKS = re.compile(r"(?:[*_`]|\]\([^()\n]*\)|\]\[[^\]\n]*\]|\])*")


class Block(NamedTuple):
    """A paragraph, headline, list item or line of site furniture: `content[start:end]`."""

    start: int
    end: int
    kind: str
    """`prose`, `heading`, `list_item`, `quotation` or `boilerplate`."""
    voice: str = "author"
    """`quoted` where all of it is another's words: a block quote, a speaker's turn."""


@dataclass(frozen=True)
class Markup:
    """A file with marks between the characters that are read, and where those stand in it."""

    file: str
    starts: tuple[int, ...]
    """Where each piece without marks starts in the content, rising from 0."""
    places: tuple[int, ...]
    """Where each piece starts in the file."""

    def place(self, offset: int) -> int:
        """Offset in the file of a character of the content."""
        piece = bisect_right(self.starts, offset) - 1
        return self.places[piece] + offset - self.starts[piece]


@dataclass(frozen=True)
class Text:
    """The characters that are read, where they came from, and the blocks found in them."""

    source: str
    content: str
    """All characters of the file, without the marks of its markup where it has some, or what was
    extracted from it."""
    blocks: tuple[Block, ...]
    markup: Markup | None = None
    """Where the content stands in a file with markup; None where it is the whole file."""
    extracted: bool = False
    """Whether offsets can only refer to the content, because the file is no text."""
    notice: str = ""
    """What the user should know of how the text was read."""

    @property
    def shown(self) -> str:
        """The characters that results refer to."""
        return self.content if self.markup is None else self.markup.file

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `content[start:end]` stands in `shown`."""
        if self.markup is None or start == end:
            return start, end
        return self.markup.place(start), self.markup.place(end - 1) + 1

    def sentence_span(self, start: int, end: int) -> tuple[int, int]:
        """Where the sentence `content[start:end]` stands in `shown`, with marks that touch it.

        A mark beside white space of the content is none of its characters.
        """
        first, last = self.span(start, end)
        if self.markup is None:
            return first, last
        if start == 0 or self.content[start - 1].isspace():
            opening = OPENING_MARKS.search(self.shown, max(0, first - 8), first)
            first = opening.start() if opening else first
        if end == len(self.content) or self.content[end].isspace():
            closing = CLOSING_MARKS.match(self.shown, last)
            last = closing.end() if closing else last
        return first, last
