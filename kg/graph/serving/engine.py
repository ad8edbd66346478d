"""What a worker does: take one request after the other from its socket, and answer.

A request is a JSON object on one line with ``op`` and what that needs. The reply is one line, too::

    {"media": "text/csv", "size": 12}             and 12 bytes follow
    {"media": "text/csv", "size": 9000000, "path": "/tmp/…/a1"}    the bytes are in a file, the server's from now on
    {"error": "syntax", "message": "…"}           one of ERRORS

The first line a worker sends, before any request, is ``{"pid": 123}``.
"""

import json
import os
import queue
import resource
import socket
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kg.graph.serving import reading, writing
from kg.graph.serving.spool import AnswerError, Spool

Request = Mapping[str, Any]
#: op -> what answers it; an answer is written to the spool, and its media type returned.
Operation = Callable[[Request, Spool], str]
OPERATIONS: dict[str, Operation] = {
    "query": reading.query, "warm": reading.warm, "check": reading.check, "parse": reading.parse,
    "snapshot": writing.snapshot, "open": writing.open_store, "update": writing.update, "judge": writing.judge,
    "publish": writing.publish,
}
#: Bytes of stack: pyoxigraph's parser and optimizer recurse, and a thread's stack takes memory only where it is used.
STACK = 256 << 20
#: By how much all workers come behind the server, which must take in requests and end queries whatever they do.
NICE = 5
#: Bytes that the interpreter and the engine take before there is any query.
OWN = 192 << 20


def work(channel: socket.socket, settings: Request) -> None:
    """Answers requests until the server closes its end; called in a fresh process of the nursery."""
    _limit(settings)
    os.nice(NICE)
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.stack_size(STACK)
    threading.Thread(target=_answer_all, args=(requests, channel, settings), daemon=True).start()
    channel.sendall(json.dumps({"pid": os.getpid()}).encode() + b"\n")
    with channel.makefile("rb") as lines:  # this thread waits here, so that it sees the server go in the midst of work
        for line in lines:
            requests.put(line)


def _limit(settings: Request) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory := settings.get("memory"):
        bytes_ = memory + STACK + OWN
        resource.setrlimit(resource.RLIMIT_DATA, (bytes_, bytes_))


def _limit_time(seconds: float) -> None:
    """A fuse of the system's own, should the server not come to kill this process at the deadline."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime + seconds) + 5
    resource.setrlimit(resource.RLIMIT_CPU, (spent, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _answer_all(requests: "queue.SimpleQueue[bytes]", channel: socket.socket, settings: Request) -> None:
    while True:
        request = json.loads(requests.get())
        if deadline := request.get("deadline"):
            _limit_time(deadline)
        spool = Spool(Path(settings["spool"]), settings.get("bytes"), settings.get("rows"))
        try:
            media = OPERATIONS[request["op"]](request, spool)
        except AnswerError as failure:
            spool.discard()
            reply: dict[str, Any] = {"error": failure.kind, "message": failure.message}
            body = b""
        except MemoryError:
            os._exit(1)
        else:
            path, body = spool.close()
            reply = {"media": media, "size": spool.size} | ({"path": str(path)} if path else {})
        channel.sendall(json.dumps(reply).encode() + b"\n" + body)
