"""How many statements are run meanwhile: a page may not ask once more for each of its rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Engine, event

_asked_here: ContextVar[bool] = ContextVar("asked_here", default=False)


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements run for what is asked within, as they come; not those of services that work
    by themselves at the same moment.
    """
    run: list[str] = []

    def heard(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if _asked_here.get():
            run.append(statement)

    event.listen(Engine, "before_cursor_execute", heard)
    here = _asked_here.set(True)
    try:
        yield run
    finally:
        _asked_here.reset(here)
        event.remove(Engine, "before_cursor_execute", heard)


@contextmanager
def transactions(of: str) -> Iterator[list[None]]:
    """One for each transaction begun in a service's database for what is asked within.

    Those of the portal are another's: on a busy machine it is asked again whose session this is.
    """
    begun: list[None] = []

    def heard(connection: Any) -> None:
        if _asked_here.get() and of in str(connection.engine.url.database):
            begun.append(None)

    event.listen(Engine, "begin", heard)
    here = _asked_here.set(True)
    try:
        yield begun
    finally:
        _asked_here.reset(here)
        event.remove(Engine, "begin", heard)
