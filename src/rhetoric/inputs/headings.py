"""A paragraph in; whether it ends as a sentence does, and whether it is a headline, out."""

from __future__ import annotations

import re

SENTENCE_END = re.compile(r"[.!?…:;][\"”’')\]]{0,3}$")
LONGEST_END = 4
HEADING_WORDS = 16


def ends_sentence(line: str) -> bool:
    """Whether a stripped line ends as a sentence does."""
    return SENTENCE_END.search(line[-LONGEST_END:]) is not None


def is_heading(block: str) -> bool:
    """Whether a stripped paragraph is short and has no full stop."""
    return not ends_sentence(block) and len(block.split(maxsplit=HEADING_WORDS)) <= HEADING_WORDS
