"""A Word document in; its paragraphs out, which offsets refer to. Needs the extra `documents`."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from rhetoric.blocks import Text
from rhetoric.errors import MissingExtra, UnreadableText, how_to_install
from rhetoric.inputs.extracted import Paragraph, extracted_text

MOST_BYTES = 200_000_000
"""Unpacked, of all parts together; more is taken for a hostile archive."""
KINDS = {"Heading": "heading", "Title": "heading", "List": "list_item", "Quote": "quotation"}
KINDS |= {"Intense Quote": "quotation", "Subtitle": "heading"}
"""Beginning of a paragraph style's name to the kind of its paragraphs."""
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT, PARAGRAPH, CONTROL, CELL = (WORD + name for name in ("t", "p", "sdt", "tc"))
CHARACTERS = {
    f"{WORD}tab": "\t",
    f"{WORD}ptab": "\t",
    f"{WORD}br": "\n",
    f"{WORD}cr": "\n",
    f"{WORD}noBreakHyphen": "-",
}
NOT_READ = {WORD + name for name in "del moveFrom pPr rPr rt drawing pict object".split()}
NOT_READ |= {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"}
"""What is deleted or moved away, properties, and text boxes; of alternatives the fallback is read.
"""
NO_TEXT = f"{WORD}sdtPr/{WORD}showingPlcHdr"
CONTENTS = f"{WORD}sdtPr/{WORD}docPartObj/{WORD}docPartGallery[@{WORD}val='Table of Contents']"
MERGED = f"{WORD}tcPr/{WORD}vMerge"


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
            f"{source}: reading a Word document needs python-docx; {how_to_install('documents')}"
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


def _paragraphs(document: Any) -> Iterator[Paragraph]:
    from docx.text.paragraph import Paragraph as Styled

    for element in _elements(document.element.body):
        style = Styled(element, document).style
        name = (style.name if style is not None else None) or ""
        kind = next((kind for start, kind in KINDS.items() if name.startswith(start)), "prose")
        for line in "".join(_characters(element)).split("\n"):
            yield Paragraph(line, kind)


def _elements(container: Any) -> Iterator[Any]:
    """The paragraphs in an element, in order, also of its tables and content controls."""
    for element in container:
        if element.tag == PARAGRAPH:
            yield element
        elif _is_read(element):
            yield from _elements(element)


def _characters(paragraph: Any) -> Iterator[str]:
    """What is shown of a paragraph, with insertions and without deletions."""
    for element in paragraph:
        if element.tag == TEXT:
            yield element.text or ""
        elif element.tag in CHARACTERS:
            yield CHARACTERS[element.tag]
        elif element.tag != PARAGRAPH and _is_read(element):
            yield from _characters(element)


def _is_read(element: Any) -> bool:
    if element.tag == CONTROL:
        return element.find(NO_TEXT) is None and element.find(CONTENTS) is None
    if element.tag == CELL:
        merged = element.find(MERGED)
        return merged is None or merged.get(f"{WORD}val") == "restart"
    return element.tag not in NOT_READ
