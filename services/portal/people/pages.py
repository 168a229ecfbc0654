"""Who has an account in a lycée (comptes), and closing one."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from fastapi import Request, Response

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.portal.accesses.model import AccessState
from services.portal.accesses.pages.choices import lycees_of, powers, today
from services.portal.accesses.queries import is_theirs_alone
from services.portal.accesses.store import Accesses, Holder
from services.portal.accounts.store import Accounts
from services.portal.base.scopes import DEPARTMENT
from services.portal.people.commands import close_account
from services.portal.permissions import END_ACCESS, SEE_ACCESS, Powers
from services.portal.sessions.pages import tell_revoked

router = Router()
LIST = "/comptes"
ONE = f"{LIST}/{{person_id}}"
CLOSED = "Compte fermé\u00a0: il n’ouvre plus rien, et ses connexions sont terminées."
KEPT = "Ses accès ici sont terminés. Son compte reste ouvert\u00a0: il lui sert aussi ailleurs."


@dataclass(frozen=True)
class Person:
    """Somebody who holds or will hold a role in the lycées shown; `held` is never empty."""

    held: Sequence[Holder]

    @property
    def account_id(self) -> UUID:
        return self.held[0].access.account_id

    def may_be_closed_by(self, can: Powers) -> bool:
        """Whether each role is theirs to end."""
        return all(
            one.access.uai is not None and one.role in can.roles(one.access.uai)
            for one in self.held
        )


@router.page(LIST, action=SEE_ACCESS)
async def accounts(request: Request, uow: RequestUnitOfWork) -> Response:
    """The accounts of the lycée, with what they open."""
    return render(
        request,
        "portal/people/accounts.html",
        people=await _people(request, uow),
        today=today(request),
        several=len(lycees_of(request)) > 1,
    )


@router.page(ONE, action=SEE_ACCESS)
async def account(request: Request, uow: RequestUnitOfWork, person_id: UUID) -> Response:
    """One account, and closing it."""
    found = await _people(request, uow, person_id)
    if not found:
        raise NotFound
    [person] = found
    # Whether somebody who lost their telephone depends on this administrator alone is not the
    # lycée's to tell from its own rows.
    async with runtime_of(request).work.begin(DEPARTMENT) as whole:
        known = await Accounts(whole).get(person_id)
        alone = await is_theirs_alone(
            whole, account_id=person_id, powers=powers(request), now=whole.now
        )
    return render(
        request,
        "portal/people/one_account.html",
        person=person,
        today=today(request),
        own=person_id == context_of(request).user.account_id,
        may_close=person.may_be_closed_by(powers(request)),
        several=len(lycees_of(request)) > 1,
        second_factor_at=known.second_factor_at if known else None,
        may_remove_factor=alone,
    )


# It opens its own transaction: what the account holds elsewhere is out of the lycée's scope, and
# what it ends is told on the bus once it is committed.
@router.form(f"{ONE}/fermeture", action=END_ACCESS, recorded=False)
async def close(request: Request, person_id: UUID) -> Response:
    """Close it now, in every service at once."""
    runtime = runtime_of(request)
    async with runtime.work.begin(DEPARTMENT, actor=context_of(request).actor) as uow:
        closed = await close_account(uow, account_id=person_id, powers=powers(request), now=uow.now)
    await tell_revoked(runtime, person_id)
    return see_other(LIST, notice=CLOSED if closed else KEPT)


async def _people(
    request: Request, uow: UnitOfWork, account_id: UUID | None = None
) -> list[Person]:
    """People of the lycées one gives access to, in order of name; one of them by its id."""
    day, own = today(request), powers(request).titles
    held = [
        one
        for one in await Accesses(uow).holders(account_id=account_id)
        if one.access.uai in own and one.access.standing(day) is not AccessState.OVER
    ]
    grouped = groupby(held, key=lambda one: one.access.account_id)
    return [Person(tuple(holders)) for _, holders in grouped]
