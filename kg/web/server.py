"""Running the server until it is told to stop."""

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from kg.errors import KgError
from kg.graph.serving.service import Service
from kg.web.app import application
from kg.web.config import Config
from kg.web.connection import connection


class ServeError(KgError):
    """The server cannot listen where it was told to."""


def serve(config: Config, ready: Callable[[str], None] = lambda _: None) -> None:
    """Serves until SIGINT or SIGTERM; then no connection is taken any more, and what runs may end.

    ``ready`` gets the URL as soon as connections are taken (port 0 means any free one).
    """
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(message)s")
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    listening = _listen(config)
    try:
        asyncio.run(_serve(config, listening, ready))
    finally:
        listening.close()


async def _serve(config: Config, listening: socket.socket, ready: Callable[[str], None]) -> None:
    service = Service(config.store, config.limits, union=config.union, writable=bool(config.token),
                      network=bool(config.hosts))
    loop, starting = asyncio.get_running_loop(), asyncio.current_task()
    assert starting is not None
    for number in (signal.SIGINT, signal.SIGTERM):  # while it starts; later the server takes them
        loop.add_signal_handler(number, starting.cancel)
    try:
        await service.start()
    except asyncio.CancelledError:
        return
    app = application(service, config)
    server = _Server(uvicorn.Config(
        app, http=connection(config.sizes), ws="none", lifespan="off", log_config=None,
        access_log=False, server_header=False, proxy_headers=False, timeout_keep_alive=15, backlog=512,
        h11_max_incomplete_event_size=1 << 16, timeout_graceful_shutdown=round(config.limits.deadline) + 2))
    beside = [asyncio.ensure_future(task) for task in (_tell(server, config, listening, ready),
                                                       app.state.surveyor.keep_ready())]
    try:
        await server.serve(sockets=[listening])
    finally:
        for task in beside:
            task.cancel()
        await service.close()


class _Server(uvicorn.Server):
    """uvicorn's, which would end the process by the signal that stopped it, before the workers are ended."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stops in order on the first signal, at once on the second."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield


async def _tell(server: uvicorn.Server, config: Config, listening: socket.socket, ready: Callable[[str], None]) -> None:
    host, port = listening.getsockname()[:2]
    while not server.started:
        await asyncio.sleep(0.02)
    ready(config.url or f"http://{f'[{host}]' if ':' in host else host}:{port}")


def _listen(config: Config) -> socket.socket:
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # asyncio sends at once only with this
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((config.host, config.port))
    except (OSError, OverflowError) as error:
        listening.close()
        raise ServeError(f"cannot listen at {config.host}:{config.port}: {getattr(error, 'strerror', None) or error}",
                         "choose another with --host and --port") from error
    listening.setblocking(False)
    return listening
