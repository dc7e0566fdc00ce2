"""Paragraphs that an extractor found in; a `Text` of them, which offsets then refer to, out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rhetoric.blocks import Block, Text
from rhetoric.boilerplate import is_boilerplate
from rhetoric.inputs.headings import is_heading

BETWEEN_PARAGRAPHS = "\n\n"


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a page or document."""

    text: str
    kind: str
    """`prose`, `heading`, `list_item` or `quotation`."""


def extracted_text(source: str, paragraphs: Iterable[Paragraph], notice: str = "") -> Text:
    """Lay the paragraphs out one after the other; empty ones are left out."""
    blocks = []
    parts: list[str] = []
    length = 0
    for paragraph in paragraphs:
        text = printable_in_utf8(" ".join(paragraph.text.split()))
        if text:
            if parts:
                parts.append(BETWEEN_PARAGRAPHS)
                length += len(BETWEEN_PARAGRAPHS)
            blocks.append(_block(length, text, paragraph.kind))
            parts.append(text)
            length += len(text)
    return Text(source, "".join(parts), tuple(blocks), extracted=True, notice=notice)


def _block(start: int, text: str, kind: str) -> Block:
    end = start + len(text)
    if kind == "quotation":
        return Block(start, end, kind, "quoted")
    if is_boilerplate(text):
        return Block(start, end, "boilerplate")
    return Block(start, end, "heading" if kind == "prose" and is_heading(text) else kind)


def printable_in_utf8(text: str) -> str:
    """The text without halves of surrogate pairs, which extractors can leave."""
    return text.encode("utf-8", errors="replace").decode()
