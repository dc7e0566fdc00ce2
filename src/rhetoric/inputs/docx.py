"""A Word document in; its paragraphs out, which offsets refer to. Needs the extra `documents`."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from rhetoric.blocks import Text
from rhetoric.errors import MissingExtra, UnreadableText
from rhetoric.inputs.extracted import Paragraph, extracted_text

MOST_BYTES = 200_000_000
"""Unpacked, of all parts together; more is taken for a hostile archive."""
KINDS = {"Heading": "heading", "Title": "heading", "List": "list_item", "Quote": "quotation"}
KINDS |= {"Intense Quote": "quotation", "Subtitle": "heading"}
"""Beginning of a paragraph style's name to the kind of its paragraphs."""


def read_docx(data: bytes, source: str) -> Text:
    """Read the paragraphs and tables of a .docx; not its notes, headers and comments.

    Raises:
        UnreadableText: it is no .docx, or damaged.
        MissingExtra: the extra `documents` is not installed.
    """
    try:
        import docx
    except ImportError:
        raise MissingExtra(
            f"{source}: reading a Word document needs python-docx; "
            "pip install 'rhetoric[documents]'"
        ) from None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist())
        if size > MOST_BYTES:
            raise UnreadableText(f"{source}: unpacks to {size:,} bytes, too many for a document")
        return extracted_text(source, list(_paragraphs(docx.Document(io.BytesIO(data)))))
    except UnreadableText:
        raise
    except Exception as error:  # python-docx raises errors of many kinds on damaged files
        raise UnreadableText(
            f"{source}: is no Word document (.docx) that can be read ({type(error).__name__})"
        ) from None


def _paragraphs(container: Any) -> Iterator[Paragraph]:
    """Paragraphs of a document or a cell, in order; a merged cell once."""
    for part in container.iter_inner_content():
        if hasattr(part, "rows"):
            cells = {cell._tc: cell for row in part.rows for cell in row.cells}
            for cell in cells.values():
                yield from _paragraphs(cell)
        else:
            style = (part.style.name if part.style is not None else None) or ""
            kind = next((kind for name, kind in KINDS.items() if style.startswith(name)), "prose")
            for line in part.text.split("\n"):
                yield Paragraph(line, kind)
