"""Markdown in; its blocks out, with what is read of the file and where that stands in it.

Not read, and so not scored: code blocks, front matter, link targets, images, raw HTML, and the
marks themselves. Offsets refer to the file as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import dropwhile
from typing import TYPE_CHECKING

from rhetoric.blocks import Block, Markup, Text
from rhetoric.inputs.decoding import decode
from rhetoric.inputs.paragraphs import blocks_of

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

LINE = re.compile(r"([^\r\n]*)(\r\n?|\n|$)")
BYTE_ORDER_MARK = "\ufeff"
BETWEEN_BLOCKS = "\n\n"
CELLS = ("td", "th")
KINDS = {"heading": "heading", "list_item": "list_item", "blockquote": "quotation"}
CONTAINERS = (*KINDS, *CELLS)

Piece = tuple[int, str]
"""Where some characters stand, and what is read there."""


def read_markdown(data: bytes, source: str) -> Text:
    """Read UTF-8 bytes as Markdown: CommonMark with tables and front matter.

    Raises:
        UnreadableText: they are binary or in another encoding.
    """
    return markdown_text(decode(data, source), source)


def markdown_text(file: str, source: str) -> Text:
    """Find the blocks of a Markdown file."""
    parts: list[str] = []
    starts, places = [0], [0]
    found = []
    length = 0
    for container, pieces in _paragraphs(file):
        read = "".join(piece for _, piece in pieces)
        if read.strip():
            margin = len(read) - len(read.lstrip())
            start, end = length + margin, length + len(read.rstrip())
            found.append(Block(start, end, KINDS.get(container, "prose")))
        for place, piece in [*pieces, (len(file), BETWEEN_BLOCKS)]:
            parts.append(piece)
            starts.append(length)
            places.append(place)
            length += len(piece)
    markup = Markup(file, tuple(starts), tuple(places))
    content = "".join(parts)
    return Text(source, content, tuple(blocks_of(content, found)), markup)


def _paragraphs(file: str) -> Iterator[tuple[str, list[Piece]]]:
    """What each paragraph stands in, and what is read of it."""
    from rhetoric.inputs.markdown_inline import visible

    parser = _parser()
    mark = len(file) - len(file.removeprefix(BYTE_ORDER_MARK))
    environment: dict[str, object] = {}
    tokens = parser.parse(file[mark:], environment)
    lines = [match.span(1) for match in LINE.finditer(file, mark)]
    row, after = -1, 0
    for container, token in _inline_tokens(tokens):
        first, last = token.map or (0, 0)
        source = token.content
        if container in CELLS:
            row, after = first, after if first == row else 0
            # The parser took the backslash from each of the pipes, as it does only in cells.
            source = source.replace("|", r"\|")
        placed = _placed(file, source, lines[first:last], after if container in CELLS else None)
        if placed:
            after = placed[-1][1] + placed[-1][2] - lines[first][0]
            seen = visible(parser, source, environment)
            yield container, list(_pieces(seen, source, placed))


def _inline_tokens(tokens: Sequence[Token]) -> Iterator[tuple[str, Token]]:
    """Each paragraph's token, and the container that says what it is."""
    within: list[str] = []
    for token in tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name in CONTAINERS and token.nesting > 0:
            within.append(name)
        elif name in CONTAINERS:
            within.pop()
        elif token.type == "inline":
            innermost = within[-1] if within else ""
            quoted = "blockquote" in within and innermost not in CELLS
            yield "blockquote" if quoted else innermost, token


Placed = tuple[int, int, int]
"""Of a run of characters: offset in a paragraph's source, offset in the file, length."""


def _placed(
    file: str, source: str, lines: Sequence[tuple[int, int]], after: int | None
) -> list[Placed]:
    """Where each line of a paragraph's source stands in the file.

    The source lacks what stands before the line for its container: `> `, `- `, `# `, spaces. A cell
    of a table is looked for after the one before it, which ended at `after`.
    """
    placed = []
    offset = 0
    first = source.partition("\n")[0].strip()
    # The parser counts a first line of nothing but odd blanks, and leaves it out of the source.
    read = dropwhile(lambda line: first not in file[slice(*line)], lines)
    for written, (start, end) in zip(source.split("\n"), read, strict=False):
        stripped = written.strip()
        line = file[start:end]
        found = line.rfind(stripped) if after is None else line.find(stripped, after)
        if found >= 0 and stripped:
            margin = len(written) - len(written.lstrip())
            placed.append((offset + margin, start + found, len(stripped)))
        offset += len(written) + 1
    return placed


def _pieces(
    seen: Sequence[tuple[int, int, str]], source: str, placed: Sequence[Placed]
) -> Iterator[Piece]:
    """Give each visible run of a paragraph's source its place; lines are kept apart."""
    runs = iter(seen)
    run = next(runs, None)
    for number, (offset, place, length) in enumerate(placed):
        if number:
            _, there, size = placed[number - 1]
            yield there + size, "\n"
        while run is not None and run[0] < offset + length:
            start, end, read = run
            first, last = max(start, offset), min(end, offset + length)
            if first < last:
                yield place + first - offset, read or source[first:last]
            if end > offset + length:
                break
            run = next(runs, None)


@cache
def _parser() -> MarkdownIt:
    from rhetoric.inputs.markdown_inline import parser

    return parser()
