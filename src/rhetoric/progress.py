"""Stages of long work in; progress bars on stderr out, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import click

Stage = Callable[[str, int], Callable[[int], None]]
"""Given a stage's name and length, returns what is called with each bit of progress made."""


@contextmanager
def terminal_stages() -> Iterator[Stage]:
    """One bar after the other; a stage ends where the next begins."""
    with ExitStack() as current:

        def begin(name: str, length: int) -> Callable[[int], None]:
            current.close()
            bar = click.progressbar(
                length=length, label=name, file=sys.stderr, hidden=not sys.stderr.isatty()
            )
            return current.enter_context(bar).update

        yield begin
