"""Step 1: a path, bytes or a string in; a `Text` out: decoded characters and their blocks.

The characters are never altered, so every offset counts code points of the decoded file, with
a byte order mark and carriage returns included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from rhetoric.boilerplate import POLL_END, POLL_SIGN, POLL_START, is_boilerplate
from rhetoric.errors import UnreadableText

LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
MARGIN = " \t\u00a0\ufeff\u200b"
SENTENCE_END = (".", "!", "?", "…", ":", ";")
CLOSING = "\"”’')]"
NARROWEST_WRAP, WIDEST_WRAP = 40, 120
HARD_WRAP_SHARE = 0.8
HEADING_WORDS = 16
LONGEST_POLL = 12
LONGEST_POLL_LINE = 200


class Block(NamedTuple):
    """A paragraph, headline or line of site furniture: `content[start:end]` of its text."""

    start: int
    end: int
    kind: str
    """`prose`, `heading` or `boilerplate`."""


@dataclass(frozen=True)
class Text:
    """Decoded characters, where they came from, and the blocks found in them."""

    source: str
    content: str
    blocks: tuple[Block, ...]


def read_text(path: Path) -> Text:
    """Read a UTF-8 file.

    Raises:
        UnreadableText: the file is missing, a folder, not permitted, binary or not UTF-8.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise UnreadableText(f"{path}: no such file") from None
    except IsADirectoryError:
        raise UnreadableText(f"{path}: is a folder, not a text file") from None
    except OSError as error:
        raise UnreadableText(f"{path}: cannot be read ({error.strerror})") from None
    return text_of(decode(data, str(path)), str(path))


def decode(data: bytes, source: str) -> str:
    """Decode UTF-8 without altering it; a byte order mark stays as the first character.

    Raises:
        UnreadableText: the bytes are binary or in another encoding.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableText(f"{source}: is UTF-16, not UTF-8; convert it with iconv")
    if b"\0" in data:
        raise UnreadableText(f"{source}: is a binary file, not text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableText(
            f"{source}: is not UTF-8 text (line {line}, byte {error.start}); "
            "save it as UTF-8 or convert it with iconv"
        ) from None


def text_of(content: str, source: str = "<string>") -> Text:
    """Find the blocks of a string."""
    return Text(source, content, tuple(_blocks(content)))


def _blocks(content: str) -> Iterator[Block]:
    poll_lines_left = 0
    has_poll = POLL_SIGN in content.casefold()
    for start, end in _paragraphs(content):
        block = content[start:end]
        if has_poll:
            if POLL_START.search(block):
                poll_lines_left = LONGEST_POLL
            elif POLL_END.search(block):
                poll_lines_left = 0
        in_poll = poll_lines_left > 0 and end - start <= LONGEST_POLL_LINE
        poll_lines_left -= 1
        if in_poll or is_boilerplate(block):
            kind = "boilerplate"
        elif _is_heading(block):
            kind = "heading"
        else:
            kind = "prose"
        yield Block(start, end, kind)


def _is_heading(block: str) -> bool:
    return not _ends_sentence(block) and len(block.split(None, HEADING_WORDS)) <= HEADING_WORDS


def _ends_sentence(block: str) -> bool:
    return block.rstrip(CLOSING).endswith(SENTENCE_END)


def _paragraphs(content: str) -> Iterator[tuple[int, int]]:
    """Spans of paragraphs: each line is one, but the lines of a hard-wrapped one are joined."""
    lines = [_trimmed(content, *match.span()) for match in LINE.finditer(content)]
    lines = [(start, end) for start, end in lines if start < end]
    width = _wrap_width(content, lines)
    index = 0
    while index < len(lines):
        start, end = lines[index]
        while index + 1 < len(lines) and _continues(content, lines[index], lines[index + 1], width):
            index += 1
            end = lines[index][1]
        yield start, end
        index += 1


def _trimmed(content: str, start: int, end: int) -> tuple[int, int]:
    line = content[start:end]
    stripped = line.lstrip(MARGIN)
    return end - len(stripped), start + len(line.rstrip(MARGIN))


def _continues(content: str, line: tuple[int, int], following: tuple[int, int], width: int) -> bool:
    if not _adjacent(content, line, following):
        return False
    first = content[line[0] : line[1]]
    second = content[following[0] : following[1]]
    runs_on = second[0].islower() and not _ends_sentence(first)
    if runs_on or (width > 0 and _was_wrapped(first, second, width)):
        return not is_boilerplate(first) and not is_boilerplate(second)
    return False


def _adjacent(content: str, line: tuple[int, int], following: tuple[int, int]) -> bool:
    return len(LINE_BREAK.findall(content, line[1], following[0])) == 1


def _was_wrapped(first: str, second: str, width: int) -> bool:
    """The next line's first word would not have fitted on this one."""
    return len(first) + 1 + len(second.split(maxsplit=1)[0]) > width


def _wrap_width(content: str, lines: list[tuple[int, int]]) -> int:
    """The column at which a hard-wrapped text was wrapped; 0 where it was not."""
    width = max((end - start for start, end in lines), default=0)
    if not NARROWEST_WRAP <= width <= WIDEST_WRAP:
        return 0
    pairs = [
        (content[slice(*line)], content[slice(*following)])
        for line, following in zip(lines, lines[1:], strict=False)
        if _adjacent(content, line, following)
    ]
    wrapped = sum(_was_wrapped(first, second, width) for first, second in pairs)
    return width if len(pairs) >= 2 and wrapped >= HARD_WRAP_SHARE * len(pairs) else 0
