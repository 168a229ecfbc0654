"""What is sent by whoever holds a personal link: in the lycée's scope, and once per command."""

from collections.abc import Awaitable, Callable

from fastapi import Request

from services.chassis.security.secret_links import Opened
from services.chassis.unit_of_work import commands
from services.chassis.unit_of_work.commands import Answer
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.chassis.web.answers.command_route import command_of
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.requests.request_context import context_of

DONE = Answer(303, (), b"")
"""What is kept of it: the page it leads to is the link's own, and is not written down."""


async def do_once(
    request: Request, opened: Opened, work: Callable[[UnitOfWork], Awaitable[None]]
) -> None:
    """Do what a form asks; the same form sent again changes nothing more.

    Raises CommandIdMissing, CommandReused, and what `work` raises: then nothing was done.
    """
    command_id, fingerprint = await command_of(request)

    async def once(uow: UnitOfWork) -> None:
        if await commands.claim(uow, command_id, fingerprint):
            uow.give_up()
            return
        await work(uow)
        commands.store(uow, command_id, DONE)

    await runtime_of(request).work.run(
        once,
        Scope(frozenset({opened.uai})),
        uai=opened.uai,
        correlation_id=context_of(request).correlation_id,
    )
