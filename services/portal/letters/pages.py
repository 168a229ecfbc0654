"""Asking for a letter from a page: the answer tells nobody who has an account."""

import asyncio

from fastapi import Request

from contracts.portal.accounts import SignInLetterKind
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.requests.request_context import context_of
from services.portal.accounts.model.account import checked_mail
from services.portal.accounts.queries import person_with_mail
from services.portal.attempts.model import letter_limits
from services.portal.attempts.pages import attempted
from services.portal.base.scopes import DEPARTMENT, speaking_for
from services.portal.letters.commands import ask_letter
from services.portal.sessions.pages import address_of

ANSWER_SECONDS = 0.3
"""An account or none, the answer takes this long: longer than the work for those who have one."""


async def ask_for_letter(request: Request, mail: str, kind: SignInLetterKind) -> None:
    """Have a letter sent to this mail, if it is somebody's.

    Raises Invalid for a malformed mail, SignInThrottled after too many requests.
    """
    address = checked_mail(mail)
    await asyncio.gather(_ask(request, address, kind), asyncio.sleep(ANSWER_SECONDS))


async def _ask(request: Request, mail: str, kind: SignInLetterKind) -> None:
    runtime, correlation_id = runtime_of(request), context_of(request).correlation_id
    await attempted(request, mail, letter_limits(mail=mail, address=address_of(request)))
    async with runtime.work.begin(DEPARTMENT) as uow:
        person = await person_with_mail(uow, mail=mail, now=uow.now)
    if person is None:
        return
    account_id, lycee = person
    uai = lycee or runtime.settings.department_uai
    async with runtime.work.begin(speaking_for(uai), uai=uai, correlation_id=correlation_id) as uow:
        await ask_letter(uow, account_id=account_id, kind=kind, uai=uai, now=uow.now)
