"""For people: every sentence in order, what was found in it and by which words, and a summary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from rhetoric.techniques import techniques

if TYPE_CHECKING:
    from rhetoric.render import Style

INDENT = 6
WORD = re.compile(r"\S+")
BAR_WIDTH = 24
GROUP_COLORS = {
    "wording": "red",
    "reputation": "magenta",
    "call": "cyan",
    "justification": "blue",
    "simplification": "green",
    "distraction": "yellow",
}


def render(
    documents: Iterable[dict[str, Any]], model: dict[str, Any], style: Style
) -> Iterator[str]:
    """Yield a heading, the sentences and a summary for each document."""
    for document in documents:
        if "error" in document:
            continue
        yield _paint(style, printable(document["source"]), bold=True) + "\n\n"
        for sentence in document["sentences"]:
            yield from _sentence(sentence, style)
        yield from _summary(document, style)


def _sentence(sentence: dict[str, Any], style: Style) -> Iterator[str]:
    number = _paint(style, f"{sentence['index'] + 1:>4}  ", dim=True)
    flagged = bool(sentence["annotations"])
    marked = [
        (words["start"] - sentence["start"], words["end"] - sentence["start"])
        for annotation in sentence["annotations"]
        for words in annotation["evidence"]
    ]
    words = list(_words(sentence["text"], marked))
    if sentence["kind"] == "boilerplate":
        words = [("(not scored)", False), *words]
    yield number + _wrapped(words, style, dim=not flagged) + "\n"
    for annotation in sentence["annotations"]:
        yield _annotation(annotation, style)


def _annotation(annotation: dict[str, Any], style: Style) -> str:
    technique = techniques()[annotation["technique"]]
    color = GROUP_COLORS[technique.group]
    name = _paint(style, technique.name.lower(), fg=color, bold=True)
    evidence = ", ".join(
        f"{' '.join(printable(words['text']).split())} {words['weight']:+.1f}"
        for words in annotation["evidence"]
    )
    voice = "quoted, " if annotation["voice"] == "quoted" else ""
    detail = _paint(style, f"  {voice}by: {evidence}", dim=True)
    return f"{' ' * INDENT}> {name} {annotation['probability']:.0%}{detail}\n"


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
        if lines[-1] and used + len(shown) > style.width:
            lines.append([])
            used = INDENT
        used += len(shown) + 1
        lines[-1].append((shown, marked))
    return ("\n" + " " * INDENT).join(_line(line, style, dim) for line in lines)


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
    return "".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in text)


def _summary(document: dict[str, Any], style: Style) -> Iterator[str]:
    summary = document["summary"]
    flagged = f"{summary['flagged']} of {summary['sentences']} sentences annotated"
    lines = f", {summary['boilerplate']} lines of boilerplate not scored"
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
    yield "\n"
