"""What the command line was given in; readable texts out, with the unreadable ones noted."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from rhetoric.annotations import FailedDocument
from rhetoric.blocks import Text
from rhetoric.errors import MissingExtra, UnreadableText
from rhetoric.inputs import INPUT_FORMATS, SUFFIXES, format_by_content
from rhetoric.output import CannotWrite
from rhetoric.text import read_text

STDIN = "-"
LONGEST_SENTENCE = 1_000_000
ADDRESS = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)
TABLES = (".csv", ".tsv", ".json", ".jsonl", ".ndjson")


def read_sources(
    sources: Iterable[str], input_format: str | None, failures: list[FailedDocument]
) -> Iterator[Text]:
    """Yield the texts of files, folders and `-`; what cannot be read is added to `failures`.

    Args:
        sources: paths, and `-` for standard input.
        input_format: the format of all of them; None to tell it by name, or by content for `-`.
        failures: takes what could not be read.
    """
    for source in sources:
        try:
            for name in _expanded(source):
                try:
                    yield _checked(_read(name, input_format))
                except (UnreadableText, MissingExtra) as error:
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


def check_kept(sources: Iterable[str], output: Path | None) -> None:
    """See that the result is not written over a text.

    Raises:
        CannotWrite: the output is one of the sources.
    """
    if output is None or not output.is_file():
        return
    for source in sources:
        with suppress(OSError, UnreadableText):
            if any(name != STDIN and output.samefile(name) for name in _expanded(source)):
                raise CannotWrite(f"{output}: is one of the sources; write to another file")


def _expanded(source: str) -> list[str]:
    if not source:
        raise UnreadableText("a source is empty: give a file, a folder, or -")
    if ADDRESS.match(source):
        raise UnreadableText(f"{source}: web addresses are not fetched; save the page as a file")
    folder = Path(source)
    try:
        if source == STDIN or not folder.is_dir():
            return [source]
        with os.scandir(folder):
            pass
    except OSError as error:
        raise UnreadableText(f"{source}: cannot be read ({error.strerror})") from None
    found = [str(path) for path in folder.rglob("*") if _is_text(path)]
    if not found:
        raise UnreadableText(f"{source}: the folder holds no text files ({', '.join(SUFFIXES)})")
    return sorted(found)


def _is_text(path: Path) -> bool:
    if path.suffix.lower() not in SUFFIXES:
        return False
    try:
        return path.is_file()
    except OSError:
        return True  # reading it will say why it cannot be


def read_stdin() -> bytes:
    """All of standard input; nothing where it is closed."""
    return sys.stdin.buffer.read() if sys.stdin else b""


def _read(source: str, input_format: str | None) -> Text:
    if source != STDIN:
        if input_format is None and Path(source).suffix.lower() in TABLES:
            raise UnreadableText(
                f"{source}: is data, not a text; save its texts as files, or score them in Python "
                "(--input-format text scores it as it is)"
            )
        return read_text(Path(source), input_format)
    data = read_stdin()
    text = INPUT_FORMATS[input_format or format_by_content(data)].read(data, "standard input")
    return replace(text, source=STDIN)


def _checked(text: Text) -> Text:
    """The text, if there is something in it to score.

    Raises:
        UnreadableText: it is empty, or has a run of characters that cannot be prose.
    """
    if not text.blocks:
        raise UnreadableText(f"{text.source}: is empty, there is nothing to score")
    for block in text.blocks:
        if block.end - block.start > LONGEST_SENTENCE:
            line = text.shown.count("\n", 0, text.span(block.start, block.end)[0]) + 1
            raise UnreadableText(
                f"{text.source}: line {line} has {block.end - block.start:,} characters, more than "
                f"{LONGEST_SENTENCE:,}; break it into paragraphs"
            )
    return text
