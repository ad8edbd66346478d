"""The search index of the generation that is served, made when it is first asked."""

import asyncio

from kg.graph.serving.service import Service
from kg.query.pages import searchable
from kg.query.search import Hit, Index


class Searcher:
    """Finds things by their names and sentences."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._index: Index | None = None
        self._generation = ""
        self._lock = asyncio.Lock()

    async def find(self, question: str, limit: int = 50) -> list[Hit]:
        """The things found, the best first."""
        if not question.strip():
            return []
        async with self._lock:
            if self._index is None or self._generation != self._service.generation:
                store, self._generation = self._service.store, self._service.generation
                self._index = await asyncio.to_thread(lambda: Index(searchable(store)))
            return await asyncio.to_thread(self._index.find, question, limit)
