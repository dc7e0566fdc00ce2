"""Paragraphs that a format tells apart in; their blocks out, with speakers' turns among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rhetoric.blocks import Block
from rhetoric.boilerplate import is_boilerplate
from rhetoric.inputs.chats import writer
from rhetoric.inputs.headings import is_heading
from rhetoric.inputs.transcripts import find_turns, speaker, stand_apart


def blocks_of(content: str, paragraphs: Sequence[Block]) -> Iterator[Block]:
    """Tell furniture, headlines and the turns of a transcript among stripped paragraphs.

    Only prose can be a turn. A paragraph is cut where another speaker's turn begins on a new line.
    """
    starts = {paragraph.start for paragraph in paragraphs}
    parts = [part for paragraph in paragraphs for part in _cut(content, paragraph)]
    turns = find_turns(
        [content[part.start : part.end] if part.kind == "prose" else "" for part in parts]
    )
    first = 0
    for index in range(1, len(parts) + 1):
        if (
            index == len(parts)
            or parts[index].start in starts
            or stand_apart(turns[index - 1], turns[index])
        ):
            yield _block(content, parts[first]._replace(end=parts[index - 1].end), turns[first])
            first = index


def _cut(content: str, paragraph: Block) -> Iterator[Block]:
    """Cut a paragraph before each line that may begin a turn, and after one above a message."""
    if paragraph.kind == "prose":
        end, cut = paragraph.start, False
        for line in content[paragraph.start : paragraph.end].split("\n"):
            above = bool(writer(line))
            if end > paragraph.start and (cut or above or speaker(line)):
                yield paragraph._replace(end=end - 1)
                paragraph = paragraph._replace(start=end)
            end += len(line) + 1
            cut = above
    yield paragraph


def _block(content: str, paragraph: Block, turn: str) -> Block:
    text = content[paragraph.start : paragraph.end]
    if paragraph.kind == "quotation" or turn == "label":
        return paragraph._replace(voice="quoted")
    if turn == "header" or is_boilerplate(text):
        return paragraph._replace(kind="boilerplate")
    if paragraph.kind != "prose":
        return paragraph
    if turn != "message" and is_heading(text):
        return paragraph._replace(kind="heading")
    return paragraph._replace(voice="quoted") if turn else paragraph
