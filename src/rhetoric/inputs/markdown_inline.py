"""A paragraph's Markdown source in; the runs of it that a reader sees out.

The parser's own rules decide; they are wrapped only to note which characters they took for marks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import (
    StateInline,
    autolink,
    backtick,
    emphasis,
    entity,
    escape,
    html_inline,
    image,
    link,
)
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

Rule = Callable[[StateInline, bool], bool]
Run = tuple[int, int, str]
"""Start and end of visible characters, and what is read in their place where it differs."""


def parser() -> MarkdownIt:
    """CommonMark with tables and front matter, which notes its marks; blocks only until asked."""
    made = MarkdownIt("commonmark").enable("table").use(front_matter_plugin)
    made.core.ruler.enableOnly(["normalize", "block"])
    made.inline.ruler2.disable("fragments_join")
    for name, rule in {
        "link": _link,
        "emphasis": _emphasis,
        "backticks": _code,
        "escape": _escape,
        "entity": _entity,
        "image": _hiding(_image),
        "autolink": _hiding(autolink),
        "html_inline": _hiding(html_inline),
    }.items():
        made.inline.ruler.at(name, rule)
    return made


def visible(made: MarkdownIt, source: str, environment: Mapping[str, Any]) -> list[Run]:
    """The visible runs of a paragraph, in order.

    Args:
        made: what `parser` gave.
        source: the paragraph without what stands before its lines.
        environment: what parsing the blocks left: the targets of reference links.
    """
    marks: list[Run] = []
    delimiters: list[tuple[int, Token]] = []
    tokens: list[Token] = []
    made.inline.parse(
        source, made, {**environment, "marks": marks, "delimiters": delimiters}, tokens
    )
    marks.extend(
        (position, position + 1, "")
        for position, token in delimiters
        if token.type != "text" or not token.content
    )
    return list(_between(sorted(marks), len(source)))


def _between(marks: list[Run], length: int) -> Iterator[Run]:
    position = 0
    for start, end, read in marks:
        if start > position:
            yield position, start, ""
        if read and start >= position:
            yield start, end, read
        position = max(position, end)
    if position < length:
        yield position, length, ""


def _hiding(rule: Rule) -> Rule:
    """All that the rule takes is hidden."""

    def hiding(state: StateInline, silent: bool) -> bool:
        start = state.pos
        taken = rule(state, silent)
        if taken and not silent:
            state.env["marks"].append((start, state.pos, ""))
        return taken

    return hiding


def _image(state: StateInline, silent: bool) -> bool:
    """What stands for the picture is parsed as a text of its own, whose marks do not count."""
    marks = {name: state.env[name] for name in ("marks", "delimiters")}
    state.env.update(marks=[], delimiters=[])
    taken = image(state, silent)
    state.env.update(marks)
    return taken


def _link(state: StateInline, silent: bool) -> bool:
    start = state.pos
    taken = link(state, silent)
    if taken and not silent:
        label_end = state.md.helpers.parseLinkLabel(state, start, True)
        state.env["marks"] += [(start, start + 1, ""), (label_end, state.pos, "")]
    return taken


def _emphasis(state: StateInline, silent: bool) -> bool:
    start = state.pos
    taken = emphasis.tokenize(state, silent)
    if taken and not silent:
        tokens = state.tokens[start - state.pos :]
        state.env["delimiters"].extend(enumerate(tokens, start))
    return taken


def _code(state: StateInline, silent: bool) -> bool:
    start = state.pos
    taken = backtick(state, silent)
    unmatched = state.pending
    if taken and not silent and not unmatched:
        width = len(state.tokens[-1].markup)
        state.env["marks"] += [(start, start + width, ""), (state.pos - width, state.pos, "")]
    return taken


def _escape(state: StateInline, silent: bool) -> bool:
    start = state.pos
    taken = escape(state, silent)
    if taken and not silent and not state.tokens[-1].content.startswith("\\"):
        state.env["marks"].append((start, start + 1, ""))
    return taken


def _entity(state: StateInline, silent: bool) -> bool:
    start = state.pos
    taken = entity(state, silent)
    if taken and not silent:
        state.env["marks"].append((start, state.pos, state.tokens[-1].content[:1]))
    return taken
