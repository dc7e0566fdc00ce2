"""Step 2: a `Text` in; its sentences out, each with its kind and voice.

The only module that knows the splitter. `sentencex` finds the boundaries; what it gets wrong on
news, speech and posts is mended here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sentencex import segment

from rhetoric.abbreviations import (
    ABBREVIATION,
    MEASURE,
    NEVER_LAST,
    can_end_sentence,
    starts_sentence,
    word_before,
)
from rhetoric.quotations import Quotations, quotations
from rhetoric.text import Block, Text
from rhetoric.voice import voices_of

ENDS = r".!?…\U0001F300-\U0001FAFF\u2600-\u27BF\uFE0F"
MISSED = re.compile(
    rf"""
    (?P<end>[{ENDS}](?<![{ENDS}].)[{ENDS}]*+)    # the end of a sentence, emoji included
    (?P<close>[\"”’')\]«»]*+)                      # with what closes there
    \s++
    (?=(?P<next>[\"“‘'(\[]{{0,3}}[A-Z0-9]        # and the start of another
        |(?<=[!?][!?]\s)[a-z]
        |(?<=[^\x00-\u2100]\s)[\#@]))
    """,
    re.VERBOSE,
)
QUESTION_ENDS = tuple(end + close for end in "?!" for close in "\"”’'")
CLOSING_QUOTES = ('"', "”", "’", "'", "«", "»")
OPENING = '“"‘(['
SPEAKER_AFTER = re.compile(
    r"""
    (?:[A-Z][\w.’'-]{0,40}\s+|the\s+|a\s+){1,5}
    (?:said|says|asked|asks|added|adds|cried|shouted|wrote|writes|replied|yelled|tweeted|told
    |wondered|continued|declared|quipped|insisted|demanded|exclaimed|responded|explained)\b
    """,
    re.VERBOSE,
)
CLOSING_MARKS = re.compile(r"[*_~`]{1,3}(?=\s|\Z)\s*")
"""Of Markdown, which is often pasted as plain text."""
DAY_OR_ZONE = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[ECMP][SD]?T|GMT|BST|CET|Eastern|Pacific)\b"
)
WITHIN_INITIALS = re.compile(r"[A-Z]\.[A-Z]\.")
NUMBER_AT_START = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})[.)]")
NAME_WITH_MARK = re.compile(r"\b[A-Z][\w]{0,20}[!?]$")
WORD = re.compile(r"\w")
LETTER = re.compile(r"[^\W\d_]")
BLANK = re.compile(r"[^\S ]")
LONGEST_PIECE = 10_000
"""Characters given to the splitter at once: on hostile text it takes the square of their time."""


class SentenceSpan(NamedTuple):
    """`content[start:end]` of a text is the sentence."""

    start: int
    end: int
    kind: str
    """`prose`, `heading`, `list_item`, `quotation` or `boilerplate`, as is all without a letter."""
    voice: str
    """`author`, or `quoted` where most of it is another's words."""


def split_sentences(text: Text) -> tuple[tuple[SentenceSpan, ...], Quotations]:
    """Split a text into sentences; also return its quoted spans."""
    quoted = quotations(text)
    prose = BLANK.sub(" ", text.content)
    found = [
        (start, end, block)
        for block in text.blocks
        for start, end in _block_sentences(prose, block)
    ]
    own = [(start, end) for start, end, block in found if block.voice == "author"]
    voices = iter(voices_of(text.content, own, quoted))
    sentences = [
        SentenceSpan(
            start,
            end,
            block.kind if LETTER.search(text.content, start, end) else "boilerplate",
            next(voices) if block.voice == "author" else block.voice,
        )
        for start, end, block in found
    ]
    return tuple(sentences), quoted


def _block_sentences(prose: str, block: Block) -> Iterator[tuple[int, int]]:
    if block.kind == "boilerplate":
        yield block.start, block.end
        return
    prose = prose[block.start : block.end]
    whole = _with_closing_marks(prose, _with_opening_marks(prose, _boundaries(prose)))
    for start, end in _without_fragments(prose, whole):
        yield block.start + start, block.start + end


def _boundaries(prose: str) -> Iterator[tuple[int, int]]:
    for first, last in _pieces(prose):
        for found in segment("en", prose[first:last]):
            start, end = first + len(found) - len(found.lstrip()), first + len(found.rstrip())
            first += len(found)
            missed = MISSED.search(prose, start, end)
            while missed:
                if _is_boundary(prose, missed):
                    yield start, missed.end("close")
                    start = missed.end()
                missed = MISSED.search(prose, missed.end(), end)
            if start < end:
                yield start, end


def _pieces(prose: str) -> Iterator[tuple[int, int]]:
    """Cut a paragraph that is longer than people write, after a sentence where there is one."""
    start = 0
    while len(prose) - start > LONGEST_PIECE:
        limit = start + LONGEST_PIECE
        cut = max(prose.rfind(end, start, limit) for end in (". ", "! ", "? "))
        cut = cut if cut >= start else prose.rfind(" ", start, limit)
        end = cut + 1 if cut >= start else limit
        yield start, end
        start = end
    yield start, len(prose)


def _is_boundary(prose: str, match: re.Match[str]) -> bool:
    following = match.start("next")
    if match["end"][-1] not in ".!?…":
        return len(match["end"]) > 1
    if match["end"] == ".":
        if prose[match.start() - 1] == " ":
            return starts_sentence(prose, following)
        return can_end_sentence(word_before(prose, 0, match.start()), prose, following)
    if match["close"] and SPEAKER_AFTER.match(prose, following):
        return False
    return match["end"] not in ("...", "…") or starts_sentence(prose, following)


def _with_opening_marks(
    prose: str, boundaries: Iterator[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Give an opening mark that ends one sentence to the next one."""
    moved: int | None = None
    for start, end in boundaries:
        start = start if moved is None else moved
        moved = None
        if prose[end - 1] in OPENING and end - start > 1 and prose[end - 2] == " ":
            moved = end - 1
            end = start + len(prose[start:moved].rstrip())
        yield start, end
    if moved is not None:
        yield moved, moved + 1


def _with_closing_marks(
    prose: str, boundaries: Iterator[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Give closing marks that one sentence begins with back to the one before it."""
    pending: tuple[int, int] | None = None
    for start, end in boundaries:
        if pending is not None and pending[1] == start:
            closing = CLOSING_MARKS.match(prose, start, end)
            if closing:
                start = closing.end()
                pending = pending[0], start - len(closing.group()) + len(closing.group().rstrip())
        if pending is not None:
            yield pending
        pending = (start, end) if start < end else None
    if pending is not None:
        yield pending


def _without_fragments(
    prose: str, boundaries: Iterator[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Join what was split off wrongly to the sentence before it."""
    pending: tuple[int, int] | None = None
    for start, end in boundaries:
        if pending is not None and _belongs_to(prose, pending, start, end):
            pending = pending[0], end
            continue
        if pending is not None:
            yield pending
        pending = start, end
    if pending is not None:
        yield pending


def _belongs_to(prose: str, before: tuple[int, int], start: int, end: int) -> bool:
    """Whether a piece is bare punctuation, or goes on with the sentence before it."""
    if not (prose[start].isalnum() or WORD.search(prose, start, end)):
        return True
    if prose[start].islower() and _runs_on(prose, before):
        return True
    if prose.endswith(("a.m.", "p.m."), *before) and DAY_OR_ZONE.match(prose, start):
        return True
    if prose[before[1] - 1] == ".":
        if start == before[1] and WITHIN_INITIALS.match(prose, start - 2):
            return True
        word = word_before(prose, before[0], before[1] - 1)
        if NEVER_LAST.fullmatch(word) or (MEASURE.fullmatch(word) and prose[start].isdigit()):
            return True
    if NUMBER_AT_START.fullmatch(prose, before[0], before[1]):
        return before[0] == 0
    asked = prose.endswith(QUESTION_ENDS, before[0], before[1])
    return asked and SPEAKER_AFTER.match(prose, start) is not None


def _runs_on(prose: str, before: tuple[int, int]) -> bool:
    """Whether a sentence can go on in lower case after this end: a quotation, a name, `i.e.`"""
    start, end = before
    if prose.endswith(CLOSING_QUOTES, start, end):
        return True
    if prose[end - 1] == ".":
        word = word_before(prose, start, end - 1)
        return (ABBREVIATION.fullmatch(word) or MEASURE.fullmatch(word)) is not None
    return NAME_WITH_MARK.search(prose, max(start, end - 24), end) is not None
