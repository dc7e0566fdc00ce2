"""A PDF in; the text of its pages out, which offsets then refer to. Needs the extra `documents`."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rhetoric.blocks import Text
from rhetoric.errors import MissingExtra, UnreadableText, how_to_install
from rhetoric.inputs.extracted import printable_in_utf8
from rhetoric.inputs.plain import plain_text

HYPHENATED = re.compile(r"(?<=[a-z])[-\u00ad]\n([a-z]\S*) ?")
DIGITS = re.compile(r"\d+")
FEWEST_PAGES = 3
RUNNING_SHARE = 0.5
"""A first or last line that stands on more of the pages is a running head or foot."""


def read_pdf(data: bytes, source: str) -> Text:
    """Read a PDF's text, without running heads, page numbers and hyphens at the ends of lines.

    Raises:
        UnreadableText: it is no PDF, damaged, locked with a password, or holds only pictures.
        MissingExtra: the extra `documents` is not installed.
    """
    try:
        import pypdf
    except ImportError:
        raise MissingExtra(
            f"{source}: reading a PDF needs pypdf; {how_to_install('documents')}"
        ) from None
    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    pages = _pages(pypdf, data, source)
    empty = sum(not page.strip() for page in pages)
    if empty == len(pages):
        raise UnreadableText(f"{source}: holds no text, only pictures; it needs text recognition")
    notice = f"{source}: {empty} of {len(pages)} pages hold no text" if empty else ""
    content = HYPHENATED.sub(r"\1\n", "\n".join(_without_running_lines(pages)))
    text = plain_text(printable_in_utf8(content), source)
    return replace(text, extracted=True, notice=notice)


def _pages(pypdf: Any, data: bytes, source: str) -> list[str]:
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = [] if locked else [page.extract_text() for page in reader.pages]
    except Exception as error:  # pypdf raises errors of many kinds on damaged files
        raise UnreadableText(
            f"{source}: is no PDF that can be read ({type(error).__name__})"
        ) from None
    if locked:
        raise UnreadableText(f"{source}: is locked with a password; save it without one")
    return pages


def _without_running_lines(pages: Sequence[str]) -> list[str]:
    split = [page.strip().splitlines() for page in pages]
    if len(split) < FEWEST_PAGES:
        return ["\n".join(lines) for lines in split]
    for end in (0, -1):
        counts = Counter(_without_digits(lines[end]) for lines in split if lines)
        for lines in split:
            if lines and counts[_without_digits(lines[end])] > RUNNING_SHARE * len(split):
                del lines[end]
    return ["\n".join(lines) for lines in split]


def _without_digits(line: str) -> str:
    return DIGITS.sub("0", line.strip())
