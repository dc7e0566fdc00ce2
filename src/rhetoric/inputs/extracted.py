"""Paragraphs that an extractor found in; a `Text` of them, which offsets then refer to, out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rhetoric.blocks import Block, Text
from rhetoric.inputs.paragraphs import blocks_of

BETWEEN_PARAGRAPHS = "\n\n"


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a page or document."""

    text: str
    kind: str
    """`prose`, `heading`, `list_item` or `quotation`."""


def extracted_text(source: str, paragraphs: Iterable[Paragraph], notice: str = "") -> Text:
    """Lay the paragraphs out one after the other; empty ones are left out."""
    found = []
    parts: list[str] = []
    length = 0
    for paragraph in paragraphs:
        text = printable_in_utf8(" ".join(paragraph.text.split()))
        if text:
            if parts:
                parts.append(BETWEEN_PARAGRAPHS)
                length += len(BETWEEN_PARAGRAPHS)
            found.append(Block(length, length + len(text), paragraph.kind))
            parts.append(text)
            length += len(text)
    content = "".join(parts)
    blocks = tuple(blocks_of(content, found))
    return Text(source, content, blocks, extracted=True, notice=notice)


def printable_in_utf8(text: str) -> str:
    """The text without halves of surrogate pairs, which extractors can leave."""
    return text.encode("utf-8", errors="replace").decode()
