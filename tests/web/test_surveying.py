"""The survey that pages count over follows the generation that is served, and is read ahead."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

from kg.graph.serving.service import Service
from kg.graph.store import GraphStore
from kg.web.surveying import Surveyor
from tests.query.conftest import KNOWLEDGE, june, may


def serving(store: GraphStore) -> Any:
    return SimpleNamespace(store=store, generation="one")


def test_one_survey_a_generation() -> None:
    with GraphStore.in_memory(KNOWLEDGE) as store:
        service = serving(store)
        surveyor = Surveyor(cast(Service, service))
        first, home = surveyor.now, surveyor.home()
        assert surveyor.now[1] is first[1]
        assert surveyor.home() is home
        assert home.counts["article"] == 0
        store.add(may())
        service.generation = "two"
        assert surveyor.now[1] is not first[1]
        assert surveyor.home().counts["article"] == 1
        assert [a.id for a in surveyor.now[1].articles.values()] == ["may"]


def test_it_is_read_ahead_also_after_a_failure() -> None:
    with GraphStore.in_memory(KNOWLEDGE) as store:
        store.add(june())
        service = serving(store)
        surveyor = Surveyor(cast(Service, service))

        async def run() -> None:
            service.store = None  # cannot be read
            task = asyncio.ensure_future(surveyor.keep_ready())
            await asyncio.sleep(0.2)
            assert not task.done()
            service.store, service.generation = store, "two"
            for _ in range(200):
                if surveyor._home is not None:
                    break
                await asyncio.sleep(0.05)
            task.cancel()

        asyncio.run(run())
        assert surveyor._home is not None
        assert [latest.row.id for latest in surveyor._home[1].latest] == ["june"]
