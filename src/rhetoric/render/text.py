"""For people: every sentence in order, what was found in it and by which words, and a summary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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
        yield click.style(printable(document["source"]), bold=True) + "\n\n"
        for sentence in document["sentences"]:
            yield from _sentence(sentence, style)
        yield from _summary(document, style)


def _sentence(sentence: dict[str, Any], style: Style) -> Iterator[str]:
    number = click.style(f"{sentence['index'] + 1:>4}  ", dim=True)
    if sentence["kind"] == "boilerplate":
        text = "(not scored) " + " ".join(sentence["text"].split())
        yield number + _wrapped([(word, True, False) for word in text.split()], style) + "\n"
        return
    flagged = bool(sentence["annotations"])
    marked = [
        (words["start"] - sentence["start"], words["end"] - sentence["start"])
        for annotation in sentence["annotations"]
        for words in annotation["evidence"]
    ]
    words = list(_words(sentence["text"], marked, dim=not flagged))
    yield number + _wrapped(words, style) + "\n"
    for annotation in sentence["annotations"]:
        yield _annotation(annotation, style)


def _annotation(annotation: dict[str, Any], style: Style) -> str:
    technique = techniques()[annotation["technique"]]
    name = click.style(technique.name.lower(), fg=GROUP_COLORS[technique.group], bold=True)
    evidence = ", ".join(
        f"{' '.join(printable(words['text']).split())} {words['weight']:+.1f}"
        for words in annotation["evidence"]
    )
    voice = "  quoted" if annotation["voice"] == "quoted" else ""
    faint = click.style(f"{voice}  {evidence}", dim=True)
    return f"{' ' * INDENT}> {name} {annotation['probability']:.0%}{faint}\n"


def _words(text: str, marked: list[tuple[int, int]], dim: bool) -> Iterator[tuple[str, bool, bool]]:
    """Words as (characters, dim, marked)."""
    for match in WORD.finditer(text):
        is_marked = any(start < match.end() and match.start() < end for start, end in marked)
        yield printable(match.group()), dim, is_marked


def _wrapped(words: Iterable[tuple[str, bool, bool]], style: Style) -> str:
    lines: list[list[str]] = [[]]
    used = INDENT
    for word, dim, marked in words:
        shown = f"[{word}]" if marked and not style.color else word
        if lines[-1] and used + len(shown) > style.width:
            lines.append([])
            used = INDENT
        used += len(shown) + 1
        lines[-1].append(
            click.style(shown, dim=dim or None, underline=marked or None, bold=marked or None)
        )
    return ("\n" + " " * INDENT).join(" ".join(line) for line in lines)


def printable(text: str) -> str:
    """The text without control and direction characters, which could garble a terminal."""
    return "".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in text)


def _summary(document: dict[str, Any], style: Style) -> Iterator[str]:
    summary = document["summary"]
    yield "\n"
    flagged = f"{summary['flagged']} of {summary['sentences']} sentences annotated"
    others = f", {summary['boilerplate']} lines of boilerplate not scored"
    yield click.style(flagged, bold=True) + (others if summary["boilerplate"] else "") + "\n"
    if summary["skipped"]:
        yield f"{summary['skipped']} annotations of others' words left out (--quotes skip)\n"
    counts = {
        name: voices["author"] + voices["quoted"] for name, voices in summary["techniques"].items()
    }
    most = max(counts.values(), default=1)
    for name, count in counts.items():
        technique = techniques()[name]
        bar = "█" * max(1, round(BAR_WIDTH * count / most))
        quoted = summary["techniques"][name]["quoted"]
        note = f"  ({quoted} quoted)" if quoted else ""
        yield f"  {technique.name:<26}{count:>4} "
        yield click.style(bar, fg=GROUP_COLORS[technique.group]) + note + "\n"
    yield "\n"
