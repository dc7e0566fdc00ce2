"""Long work in; progress bars on stderr out, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import click

Stage = Callable[[str, int], Callable[[int], None]]
"""Given a stage's name and length, returns what is called with each bit of progress made."""

LONG_INPUT = 1_000_000


def documents_bar(
    documents: Iterable[dict[str, Any]], size: int, hidden: bool
) -> Iterator[dict[str, Any]]:
    """Pass documents on, with a bar if they have about `size` characters and that is a lot."""
    hidden = hidden or size < LONG_INPUT or not (sys.stderr and sys.stderr.isatty())
    with click.progressbar(length=size, label="scoring", file=sys.stderr, hidden=hidden) as bar:
        for document in documents:
            yield document
            sentences = document.get("sentences")
            bar.update(sentences[-1]["end"] if sentences else 0)
        bar.update(max(0, size - bar.pos))


@contextmanager
def terminal_stages() -> Iterator[Stage]:
    """One bar after the other; a stage ends where the next begins."""
    with ExitStack() as current:

        def begin(name: str, length: int) -> Callable[[int], None]:
            current.close()
            bar = click.progressbar(
                length=length,
                label=name,
                file=sys.stderr,
                hidden=not (sys.stderr and sys.stderr.isatty()),
            )
            return current.enter_context(bar).update

        yield begin
