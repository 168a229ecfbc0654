"""uvicorn as one part among others of a process."""

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from deploy.embedded.ports import LOOPBACK
from deploy.supervisor.bounded_http import BoundedHttp

BACKLOG = 2048
"""uvicorn's own."""
GRACEFUL_STOP_SECONDS = 5


def http_config(
    app: ASGIApp,
    *,
    trusted: Sequence[str],
    host: str = LOOPBACK,
    port: int = 0,
    own_lifespan: bool = True,
) -> uvicorn.Config:
    """How every server of ours speaks HTTP.

    `trusted`: networks whose `X-Forwarded-For` is read, from the right, past the hops that are
    trusted themselves: the first other one is the client, whatever it claimed further left.
    """
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        http=BoundedHttp,
        lifespan="auto" if own_lifespan else "off",
        log_config=None,
        access_log=False,
        server_header=False,
        # Said even when nobody is trusted: uvicorn trusts this machine and its environment otherwise.
        proxy_headers=bool(trusted),
        forwarded_allow_ips=list(trusted),
        timeout_graceful_shutdown=GRACEFUL_STOP_SECONDS,
    )


class QuietServer(uvicorn.Server):
    """A uvicorn that leaves signals to the process it is a part of."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield


class TellingServer(uvicorn.Server):
    """A uvicorn that says that it stops.

    It waits for open answers before it lets the application stop: live pages must be told. They are
    told by the event loop: a handler of signals runs between any two steps of what reads their flags,
    and one set there may be cleared unread.
    """

    def __init__(self, config: uvicorn.Config, on_stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_stop = on_stop

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to stop."""
        self._on_stop()
        await super().shutdown(sockets)


def listening_socket(port: int, host: str = LOOPBACK) -> socket.socket:
    """A socket that listens at once: two that are only bound may share a port on Linux.

    Whoever comes before there is somebody to answer waits. Raises OSError when it is taken.
    """
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(BACKLOG)
    except OSError:
        bound.close()
        raise
    return bound
