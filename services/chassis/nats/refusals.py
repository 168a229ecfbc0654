"""Refusals on the bus: NATS is there, and does not let a service in, or is too old to be let in."""

from contextlib import suppress

import nats.errors
from nats.aio.client import Client

OLDEST_SERVER = (2, 12)
"""The first nats-server that takes a batch whole or not at all, which the outbox relay asks for."""
UNKNOWN_KEY = "refused: this key is not known"
SERVER_TOO_OLD = "refused: this nats-server is too old"
REFUSALS = {
    "authorization violation": UNKNOWN_KEY,
    "maximum connections exceeded": "refused: too many connections",
    "maximum account active connections exceeded": "refused: too many connections of this account",
    SERVER_TOO_OLD: SERVER_TOO_OLD,
}
"""What the server says when it is there and does not let us in, as readiness tells it."""


class ServerTooOld(nats.errors.Error):
    """A nats-server that lacks what Passerelle stands on; `version` is the one it says it has."""

    def __init__(self, version: str) -> None:
        self.version = version
        super().__init__(SERVER_TOO_OLD)


def refuse_older(client: Client) -> None:
    """Refuse a connected server that is older than `OLDEST_SERVER`; raises `ServerTooOld`.

    One whose version is no version is somebody's own build: it is taken for what it says it does.
    """
    version = client.connected_server_version
    with suppress(ValueError):
        if (version.major, version.minor) < OLDEST_SERVER:
            raise ServerTooOld(f"{version.major}.{version.minor}.{version.patch}")


def refusal_of(error: BaseException | None, before: str | None) -> str | None:
    """Which refusal an error of nats-py tells of; None for whatever else went wrong.

    A server that refuses closes at once, which may be all that is heard: then it is as `before`.
    """
    if isinstance(error, ConnectionResetError | BrokenPipeError):
        return before
    said = str(error).lower()
    return next((told for words, told in REFUSALS.items() if words in said), None)
