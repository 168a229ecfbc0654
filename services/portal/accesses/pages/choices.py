"""Choices of the pages about access: people, roles and lycées of whom asks, and the day."""

from datetime import date
from typing import Any
from uuid import UUID

from fastapi import Request

from contracts.identifiers import Uai
from services.chassis.base.errors import Invalid, NotFound
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.requests.request_context import context_of
from services.portal.accesses.commands.invite_person import invite_person
from services.portal.accesses.forms import PersonForm
from services.portal.accesses.store import Accesses, Holder
from services.portal.accounts.store import Accounts
from services.portal.base.calendar import PARIS
from services.portal.permissions import Powers, powers_of

NOT_BOTH = "Choisissez une personne de la liste ou écrivez une adresse, pas les deux."


def today(request: Request) -> date:
    """The day it is, in Paris."""
    return runtime_of(request).work.now().astimezone(PARIS).date()


def powers(request: Request) -> Powers:
    """What who asks may give and take."""
    return powers_of(context_of(request).user)


def people_in(holders: list[Holder]) -> list[tuple[str, str]]:
    """The choices of a list of people, each once, in order of name."""
    named = {str(one.access.account_id): f"{one.display_name} ({one.mail})" for one in holders}
    return list(named.items())


async def person_named(uow: UnitOfWork, form: PersonForm) -> UUID | None:
    """The person of the list; None for somebody else. Raises Invalid, NotFound."""
    if form.person is None:
        return None
    if form.mail is not None:
        raise Invalid(NOT_BOTH, field="mail")
    if not await Accesses(uow).holders(account_id=form.person):
        raise NotFound
    return form.person


async def person_of(uow: UnitOfWork, form: PersonForm, *, uai: Uai) -> UUID:
    """The account of the person of the form, invited if need be. Raises Invalid, NotFound."""
    known = await person_named(uow, form)
    if known is not None:
        return known
    return await invite_person(
        uow, mail=form.mail or "", display_name=form.name or "", uai=uai, now=uow.now
    )


async def name_of(uow: UnitOfWork, account_id: UUID | None) -> str | None:
    """How an account is called; None for the command line, and for one that is closed."""
    account = await Accounts(uow).get(account_id) if account_id else None
    return account.display_name if account else None


def roles_as_choices(roles: tuple[Role, ...]) -> list[tuple[str, str]]:
    """Roles with their French titles."""
    return [(role.value, role.label) for role in roles]


def lycees_of(request: Request) -> dict[Any, str]:
    """The lycées one gives access to, with their names."""
    named = context_of(request).user.lycees
    return {uai: named[uai] for uai in named if uai in powers(request).titles}
