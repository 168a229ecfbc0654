"""Services that run with NATS away: pages do not need it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from deploy.embedded.ports import free_port
from services.chassis.base.settings import Settings
from services.chassis.nats import connection

DIALS_AGAIN_SECONDS = 60.0
"""Nobody will answer: four times a second is for those whom somebody waits for."""


@contextmanager
def nats_away(settings: Settings) -> Iterator[Settings]:
    """Settings under which nobody answers; what is started within dials now and then."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(connection, "RECONNECT_WAIT_SECONDS", DIALS_AGAIN_SECONDS)
        yield settings.replaced(nats_url=f"nats://127.0.0.1:{free_port()}")
