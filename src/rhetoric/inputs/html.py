"""A web page in; the text of it out, which offsets then refer to.

The main text is found by trafilatura (Barbaresi 2021), the extra `html`. Without it, all text is
taken but what stands in menus, forms and footers, and a notice says so.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from rhetoric.blocks import Text
from rhetoric.errors import how_to_install
from rhetoric.inputs.decoding import decode_page
from rhetoric.inputs.extracted import Paragraph, extracted_text
from rhetoric.inputs.page_text import INLINE, MARKS, PageText, page_paragraphs

WITHOUT_TRAFILATURA = (
    "HTML is read without trafilatura: all text of a page but menus, forms and footers is scored; "
    f"for the main text alone, {how_to_install('html')}"
)
NO_MAIN_TEXT = "no main text was found in the page; all its text but menus and footers is scored"
TAGS = {"head": "h2", "quote": "blockquote", "item": "li", "lb": "br", "cell": "td", "row": "tr"}
TAGS |= {"code": "pre"}
"""Elements of trafilatura's result to those of HTML."""
QUOTED = "//q[not(ancestor::pre)]"
CODE = "//*/code[not(ancestor::pre)]"


def read_html(data: bytes, source: str) -> Text:
    """Read a web page.

    Raises:
        UnreadableText: it is binary.
    """
    page = decode_page(data, source)
    try:
        import trafilatura
    except ImportError as error:
        why = "" if error.name == "trafilatura" else f" ({' '.join(str(error).split())})"
        return extracted_text(source, page_paragraphs(page), WITHOUT_TRAFILATURA + why)
    paragraphs = _main_text(trafilatura, page)
    if paragraphs:
        return extracted_text(source, paragraphs)
    everything = list(page_paragraphs(page))
    notice = f"{source}: {NO_MAIN_TEXT}" if everything else ""
    return extracted_text(source, everything, notice)


def _main_text(trafilatura: Any, page: str) -> list[Paragraph]:
    """The paragraphs that trafilatura takes for the text proper, if any."""
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    try:
        tree = trafilatura.load_html(page)
        if tree is None:
            return []
        _keep_in_sentences(tree)
        found = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=True)
        return [] if found is None else list(_paragraphs(found))
    except Exception:  # it raises errors of many kinds on broken pages
        return []


def _keep_in_sentences(tree: Any) -> None:
    """Make text of quotations and code within lines, which trafilatura takes for blocks."""
    for quoted in tree.xpath(QUOTED):
        opening, closing = MARKS["q"]
        quoted.text = opening + (quoted.text or "")
        if len(quoted):
            quoted[-1].tail = (quoted[-1].tail or "") + closing
        else:
            quoted.text += closing
        quoted.tag = "span"
    for code in tree.xpath(CODE):
        if not _stands_alone(code):
            code.tag = "span"


def _stands_alone(element: Any) -> bool:
    before, parent, after = element.getprevious(), element.getparent(), element.getnext()
    texts = (parent.text if before is None else before.tail, element.tail)
    around = (before, parent, after)
    return not any(text and text.strip() for text in texts) and not any(
        other is not None and other.tag in INLINE for other in around
    )


def _paragraphs(found: Any) -> Iterator[Paragraph]:
    """The paragraphs of trafilatura's result; the title comes first if the text lacks it."""
    body = found.body
    if body is None:
        return
    taken = PageText()
    for event, element in _walk(body):
        tag = TAGS.get(element.tag, element.tag) if isinstance(element.tag, str) else "script"
        if event == "start":
            taken.handle_starttag(tag, [])
            taken.handle_data(element.text or "")
        else:
            taken.handle_endtag(tag)
            taken.handle_data(element.tail or "")
    paragraphs = taken.paragraphs()
    title = " ".join((found.title or "").split())
    if paragraphs and title and title not in [" ".join(p.text.split()) for p in paragraphs[:3]]:
        yield Paragraph(title, "heading")
    yield from paragraphs


def _walk(body: Any) -> Iterator[tuple[str, Any]]:
    from lxml.etree import iterwalk

    walk: Iterator[tuple[str, Any]] = iterwalk(body, events=("start", "end"))
    return walk
