"""Step 1: a path or a string in; a `Text` out: its characters and their blocks.

The characters of a text file are never altered, so every offset counts code points of the decoded
file, with a byte order mark and carriage returns included.
"""

from __future__ import annotations

import re
from pathlib import Path

from rhetoric.blocks import Block, Text
from rhetoric.errors import BadOptions, UnreadableText
from rhetoric.inputs import INPUT_FORMATS, format_of
from rhetoric.inputs.decoding import decode

__all__ = ["Block", "Text", "read_text", "text_of"]

SURROGATE = re.compile("[\ud800-\udfff]")


def read_text(path: str | Path, input_format: str | None = None) -> Text:
    """Read a file.

    Args:
        path: the file.
        input_format: one of `INPUT_FORMATS`; None for the one that the file's name tells, or where
            it tells none, its first bytes.

    Raises:
        BadOptions: there is no such format.
        UnreadableText: the file is missing, a folder, not permitted, or not of that format.
        MissingExtra: the format needs a library that is not installed.
    """
    path = Path(path)
    if input_format is not None and input_format not in INPUT_FORMATS:
        raise BadOptions(f"input_format is {input_format!r}; give {', '.join(INPUT_FORMATS)}")
    data = _read_bytes(path)
    return INPUT_FORMATS[input_format or format_of(path.name, data)].read(data, str(path))


def read_characters(path: Path) -> str:
    """All characters of a file of data, without a byte order mark.

    Raises:
        UnreadableText: the file is missing, a folder, not permitted, or not UTF-8.
    """
    return decode(_read_bytes(path), str(path)).removeprefix("\ufeff")


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableText(f"{path}: no such file") from None
    except IsADirectoryError:
        raise UnreadableText(f"{path}: is a folder, not a text file") from None
    except OSError as error:
        raise UnreadableText(f"{path}: cannot be read ({error.strerror})") from None


def text_of(content: str, source: str = "<string>") -> Text:
    """Find the blocks of a string of plain text.

    A lone surrogate, which no file can hold, becomes a replacement character.
    """
    from rhetoric.inputs.plain import plain_text

    try:
        content.encode()
    except UnicodeEncodeError:
        content = SURROGATE.sub("\ufffd", content)
    return plain_text(content, source)
