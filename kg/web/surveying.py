"""The survey of the generation that is served, made when a page first asks for it."""

import asyncio
import logging

from kg.graph.serving.service import Service
from kg.graph.store import GraphStore
from kg.query.atlas import Ground, ground
from kg.query.home import Home, home
from kg.query.survey import Survey

log = logging.getLogger("kg.web")
#: Seconds between looks at the generation.
_WATCH = 1.0


class Surveyor:
    """Keeps one survey. A page takes it together with the store that it is of."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._kept: tuple[str, GraphStore, Survey] | None = None
        self._home: tuple[Survey, Home] | None = None
        self._ground: tuple[Survey, Ground] | None = None

    @property
    def now(self) -> tuple[GraphStore, Survey]:
        """The store that is served now, and its survey."""
        if self._kept is None or self._kept[0] != self._service.generation:
            store = self._service.store
            self._kept = self._service.generation, store, Survey(store)
        return self._kept[1], self._kept[2]

    async def keep_ready(self) -> None:
        """Reads the survey of each new generation before somebody asks for it; runs until it is cancelled."""
        while True:
            if self._kept is None or self._kept[0] != self._service.generation:
                try:
                    await asyncio.to_thread(self.home)
                except Exception:  # the page that asks for it tells of it
                    log.exception("a survey could not be read ahead")
            await asyncio.sleep(_WATCH)

    def home(self) -> Home:
        """What the start page tells, made once a generation."""
        store, survey = self.now
        if self._home is None or self._home[0] is not survey:
            self._home = survey, home(store, survey)
        return self._home[1]

    def ground(self) -> Ground:
        """What maps begin with, made once a generation."""
        store, survey = self.now
        if self._ground is None or self._ground[0] is not survey:
            self._ground = survey, ground(store, survey)
        return self._ground[1]
