"""A paragraph in; whether it ends as a sentence does, and whether it is a headline, out."""

from __future__ import annotations

SENTENCE_END = (".", "!", "?", "…", ":", ";")
CLOSING = "\"”’')]"
HEADING_WORDS = 16


def ends_sentence(line: str) -> bool:
    """Whether a stripped line ends as a sentence does."""
    return line.rstrip(CLOSING).endswith(SENTENCE_END)


def is_heading(block: str) -> bool:
    """Whether a stripped paragraph is short and has no full stop."""
    return not ends_sentence(block) and len(block.split(maxsplit=HEADING_WORDS)) <= HEADING_WORDS
