"""Ctrl-C, without a traceback at any moment.

Nothing here needs to be cleaned up: whatever moment a build ends at, its store holds whole articles.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType
from typing import NoReturn

_Handler = Callable[[int, FrameType | None], object]


@contextmanager
def _handled(handler: _Handler) -> Iterator[None]:
    try:
        before = signal.signal(signal.SIGINT, handler)
    except ValueError:  # not the main thread, which alone is told of signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _leave(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001
    cursor = "\x1b[?25h" if sys.stderr.isatty() else ""  # a progress bar hides it
    os.write(2, f"{cursor}kg: stopped; articles stored so far are kept\n".encode())
    os._exit(130)


def at_once() -> AbstractContextManager[None]:
    """While this lasts, Ctrl-C ends the process there and then: an import cannot stop half-way, and tells why badly."""
    return _handled(_leave)


def as_usual() -> AbstractContextManager[None]:
    """While this lasts, Ctrl-C raises KeyboardInterrupt."""
    return _handled(signal.default_int_handler)


class Stop:
    """Whether to stop. Before ``begun``, Ctrl-C ends the process; then it asks to stop, and the second one ends it."""

    def __init__(self) -> None:
        self.begun = self.asked = False

    def __call__(self) -> bool:
        return self.asked

    def begin(self) -> None:
        """From now on there is something worth finishing."""
        self.begun = True

    def handle(self, number: int, frame: FrameType | None) -> None:
        """The signal's handler."""
        if self.asked or not self.begun:
            _leave(number, frame)
        self.asked = True
        os.write(2, b"kg: stopping when the articles at hand are stored; press Ctrl-C again to stop at once\n")


@contextmanager
def gracefully() -> Iterator[Stop]:
    """While this lasts, Ctrl-C asks to stop."""
    stop = Stop()
    with _handled(stop.handle):
        yield stop
