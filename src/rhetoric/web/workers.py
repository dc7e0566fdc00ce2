"""Work in; its result out, done in a bounded number of threads, so that requests go on arriving."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from rhetoric.web.requests import Limits, Refused

THREADS = 2

T = TypeVar("T")


class Workers:
    """Threads that score, and the queue before them."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="scoring")
        self._asked = 0

    async def do(self, work: Callable[[], T]) -> T:
        """Do it in a thread.

        Raises:
            Refused: 503 if too many wait already, or if it takes too long.
        """
        if self._asked >= THREADS + self._limits.waiting:
            raise Refused(503, "too many requests at once; try again in a moment")
        self._asked += 1
        future = self._threads.submit(work)
        future.add_done_callback(self._done_in(asyncio.get_running_loop()))
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self._limits.seconds)
        except TimeoutError:
            raise Refused(
                503, f"scoring took longer than {self._limits.seconds:g} s; send less text"
            ) from None

    def _done_in(self, loop: asyncio.AbstractEventLoop) -> Callable[[object], None]:
        """A thread cannot be stopped: what took too long counts until it is really done."""

        def count() -> None:
            self._asked -= 1

        def done(_: object) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(count)

        return done

    def close(self) -> None:
        """Start nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)
