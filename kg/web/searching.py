"""The search index of the generation that is served."""

import asyncio

from kg.graph.serving.service import Service
from kg.query.pages import searchable
from kg.query.search import Hit, Index
from kg.web.generation import OfGeneration


class Searcher:
    """Finds things by their names and sentences."""

    def __init__(self, service: Service) -> None:
        self._index = OfGeneration(service, lambda store: Index(searchable(store)))
        self._lock = asyncio.Lock()

    async def find(self, question: str, limit: int = 50) -> list[Hit]:
        """The things found, the best first."""
        if not question.strip():
            return []
        index = await self._index.get()
        async with self._lock:  # the index is asked by one thread at a time
            return await asyncio.to_thread(index.find, question, limit)
