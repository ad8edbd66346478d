"""The process that forks workers: small and without threads, so that a fork takes a few milliseconds.

Run as ``python -I -m kg.graph.serving.nursery FD NETWORK``. Each message on the socket ``FD`` is one worker's settings
as JSON, with that worker's end of its socket pair. The nursery ends when the server closes its end, and so do the
workers.
"""

import ctypes
import gc
import json
import os
import signal
import socket
import sys

from kg.graph.serving import engine

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000


def cut_network() -> bool:
    """Moves this process, and all it forks, into a network without interfaces; whether the system allows that.

    Second line of defence: ``kg.query.guard`` has refused what asks for other computers before. Linux only.
    """
    try:
        return bool(ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NET) == 0)
    except (OSError, AttributeError):
        return False


def main(descriptor: int, network: bool) -> None:
    """Fork a worker for each message, until the other end is closed."""
    if not network:
        cut_network()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a worker ended: its socket tells
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to handle
    gc.freeze()
    with socket.socket(fileno=descriptor) as orders:
        while True:
            message, descriptors, _, _ = socket.recv_fds(orders, 1 << 16, 1)
            if not message:
                return
            if os.fork() == 0:
                orders.close()
                try:
                    engine.work(socket.socket(fileno=descriptors[0]), json.loads(message))
                finally:
                    os._exit(0)
            os.close(descriptors[0])


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2] == "network")
