"""Texts in; scored documents out in the same order, by several processes side by side."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache, partial
from multiprocessing import get_context
from typing import Any

from rhetoric.annotate import Options
from rhetoric.errors import StoppedProcess
from rhetoric.model import Model, load
from rhetoric.scoring_run import score_here
from rhetoric.text import Text

PART_CHARACTERS = 400_000
"""Of the texts that a process is given at once: half a second's work."""
PARTS_AHEAD = 2
"""Parts for each process that wait or are being scored, so that memory stays bounded."""

Documents = list[dict[str, Any]]


def score_in_processes(
    jobs: int,
    model_folder: str | None,
    options: Options,
    flagged_only: bool,
    texts: Iterable[Text],
) -> Iterator[dict[str, Any]]:
    """Documents as the JSON contract has them, in the order of the texts.

    Raises:
        StoppedProcess: a process was ended from outside.
    """
    score = partial(_scored, model_folder, options, flagged_only)
    # Spawned, not forked: alike on all systems, and safe beside threads.
    with ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_leave_interrupts) as pool:
        waiting: deque[Future[Documents]] = deque()
        try:
            for part in _parts(texts):
                waiting.append(pool.submit(score, part))
                if len(waiting) > PARTS_AHEAD * jobs:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenProcessPool:
            raise StoppedProcess(
                "a scoring process was stopped, perhaps for want of memory; use fewer --jobs"
            ) from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _scored(
    model_folder: str | None, options: Options, flagged_only: bool, texts: list[Text]
) -> Documents:
    return list(score_here(_loaded(model_folder), options, flagged_only, texts))


@cache
def _loaded(model_folder: str | None) -> Model:
    return load(model_folder)


def _leave_interrupts() -> None:
    """Ctrl+C is for the process that waits for these."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _parts(texts: Iterable[Text]) -> Iterator[list[Text]]:
    part: list[Text] = []
    size = 0
    for text in texts:
        part.append(text)
        size += len(text.content)
        if size >= PART_CHARACTERS:
            yield part
            part, size = [], 0
    if part:
        yield part
