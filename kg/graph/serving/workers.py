"""The server's side of one worker: the process, its socket, and how it is ended."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import KgError


class WorkerError(KgError):
    """A worker ended before it had answered: for want of memory, or killed by somebody else."""


@dataclass(frozen=True)
class Answer:
    """What a worker answered: ``body`` or the file ``path`` of ``size`` bytes, which is the receiver's to delete."""

    media: str
    size: int
    body: bytes = b""
    path: Path | None = None

    def discard(self) -> None:
        """Deletes the file, if there is one."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)


class RefusedError(KgError):
    """A worker's own word that there is no answer; ``kind`` is one of ``kg.graph.serving.spool.AnswerError``."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Worker:
    """A process that answers one request at a time."""

    def __init__(self, pid: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.pid = pid
        self.retired = False
        self._reader, self._writer = reader, writer
        self._handle: int | None = None
        with contextlib.suppress(AttributeError, OSError):  # Linux: the process itself, not its number, is meant
            self._handle = os.pidfd_open(pid)

    @property
    def ended(self) -> bool:
        """Whether it is known to have ended, by somebody else's hand."""
        return self._reader.at_eof()

    async def ask(self, request: Mapping[str, Any]) -> Answer:
        """The answer; RefusedError or WorkerError."""
        try:
            self._writer.write(json.dumps(request).encode() + b"\n")
            await self._writer.drain()
            reply = json.loads(await self._reader.readuntil(b"\n"))
            if "error" in reply:
                raise RefusedError(reply["error"], reply["message"])
            if "path" in reply:
                return Answer(reply["media"], reply["size"], path=Path(reply["path"]))
            return Answer(reply["media"], reply["size"], await self._reader.readexactly(reply["size"]))
        except (OSError, EOFError, ValueError) as error:
            raise WorkerError("a worker ended before it had answered") from error

    def processor_time(self) -> float:
        """Seconds of processor time that it has used; where the system does not tell, those that have gone by."""
        try:
            return time.clock_gettime(~self.pid << 3 | 2)  # Linux: clock_getcpuclockid(3)
        except OSError:
            return time.monotonic()

    def slow_down(self) -> None:
        """Lets all others go first; it is ended after this request, since nobody can take that back."""
        if self.retired:
            return
        self.retired = True
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, 15)

    def kill(self) -> None:
        """Ends the process, whatever it is doing."""
        self.retired = True
        with contextlib.suppress(OSError):
            if self._handle is not None:
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
                os.close(self._handle)
            elif not self._reader.at_eof():
                os.kill(self.pid, signal.SIGKILL)
        self._handle = None
        self._writer.close()


class Nursery:
    """The process that forks workers (``kg.graph.serving.nursery``); started when the first is wanted."""

    def __init__(self, network: bool = False) -> None:
        self._network = network
        self._orders: socket.socket | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._starting = asyncio.Lock()

    async def fork(self, settings: Mapping[str, Any]) -> Worker:
        """A new worker, which has said that it is there."""
        ours, theirs = socket.socketpair()
        with theirs:
            for attempt in (1, 2):
                orders = await self._running()
                try:
                    socket.send_fds(orders, [json.dumps(settings).encode()], [theirs.fileno()])
                    break
                except OSError:  # somebody killed it
                    self.close()
                    if attempt == 2:
                        raise
        ours.setblocking(False)
        reader, writer = await asyncio.open_connection(sock=ours, limit=1 << 20)
        hello = json.loads(await reader.readuntil(b"\n"))
        return Worker(hello["pid"], reader, writer)

    async def _running(self) -> socket.socket:
        async with self._starting:
            if self._orders is None:
                self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                with theirs:
                    self._process = await asyncio.create_subprocess_exec(
                        sys.executable, "-I", "-m", "kg.graph.serving.nursery", str(theirs.fileno()),
                        "network" if self._network else "-", pass_fds=[theirs.fileno()],
                        stdin=asyncio.subprocess.DEVNULL)
            return self._orders

    def close(self) -> None:
        """Ends it; its workers end when their sockets are closed."""
        if self._orders is not None:
            self._orders.close()
            self._orders = None

    async def stopped(self) -> None:
        """Waits until the process is gone."""
        self.close()
        if self._process is not None:
            try:
                await asyncio.wait_for(self._process.wait(), 5)
            except TimeoutError:
                self._process.kill()
