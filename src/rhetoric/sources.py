"""What the command line was given in; readable texts out, with the unreadable ones noted."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from rhetoric.annotations import FailedDocument
from rhetoric.errors import UnreadableText
from rhetoric.text import Text, decode, read_text, text_of

STDIN = "-"
TEXT_FILES = ("*.txt", "*.text")
LONGEST_SENTENCE = 1_000_000


def read_sources(sources: Iterable[str], failures: list[FailedDocument]) -> Iterator[Text]:
    """Yield the texts of files, folders and `-`; what cannot be read is added to `failures`."""
    for source in sources:
        try:
            for name in _expanded(source):
                try:
                    yield _checked(_read(name))
                except UnreadableText as error:
                    failures.append(FailedDocument(name, str(error)))
        except UnreadableText as error:
            failures.append(FailedDocument(source, str(error)))


def size_of(sources: Iterable[str]) -> int:
    """Bytes of the files among the sources; what cannot be read counts nothing."""
    total = 0
    for source in sources:
        with suppress(OSError, UnreadableText):
            total += sum(Path(name).stat().st_size for name in _expanded(source) if name != STDIN)
    return total


def _expanded(source: str) -> list[str]:
    folder = Path(source)
    if source == STDIN or not folder.is_dir():
        return [source]
    found = sorted({str(path) for pattern in TEXT_FILES for path in folder.rglob(pattern)})
    if not found:
        raise UnreadableText(f"{source}: the folder holds no text files ({', '.join(TEXT_FILES)})")
    return found


def _read(source: str) -> Text:
    if source == STDIN:
        return text_of(decode(sys.stdin.buffer.read(), "standard input"), STDIN)
    return read_text(Path(source))


def _checked(text: Text) -> Text:
    """The text, if there is something in it to score.

    Raises:
        UnreadableText: it is empty, or has a run of characters that cannot be prose.
    """
    if not text.blocks:
        raise UnreadableText(f"{text.source}: is empty, there is nothing to score")
    for block in text.blocks:
        if block.end - block.start > LONGEST_SENTENCE:
            line = text.content.count("\n", 0, block.start) + 1
            raise UnreadableText(
                f"{text.source}: line {line} has {block.end - block.start:,} characters, more than "
                f"{LONGEST_SENTENCE:,}; break it into paragraphs"
            )
    return text
