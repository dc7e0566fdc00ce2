"""For people: every sentence in order, what was found in it and by which words, and a summary."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import click

from rhetoric.render.wording import percent
from rhetoric.taxonomy import techniques

if TYPE_CHECKING:
    from rhetoric.render import Style

INDENT = 6
WORD = re.compile(r"\S+")
BAR_WIDTH = 24
NO_BREAK = "\u00a0"
JOINERS = "\u200c\u200d"
"""Without a width; scripts and emoji need them."""
CAUTION = "Estimates, and often wrong: they label wording and argument, never truth."
GROUP_COLORS = {
    "wording": 166,
    "reputation": 133,
    "call": 32,
    "justification": 67,
    "simplification": 29,
    "distraction": 100,
}
"""Of the 256 of xterm, such as can be read on white (contrast of 3.8 or more) and on near-black."""


def render(
    documents: Iterable[dict[str, Any]], model: dict[str, Any], style: Style
) -> Iterator[str]:
    """Yield a heading, the sentences and a summary for each document."""
    for document in documents:
        if "error" in document:
            continue
        yield _paint(style, printable(document["source"]), bold=True) + "\n\n"
        previous = None
        for sentence in document["sentences"]:
            yield "\n" if previous and _starts_paragraph(sentence, previous) else ""
            yield from _sentence(sentence, style)
            previous = sentence
        yield from _summary(document, style)


def _starts_paragraph(sentence: dict[str, Any], previous: dict[str, Any]) -> bool:
    both_unscored = sentence["kind"] == previous["kind"] == "boilerplate"
    return sentence["block"] != previous["block"] and not both_unscored


def _sentence(sentence: dict[str, Any], style: Style) -> Iterator[str]:
    number = _paint(style, f"{sentence['index'] + 1:>4}  ", dim=True)
    marked = [
        (words["start"] - sentence["start"], words["end"] - sentence["start"])
        for annotation in sentence["annotations"]
        for words in annotation["evidence"]
    ]
    words = list(_words(sentence["text"], marked))
    unscored = sentence["kind"] == "boilerplate"
    if unscored:
        words = [("(not scored)", False), *words]
    yield number + _wrapped(words, style, dim=unscored) + "\n"
    for annotation in sentence["annotations"]:
        yield _annotation(annotation, style)


def _annotation(annotation: dict[str, Any], style: Style) -> str:
    technique = techniques()[annotation["technique"]]
    color = GROUP_COLORS[technique.group]
    evidence = ", ".join(
        NO_BREAK.join([*printable(words["text"]).split(), f"{words['weight']:+.1f}"])
        for words in annotation["evidence"]
    )
    evidence = evidence or "no word in particular"
    voice = "quoted, " if annotation["voice"] == "quoted" else ""
    label = technique.name.lower()
    first, *others = wrap(
        f"> {label} {percent(annotation['probability'])}  {voice}by: {evidence}",
        width=style.width,
        initial_indent=" " * INDENT,
        subsequent_indent=" " * (INDENT + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )
    start, found, rest = first.partition(label)
    head = start + _paint(style, found, fg=color, bold=True) + rest
    return "\n".join([head, *others]).replace(NO_BREAK, " ") + "\n"


def _words(text: str, marked: list[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """Words of the text, and whether evidence touches them."""
    for match in WORD.finditer(text):
        touched = any(start < match.end() and match.start() < end for start, end in marked)
        yield printable(match.group()), touched


def _wrapped(words: Iterable[tuple[str, bool]], style: Style, dim: bool) -> str:
    lines: list[list[tuple[str, bool]]] = [[]]
    used = INDENT
    for word, marked in words:
        shown = f"[{word}]" if marked and not style.color else word
        cells = _cells(shown)
        if lines[-1] and used + cells > style.width:
            lines.append([])
            used = INDENT
        used += cells + 1
        lines[-1].append((shown, marked))
    return ("\n" + " " * INDENT).join(_line(line, style, dim) for line in lines)


def _cells(text: str) -> int:
    """Columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    shown = (c for c in text if not unicodedata.combining(c) and c not in JOINERS)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in shown)


def _line(words: list[tuple[str, bool]], style: Style, dim: bool) -> str:
    runs = groupby(words, key=lambda entry: entry[1])
    return " ".join(
        _paint(style, " ".join(word for word, _ in run), bold=marked, underline=marked, dim=dim)
        for marked, run in runs
    )


def _paint(style: Style, text: str, **looks: Any) -> str:
    wanted = {name: value for name, value in looks.items() if value}
    return click.style(text, **wanted) if style.color and wanted else text


def printable(text: str) -> str:
    """The text without control and direction characters, which could garble a terminal."""
    return "".join(c if c.isprintable() or _is_plain(c) else "\ufffd" for c in text)


def _is_plain(character: str) -> bool:
    blank = character in "\t\n" or unicodedata.category(character) == "Zs"
    return blank or character in JOINERS


def _summary(document: dict[str, Any], style: Style) -> Iterator[str]:
    summary = document["summary"]
    flagged = f"{summary['flagged']} of {summary['sentences']} sentences annotated"
    ending = "" if summary["boilerplate"] == 1 else "s"
    lines = f", {summary['boilerplate']} line{ending} of boilerplate not scored"
    yield "\n" + _paint(style, flagged, bold=True)
    yield (lines if summary["boilerplate"] else "") + "\n"
    if summary["skipped"]:
        yield f"{summary['skipped']} annotations of others' words left out (--quotes skip)\n"
    if not document["english"]:
        yield "The text does not look like English: its scores mean nothing.\n"
    counts = {name: sum(voices.values()) for name, voices in summary["techniques"].items()}
    for name, count in counts.items():
        technique = techniques()[name]
        bar = "█" * max(1, round(BAR_WIDTH * count / max(counts.values())))
        quoted = summary["techniques"][name]["quoted"]
        note = f"  {quoted} quoted" if quoted else ""
        yield f"  {technique.name:<26}{count:>4} "
        yield _paint(style, bar, fg=GROUP_COLORS[technique.group]) + note + "\n"
    yield "\n" + _paint(style, CAUTION, dim=True) + "\n\n"
