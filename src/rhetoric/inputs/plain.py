"""Plain text in, also as pasted from pages or hard-wrapped; its blocks out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from rhetoric.blocks import Block, Text
from rhetoric.boilerplate import POLL_END, POLL_SIGN, POLL_START, Sign, is_boilerplate, signs_in
from rhetoric.inputs.decoding import decode
from rhetoric.inputs.headings import is_heading
from rhetoric.inputs.transcripts import find_turns, stand_apart
from rhetoric.inputs.wrapping import continues, wrap_width

LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
MARGIN = " \t\u00a0\ufeff\u200b"
QUOTE_MARKS = re.compile(r"(?:>[ \t\u00a0]?)+")
MARKS = {
    "heading": re.compile(r"#{1,6}[ \t\u00a0]+(?=\S)"),
    "list_item": re.compile(r"(?:[•◦▪▫●○‣⁃∙·*+–-]|\(?\d{1,2}[.)]|\(?[a-z]\))[ \t\u00a0]+(?=\S)"),
}
FORWARDED = re.compile(r"-{2,} ?(?:original|forwarded) message ?-{2,}", re.IGNORECASE)
LONGEST_POLL = 12
LONGEST_POLL_LINE = 200


def read_plain(data: bytes, source: str) -> Text:
    """Read UTF-8 bytes.

    Raises:
        UnreadableText: they are binary or in another encoding.
    """
    return plain_text(decode(data, source), source)


def plain_text(content: str, source: str) -> Text:
    """Find the blocks of a string.

    Marks before headings, list items and the first line of an e-mail's quotation (`> `) belong to
    no block.
    """
    return Text(source, content, tuple(_blocks(content)))


class Line(NamedTuple):
    """A line without its margins, and without the marks of a quotation, heading or list item."""

    start: int
    end: int
    text: str
    quoted: int
    """How many quotations it stands in, by its marks."""
    marked: str
    """`heading` or `list_item` by its mark, else empty."""
    boilerplate: bool
    follows: bool
    """Whether it stands right under the line before it."""


def _blocks(content: str) -> Iterator[Block]:
    signs = signs_in(content)
    lines = list(_lines(content, signs))
    turns = find_turns([line.text for line in lines], [line.follows for line in lines])
    has_poll = any(sign == POLL_SIGN for sign, _ in signs)
    poll_lines_left = 0
    forwarded = False
    for first, last in _paragraphs(lines, turns):
        start, end = lines[first].start, lines[last].end
        block = content[start:end]
        forwarded = forwarded or FORWARDED.fullmatch(block) is not None
        if has_poll:
            if POLL_START.search(block):
                poll_lines_left = LONGEST_POLL
            elif POLL_END.search(block):
                poll_lines_left = 0
        in_poll = poll_lines_left > 0 and end - start <= LONGEST_POLL_LINE
        poll_lines_left -= 1
        one_line = first == last
        furniture = lines[first].boilerplate if one_line else is_boilerplate(block, signs)
        if turns[first] == "label":
            yield Block(start, end, "prose", "quoted")
        elif in_poll or furniture or turns[first] == "header":
            yield Block(start, end, "boilerplate")
        elif lines[first].quoted or forwarded:
            yield Block(start, end, "quotation", "quoted")
        else:
            is_title = turns[first] != "message" and is_heading(block)
            kind = lines[first].marked or ("heading" if is_title else "prose")
            in_turn = turns[first] and kind != "heading"
            yield Block(start, end, kind, "quoted" if in_turn else "author")


def _lines(content: str, signs: Sequence[Sign]) -> Iterator[Line]:
    before = -1
    for match in LINE.finditer(content):
        marks, text = _without_quote_marks(match.group().lstrip(MARGIN))
        start = match.end() - len(text)
        text = text.rstrip(MARGIN)
        if not text:
            continue
        follows = before >= 0 and len(LINE_BREAK.findall(content, before, start)) == 1
        before = end = start + len(text)
        boilerplate = is_boilerplate(text, signs)
        marked, mark = ("", None) if boilerplate else _mark(text)
        if mark:
            start, text = start + mark.end(), text[mark.end() :]
            boilerplate = is_boilerplate(text, signs)
        yield Line(start, end, text, marks.count(">"), marked, boilerplate, follows)


def _without_quote_marks(text: str) -> tuple[str, str]:
    """The marks of quotations that a line begins with, and the rest of it."""
    marks = QUOTE_MARKS.match(text)
    cut = marks.end() if marks else 0
    return text[:cut], text[cut:].lstrip(MARGIN)


def _mark(text: str) -> tuple[str, re.Match[str] | None]:
    """What a line is by the mark that it begins with."""
    for kind, pattern in MARKS.items():
        if mark := pattern.match(text):
            return kind, mark
    return "", None


def _paragraphs(lines: Sequence[Line], turns: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last line of each paragraph: the lines of a hard-wrapped one are joined."""
    may_join = [
        second.follows
        and first.quoted == second.quoted
        and not (second.marked or first.boilerplate or second.boilerplate)
        for first, second in pairwise(lines)
    ]
    width = wrap_width(
        (first.text, second.text)
        for (first, second), joinable in zip(pairwise(lines), may_join, strict=True)
        if joinable
    )
    first = 0
    for index in range(len(lines)):
        if (
            index + 1 < len(lines)
            and may_join[index]
            and not stand_apart(turns[index], turns[index + 1])
            and continues(lines[index].text, lines[index + 1].text, width)
        ):
            continue
        yield first, index
        first = index + 1
