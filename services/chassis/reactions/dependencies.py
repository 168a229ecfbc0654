"""Dependencies of handlers: what a reaction may name after its event, as FastDepends gives it.

They are coroutines on purpose: FastDepends fetches what is declared by `Context` in a thread of
its own, for each event and each parameter.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from faststream import Depends, apply_types

from contracts.envelope import Envelope
from services.chassis.reactions.decision import Readable
from services.chassis.reactions.spec import Batched, Handler
from services.chassis.unit_of_work.unit_of_work import UnitOfWork

_current: ContextVar[tuple[UnitOfWork, Envelope]] = ContextVar("what a reaction works in")


@contextmanager
def current(uow: UnitOfWork, envelope: Envelope) -> Iterator[None]:
    """Give them to the handler that is called in the block."""
    token = _current.set((uow, envelope))
    try:
        yield
    finally:
        _current.reset(token)


async def unit_of_work() -> UnitOfWork:
    """The transaction that the event is handled in."""
    return _current.get()[0]


async def now() -> datetime:
    """The time of that transaction."""
    return _current.get()[0].now


async def envelope() -> Envelope:
    """Who told the event, when, and what caused it."""
    return _current.get()[1]


BY_NAME = {"uow": unit_of_work, "now": now, "envelope": envelope}
"""As `GIVEN` of the declarations names them."""


def injected(handler: Handler[...]) -> Callable[..., Awaitable[None]]:
    """The handler as FastStream calls it: the event first, then `Depends` for what else it names.

    Declarations name no type of FastStream: a command that reads them does not load it.
    """
    event, *others = inspect.signature(handler).parameters.values()
    call: Callable[..., Awaitable[None]] = handler

    async def reaction(**arguments: Any) -> None:
        await call(**arguments)

    reaction.__name__ = getattr(handler, "__name__", "reaction")
    reaction.__signature__ = inspect.Signature(  # type: ignore[attr-defined] # read by FastDepends
        [
            event.replace(annotation=Any),
            *(one.replace(annotation=Any, default=Depends(BY_NAME[one.name])) for one in others),
        ]
    )
    return reaction


async def react(readable: Readable) -> None:
    """Run the handler of an event that no broker delivers, with what is `current`."""
    if readable.reaction.takes_many:
        await react_to_many([readable], await unit_of_work())
        return
    handler: Callable[..., Awaitable[None]] = apply_types(
        injected(readable.reaction.handler), cast=False
    )
    await handler(readable.event)


async def react_to_many(readables: Sequence[Readable], uow: UnitOfWork) -> None:
    """Run the handler of a group that takes many, on events of one lycée."""
    handler = readables[0].reaction.handler
    given = {"uow": uow, "now": uow.now}
    _, *others = inspect.signature(handler).parameters
    events = [Batched(one.event, one.envelope) for one in readables]
    await handler(events, **{name: given[name] for name in others})
