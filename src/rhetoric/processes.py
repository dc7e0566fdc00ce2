"""Texts in; scored documents out in the same order, by several processes side by side."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache, partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any

from rhetoric.annotate import Options
from rhetoric.errors import StoppedProcess
from rhetoric.model import Model
from rhetoric.model_folder import load
from rhetoric.pipeline import batches
from rhetoric.scoring_run import score_here
from rhetoric.text import Text

PARTS_AHEAD = 2
"""Batches for each process that wait or are being scored, so that memory stays bounded."""

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
        StoppedProcess: a process could not be started, or was ended from outside.
    """
    score = partial(_scored, model_folder, options, flagged_only)
    # Spawned, not forked: alike on all systems, and safe beside threads.
    context = get_context("spawn")
    running, stop = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(jobs, context, initializer=_end_with_parent, initargs=(running,))
    waiting: deque[Future[Documents]] = deque()
    try:
        for part in batches(texts):
            waiting.append(_submitted(pool, partial(score, part)))
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
        stop.close()


def _submitted(pool: ProcessPoolExecutor, work: partial[Documents]) -> Future[Documents]:
    try:
        with _interrupts_ignored():
            return pool.submit(work)
    except OSError as error:
        raise StoppedProcess(
            f"a scoring process cannot be started ({error.strerror}); use fewer --jobs"
        ) from None


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """A process that is started meanwhile ignores Ctrl+C until it is ready."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end_with_parent(running: Connection) -> None:
    """At once, whether by Ctrl+C or because the process that waits for this one stopped."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    Thread(target=_exit_when_closed, args=(running,), daemon=True).start()


def _exit_when_closed(running: Connection) -> None:
    """Nothing is ever sent: it can be read from when its other end is closed."""
    running.poll(None)
    os._exit(1)


def _scored(
    model_folder: str | None, options: Options, flagged_only: bool, texts: list[Text]
) -> Documents:
    return list(score_here(_loaded(model_folder), options, flagged_only, texts))


@cache
def _loaded(model_folder: str | None) -> Model:
    return load(model_folder)
