"""What is made from a whole generation of the store, when it is first asked for, and kept until the next."""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

from kg.graph.serving.service import Service
from kg.graph.store import GraphStore

Made = TypeVar("Made")


class OfGeneration(Generic[Made]):
    """One thing of the generation that is served."""

    def __init__(self, service: Service, make: Callable[[GraphStore], Made]) -> None:
        self._service, self._make = service, make
        self._made: tuple[str, Made] | None = None
        self._lock = asyncio.Lock()

    async def get(self) -> Made:
        """The thing, made in a thread if it is not there yet; who else asks meanwhile waits for it."""
        async with self._lock:
            generation, store = self._service.generation, self._service.store
            if self._made is None or self._made[0] != generation:
                self._made = generation, await asyncio.to_thread(self._make, store)
            return self._made[1]
