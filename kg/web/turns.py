"""Work of the server's own (pages, labels, search), a few at a time, so that no crowd of it starves the rest."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from kg.graph.serving.pool import BusyError

Made = TypeVar("Made")


class Turns:
    """At most ``at_once`` pieces of work in threads, and ``waiting`` more that wait."""

    def __init__(self, at_once: int = 4, waiting: int = 64) -> None:
        self._turn, self._most, self._inside = asyncio.Semaphore(at_once), at_once + waiting, 0

    async def run(self, work: Callable[[], Made]) -> Made:
        """What the work gives; BusyError where too many wait already."""
        if self._inside >= self._most:
            raise BusyError("too many pages are being made", "try again in a second")
        self._inside += 1
        try:
            async with self._turn:
                return await asyncio.to_thread(work)
        finally:
            self._inside -= 1
