"""What the pages about access share: their forms, whom one may choose, and words for days."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request
from pydantic import Field, ValidationInfo, field_validator

from contracts.identifiers import Uai
from services.chassis.base.errors import Invalid, NotFound
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.views.forms import Day, FormModel
from services.portal.domain.account import MAIL_LENGTH_MAX, NAME_LENGTH_MAX
from services.portal.permissions import Powers, powers_of
from services.portal.queries import PARIS
from services.portal.storage.accesses import Accesses, Holder
from services.portal.storage.accounts import Accounts
from services.portal.use_cases.invite_person import invite_person

Mail = Annotated[str, Field(max_length=MAIL_LENGTH_MAX, title="Adresse électronique")]
Name = Annotated[str, Field(max_length=NAME_LENGTH_MAX, title="Nom affiché")]
FromOn = Annotated[Day, Field(title="Premier jour")]
LastDay = Annotated[Day | None, Field(title="Dernier jour")]
WHO = "Choisissez une personne de la liste, ou écrivez l’adresse d’une autre."
NOT_BOTH = "Choisissez une personne de la liste ou écrivez une adresse, pas les deux."


class PersonForm(FormModel):
    """Somebody of the list, or somebody else by their mail."""

    # Before the person, which is checked beside it.
    mail: Mail | None = None
    person: Annotated[UUID | None, Field(title="Personne", validate_default=True)] = None
    name: Name | None = None

    @field_validator("person")
    @classmethod
    def _somebody(cls, value: UUID | None, info: ValidationInfo) -> UUID | None:
        """Said together with what else is missing in the form."""
        if value is None and "mail" in info.data and info.data["mail"] is None:
            raise ValueError(WHO)
        return value


class GrantForm(PersonForm):
    """An access to give."""

    role: Annotated[Role, Field(title="Rôle")]
    lycees: Annotated[list[Uai], Field(default_factory=list, title="Lycées")]
    from_on: FromOn
    last_day: LastDay = None


class VersionForm(FormModel):
    """A button about what the page showed."""

    version: int


class LimitForm(VersionForm):
    """Another last day; none: no end."""

    last_day: LastDay = None


class RestoreForm(VersionForm):
    """The end an access had; the notice that undoes holds it."""

    until_on: Annotated[Day | None, Field(title="Fin")] = None


class HandoverForm(PersonForm):
    """Who leaves, who comes, from when."""

    leaver: Annotated[UUID, Field(title="Personne qui part")]
    on: Annotated[Day, Field(title="À partir du")]
    uai: Annotated[Uai | None, Field(title="Lycée")] = None


class ProposalForm(FormModel):
    """An access the supervisor proposes."""

    mail: Mail
    name: Name
    role: Annotated[Role, Field(title="Rôle")]
    lycee: Annotated[Uai, Field(title="Lycée")]
    from_on: FromOn
    last_day: LastDay = None


def today(request: Request) -> date:
    """The day it is, in Paris."""
    return runtime_of(request).work.now().astimezone(PARIS).date()


def powers(request: Request) -> Powers:
    """What who asks may give and take."""
    return powers_of(request.state.identity)


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
    named = request.state.identity.lycees
    return {uai: named[uai] for uai in named if uai in powers(request).titles}
