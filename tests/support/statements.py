"""How many statements are run meanwhile: a page may not ask once more for each of its rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import asyncpg
from sqlalchemy import Engine, event

from services.chassis.database.engine import Database
from services.chassis.database.transactions import Transaction

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
        with _compiled(run):
            yield run
    finally:
        _asked_here.reset(here)
        event.remove(Engine, "before_cursor_execute", heard)


@contextmanager
def _compiled(run: list[str]) -> Iterator[None]:
    """Add the statements that are handed to the driver, past SQLAlchemy."""
    fetch = asyncpg.Connection.fetch

    async def heard(connection: Any, statement: str, *parameters: Any, **options: Any) -> Any:
        if _asked_here.get():
            run.append(statement)
        return await fetch(connection, statement, *parameters, **options)

    setattr(asyncpg.Connection, "fetch", heard)  # noqa: B010 – its overloads are of no use here
    try:
        yield
    finally:
        setattr(asyncpg.Connection, "fetch", fetch)  # noqa: B010 – its overloads are of no use here


@contextmanager
def transactions(of: str) -> Iterator[list[None]]:
    """One for each transaction begun in a service's database for what is asked within.

    Those of the portal are another's: on a busy machine it is asked again whose session this is.
    """
    begun: list[None] = []
    begin = Transaction.begin

    async def heard(database: Database, uais: str, **options: bool) -> Transaction:
        if _asked_here.get() and of in str(database.bare.url.database):
            begun.append(None)
        return await begin(database, uais, **options)

    # Not heard of SQLAlchemy, which knows nothing of transactions whose statements are all compiled.
    setattr(Transaction, "begin", heard)  # noqa: B010 – a classmethod is put back below
    here = _asked_here.set(True)
    try:
        yield begun
    finally:
        _asked_here.reset(here)
        setattr(Transaction, "begin", begin)  # noqa: B010 – bound to its class already
