"""Bytes in; characters out."""

from __future__ import annotations

import codecs
import re

from rhetoric.errors import UnreadableText

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
ZIP = b"PK\x03\x04"
WORD_BODY = b"word/document.xml"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
RICH_TEXT = b"{\\rtf"
DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]*\b(?:charset|encoding)\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE
)
DECLARED_WITHIN = 1024
"""Bytes of a page in which its encoding has to be declared, as HTML has it."""


def decode(data: bytes, source: str) -> str:
    """Decode UTF-8 without altering it; a byte order mark stays as the first character.

    Raises:
        UnreadableText: the bytes are binary or in another encoding.
    """
    if data.startswith(UTF_16):
        raise UnreadableText(f"{source}: is UTF-16, not UTF-8; convert it with iconv")
    if data.startswith(RICH_TEXT):
        raise UnreadableText(f"{source}: is rich text (RTF); save it as .docx or .txt")
    if b"\0" in data:
        raise UnreadableText(f"{source}: is a binary file, not text{_perhaps(data)}")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableText(
            f"{source}: is not UTF-8 text (line {line}, byte {error.start}); "
            "save it as UTF-8 or convert it with iconv"
        ) from None


def decode_page(data: bytes, source: str) -> str:
    """Decode a web page as browsers do: by its own word for it, else UTF-8, else Windows-1252.

    Raises:
        UnreadableText: the bytes are binary.
    """
    if data.startswith(UTF_16):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data:
        raise UnreadableText(f"{source}: is a binary file, not a web page{_perhaps(data)}")
    if not data.startswith(codecs.BOM_UTF8):
        declared = DECLARED.search(data[:DECLARED_WITHIN])
        name = declared[1].decode() if declared else "utf-8"
        try:
            return data.decode(_meant(codecs.lookup(name).name))
        except (LookupError, ValueError):
            pass
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("windows-1252", errors="replace")


def _meant(declared: str) -> str:
    """The encoding that browsers take where a page declares this one (WHATWG's Encoding)."""
    if declared in ("iso8859-1", "ascii"):
        return "windows-1252"
    return "utf-8" if declared.startswith("utf-16") else declared


def _perhaps(data: bytes) -> str:
    """What the bytes look like, as a hint."""
    if data.startswith(b"%PDF-"):
        return "; if it is PDF, use --input-format pdf"
    if data.startswith(ZIP) and WORD_BODY in data:
        return "; if it is DOCX, use --input-format docx"
    if data.startswith((ZIP, OLD_OFFICE)):
        return "; if it is a document, save it as .docx or .txt"
    return ""
