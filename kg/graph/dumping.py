"""A store's quads as canonical N-Quads."""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice

from pyoxigraph import Quad

#: Lines that are sorted in memory at a time; more of them go through files.
CHUNK = 1_000_000


def sorted_lines(quads: Iterable[Quad], chunk: int = CHUNK) -> Iterator[bytes]:
    """The quads as N-Quads lines sorted by bytes, which is RDFC-1.0's canonical form where no node is blank."""
    lines = (f"{quad} .\n".encode() for quad in quads)
    with ExitStack() as files:
        runs: list[Iterable[bytes]] = []
        while run := sorted(islice(lines, chunk)):
            if len(run) < chunk:
                runs.append(run)
                break
            spilled = files.enter_context(tempfile.TemporaryFile())
            spilled.writelines(run)
            spilled.seek(0)
            runs.append(spilled)
        yield from heapq.merge(*runs)
