"""The tags and text of a web page in; its paragraphs out, without menus, forms and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from rhetoric.inputs.extracted import Paragraph

NEVER_SHOWN = frozenset("script style template noscript svg math head title object iframe".split())
FURNITURE = frozenset("nav footer aside form button select textarea menu dialog".split())
INLINE = frozenset(
    """a abbr acronym b bdi bdo big cite code data del dfn em font hi i ins kbd label mark q ref rt
    ruby s samp small span strong sub sup time tt u var wbr img""".split()
)
CODE = frozenset({"pre"})
"""What is in `code` alone can be words of a sentence."""
QUOTE, ITEM = "blockquote", "li"
HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
NEVER_CLOSED = re.compile(r"<(?![!?])(?=[^<>]*+(?:<|\Z))")
"""A tag without an end is text; as it is, many take the parser the square of the page's time."""
MARKED_SECTION = re.compile(r"<!\[(?!CDATA\[)")
"""Of a word processor's page; the parser fails on what browsers take for a comment."""
DEEPEST = 200
"""Containers within each other that are kept in mind; more are not written by people."""
MARKS = {"q": ("“", "”"), "br": (" ", ""), "wbr": ("", "")}


class PageText(HTMLParser):
    """Takes the paragraphs out of a page, broken or not, as it is fed."""

    def __init__(self, hidden: frozenset[str] = NEVER_SHOWN | CODE | FURNITURE) -> None:
        super().__init__(convert_charrefs=True)
        self._hidden = hidden
        self._open_hidden: list[str] = []
        self._containers: list[str] = []
        self._words: list[str] = []
        self._found: list[Paragraph] = []

    def handle_starttag(
        self,
        tag: str,
        attrs: list[tuple[str, str | None]],  # noqa: ARG002
    ) -> None:
        """Begin a paragraph with the tag, unless it only marks words."""
        if tag in self._hidden and len(self._open_hidden) < DEEPEST:
            self._open_hidden.append(tag)
        if tag in MARKS:
            self.handle_data(MARKS[tag][0])
        elif tag not in INLINE:
            self._end_paragraph()
            nests = tag in HEADINGS or tag in (QUOTE, ITEM)
            if nests and len(self._containers) < DEEPEST:
                self._containers.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """End the paragraph with the tag; one that was never opened ends nothing else."""
        if tag in MARKS:
            self.handle_data(MARKS[tag][1])
        elif tag not in INLINE:
            self._end_paragraph()
            if tag in self._containers:
                del self._containers[_last(self._containers, tag) :]
        if tag in self._open_hidden:
            del self._open_hidden[_last(self._open_hidden, tag) :]

    def handle_data(self, data: str) -> None:
        """Take the text if it is shown."""
        if not self._open_hidden:
            self._words.append(data)

    def paragraphs(self) -> list[Paragraph]:
        """All paragraphs so far."""
        self._end_paragraph()
        return self._found

    def _end_paragraph(self) -> None:
        text = "".join(self._words)
        self._words = []
        if text.strip():
            self._found.append(Paragraph(text, self._kind()))

    def _kind(self) -> str:
        if QUOTE in self._containers:
            return "quotation"
        if not self._containers:
            return "prose"
        return "list_item" if self._containers[-1] == ITEM else "heading"


def page_paragraphs(page: str) -> Iterator[Paragraph]:
    """The paragraphs of a page; where nothing is outside of its furniture, also those inside."""
    for hidden in (NEVER_SHOWN | CODE | FURNITURE, NEVER_SHOWN | CODE):
        taken = PageText(hidden)
        taken.feed(MARKED_SECTION.sub("<! [", NEVER_CLOSED.sub("&lt;", page)))
        taken.close()
        found = taken.paragraphs()
        if found:
            yield from found
            return


def _last(listed: list[str], wanted: str) -> int:
    return len(listed) - 1 - listed[::-1].index(wanted)
