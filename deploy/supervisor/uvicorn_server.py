"""uvicorn as one part among others of a process."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from deploy.embedded.ports import LOOPBACK


class QuietServer(uvicorn.Server):
    """A uvicorn that leaves signals to the process it is a part of."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield


def listening_socket(port: int, host: str = LOOPBACK) -> socket.socket:
    """A socket bound by us: no other process can take the port before we listen."""
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((host, port))
    return bound
