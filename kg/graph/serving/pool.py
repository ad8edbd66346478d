"""Readers at work: who gets one, for how long, and what becomes of queries that take longer.

A query starts at once if a worker is idle, else it waits for one a moment (``wait``). After ``quantum`` seconds of
processor time, on a busy computer after a part of that, it counts as long: it runs on at low priority, but only so many
may (``long``), so that hard queries never keep the easy ones waiting. At the deadline, or when its client has gone, its
worker is killed and another forked, which takes some 20 ms.
"""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.graph.serving.workers import Answer, Nursery, RefusedError, Worker, WorkerError

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """What queries may take, in seconds and bytes; ``workers`` is how many run at a time."""

    workers: int = 16
    long: int = 2
    queue: int = 64
    wait: float = 3.0
    quantum: float = 0.1
    deadline: float = 10.0
    memory: int = 1 << 30
    bytes: int = 256 << 20
    rows: int = 1_000_000


class BusyError(KgError):
    """No worker is free, and none will be soon."""


class TimedOutError(KgError):
    """The deadline has passed."""


class GoneError(KgError):
    """Whoever asked has gone."""


class Pool:
    """The readers. ``run`` is the only way to them."""

    def __init__(self, limits: Limits, nursery: Nursery, spool: Path) -> None:
        self.limits = limits
        self._nursery = nursery
        self._settings = {"memory": limits.memory, "bytes": limits.bytes, "rows": limits.rows, "spool": str(spool)}
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._long: set[Worker] = set()
        self._closed = False
        #: What new workers open before they get a query.
        self.generation: Path | None = None

    async def start(self) -> None:
        """Forks the workers."""
        await asyncio.gather(*(self._fork() for _ in range(self.limits.workers)))

    async def close(self) -> None:
        """Kills all workers; what still waits for an answer gets WorkerError."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        for worker in (*self._idle, *self._busy):
            worker.kill()
        self._idle.clear()

    @property
    def counts(self) -> dict[str, int]:
        """Workers idle and busy, long queries, and queries that wait."""
        return {"idle": len(self._idle), "busy": len(self._busy), "long": len(self._long),
                "waiting": len(self._waiting)}

    async def run(self, request: Mapping[str, Any], gone: "asyncio.Future[Any] | None" = None) -> Answer:
        """The answer of a worker, which is free again afterwards in any case.

        ``gone`` is done when nobody waits for the answer any more. Raises BusyError, TimedOutError, GoneError,
        RefusedError, WorkerError.
        """
        worker = await self._take(gone)
        asked = asyncio.ensure_future(worker.ask({**request, "deadline": self.limits.deadline}))
        end = asyncio.get_running_loop().time() + self.limits.deadline
        try:
            if not await self._done_soon(worker, asked, gone, end):
                if len(self._long) >= self.limits.long:
                    raise BusyError(f"{len(self._long)} long queries are running already",
                                    "try again in some seconds, or make the query narrower: short ones are answered "
                                    "all the time")
                self._long.add(worker)
                self._yield()
                if not await self._done(asked, gone, end - asyncio.get_running_loop().time()):
                    raise TimedOutError(f"the query was stopped after {self.limits.deadline:g} seconds",
                                   "make it narrower: fewer patterns without common variables, a LIMIT in a subquery")
            return asked.result()
        except WorkerError as error:
            worker.retired = True
            raise WorkerError("the query brought its process down, most likely for want of memory "
                              f"(limit {self.limits.memory >> 20} MB)", "make it narrower, or leave ORDER BY, GROUP BY "
                              "or DISTINCT out") from error
        finally:
            self._long.discard(worker)
            if not asked.done():
                worker.retired = True
                asked.cancel()
            self._give_back(worker)

    async def _done_soon(self, worker: Worker, asked: "asyncio.Future[Answer]", gone: "asyncio.Future[Any] | None",
                         end: float) -> bool:
        """Whether the answer came before the query had used its quantum, or its time.

        Processor time, since on a busy computer an easy query takes long, too; but there a hard one would keep its
        worker for too long, so that a third of the quantum is enough once more time than that has gone by, and a
        fifth while others wait for a worker.
        """
        loop, quantum = asyncio.get_running_loop(), self.limits.quantum
        began, before = loop.time(), worker.processor_time()
        while (now := loop.time()) < end:
            share = 1 if now - began < 1.5 * quantum else 5 if self._waiting else 3
            left = quantum / share - (worker.processor_time() - before)
            if left <= 0:
                break
            if await self._done(asked, gone, max(left, 0.01)):
                return True
        return asked.done()

    async def _done(self, asked: "asyncio.Future[Answer]", gone: "asyncio.Future[Any] | None", seconds: float) -> bool:
        """Whether the answer came in that time; GoneError if the client went before."""
        await asyncio.wait([asked, gone] if gone is not None else [asked], timeout=seconds,
                           return_when=asyncio.FIRST_COMPLETED)
        if not asked.done() and gone is not None and gone.done():
            raise GoneError("whoever asked has gone")
        return asked.done()

    async def _take(self, gone: "asyncio.Future[Any] | None") -> Worker:
        if self._idle:
            worker = self._idle.pop()
        elif len(self._waiting) >= self.limits.queue:
            raise BusyError(f"{len(self._busy)} queries are running and {len(self._waiting)} wait",
                            "try again in a second")
        else:
            worker = await self._wait(gone)
        self._busy.add(worker)
        self._yield()
        return worker

    def _yield(self) -> None:
        """Long queries let others go first; one that is alone need not."""
        if len(self._busy) > 1:
            for worker in self._long:
                worker.slow_down()

    async def _wait(self, gone: "asyncio.Future[Any] | None") -> Worker:
        turn: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await asyncio.wait([turn, gone] if gone is not None else [turn], timeout=self.limits.wait,
                               return_when=asyncio.FIRST_COMPLETED)
            if turn.done():
                return turn.result()
            if gone is not None and gone.done():
                raise GoneError("whoever asked has gone")
            raise BusyError("all workers are busy", "try again in a second")
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._offer(turn.result())
            raise
        finally:
            with contextlib.suppress(ValueError):
                self._waiting.remove(turn)

    def _give_back(self, worker: Worker) -> None:
        self._busy.discard(worker)
        if self._closed or worker.retired:
            worker.kill()
            if not self._closed:
                task = asyncio.ensure_future(self._fork())
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
        else:
            self._offer(worker)

    def _offer(self, worker: Worker) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(worker)
                return
        self._idle.append(worker)

    async def _fork(self) -> None:
        while not self._closed:
            try:
                worker = await self._nursery.fork(self._settings)
                if self.generation is not None:
                    with contextlib.suppress(RefusedError):  # it may have gone meanwhile
                        await worker.ask({"op": "warm", "store": str(self.generation)})
            except (OSError, EOFError, ValueError, WorkerError) as error:
                _log.error("a worker could not be started, trying again: %s", error)
                await asyncio.sleep(1)
            else:
                self._offer(worker)
                return
