"""Step 1: bytes of any format in; a `Text` out. One file per format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import cast

from rhetoric.blocks import Text
from rhetoric.inputs.decoding import WORD_BODY, ZIP

Reader = Callable[[bytes, str], Text]


@dataclass(frozen=True)
class InputFormat:
    """A format, the endings of its files' names, and what reads it."""

    suffixes: tuple[str, ...]
    reader: str
    """Module and function, imported when needed."""

    def read(self, data: bytes, source: str) -> Text:
        """Read a file's bytes.

        Raises:
            UnreadableText: they are damaged, or not of this format.
            MissingExtra: the format needs a library that is not installed.
        """
        module, function = self.reader.split(":")
        reader = cast(Reader, getattr(import_module(f"rhetoric.inputs.{module}"), function))
        return reader(data, source)


INPUT_FORMATS = {
    "text": InputFormat((".txt", ".text"), "plain:read_plain"),
    "markdown": InputFormat((".md", ".markdown", ".mdown"), "markdown:read_markdown"),
    "html": InputFormat((".html", ".htm", ".xhtml"), "html:read_html"),
    "pdf": InputFormat((".pdf",), "pdf:read_pdf"),
    "docx": InputFormat((".docx",), "docx:read_docx"),
}
SUFFIXES = {suffix: name for name, entry in INPUT_FORMATS.items() for suffix in entry.suffixes}
PAGE_BEGINNINGS = (b"<!doctype html", b"<html")


def format_of(name: str, data: bytes) -> str:
    """The format that a file's name tells, or where it tells none, its content."""
    return SUFFIXES.get(PurePath(name).suffix.lower()) or format_by_content(data)


def format_by_content(data: bytes) -> str:
    """The format of a file whose first bytes leave no doubt; else `text`."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(ZIP) and WORD_BODY in data:
        return "docx"
    beginning = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return "html" if beginning.startswith(PAGE_BEGINNINGS) else "text"
