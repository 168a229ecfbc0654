"""Roles given and ended, and accounts closed, from the command line: those of the department, and each lycée’s first head."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.identifiers import Uai
from deploy.accounts.accounts import PORTAL, role_named, scope_of
from deploy.accounts.session_revocation import tell_revoked
from deploy.operations.units import units_of
from services.chassis.base.identity import Role
from services.chassis.base.settings import Settings
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accesses.commands.end_access import end_access
from services.portal.accesses.commands.grant_access import grant_access
from services.portal.accesses.model import AccessState
from services.portal.accesses.store import Accesses, Holder
from services.portal.accounts.model.account import GrantIncomplete, LyceeUnknown
from services.portal.accounts.queries import person_with_mail
from services.portal.base.scopes import DEPARTMENT
from services.portal.lycees.store import Lycees
from services.portal.people.commands import close_account

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class Given:
    """What the command line says of a role; days as `2026-12-01`."""

    mail: str
    role: str
    uais: Sequence[str] = ()
    from_on: str | None = None
    last_day: str | None = None


async def grant(settings: Settings, given: Given) -> str:
    """Give a role to an account. Raises PasserelleError, ValueError for what cannot be read."""
    role, uais = _where(given)
    async with (
        units_of(settings, PORTAL) as units,
        units.begin(scope_of(*[uai for uai in uais if uai])) as uow,
    ):
        for uai in uais:
            if uai is not None and not await Lycees(uow).has(uai):
                raise LyceeUnknown(f"Le lycée {uai} n’est pas ouvert\u202f: ouvrez-le d’abord.")
        account_id = await _account(uow, given.mail)
        await grant_access(
            uow,
            account_id=account_id,
            role=role,
            uais=uais,
            from_on=_day(given.from_on) or _today(uow.now),
            last_day=_day(given.last_day),
            powers=None,
            now=uow.now,
        )
    told = await tell_revoked(settings, account_id)
    return f"{given.mail}\u202f: {role.label}, accès donné.{told}"


async def end(settings: Settings, given: Given) -> str:
    """End a role of an account now, and give up one to come. Raises ValueError when it has none."""
    role, uais = _where(given)
    ended = 0
    async with (
        units_of(settings, PORTAL) as units,
        units.begin(scope_of(*[uai for uai in uais if uai])) as uow,
    ):
        account_id = await _account(uow, given.mail)
        for uai in uais:
            for access in await Accesses(uow).held(account_id, uai):
                if access.role == role and access.standing(_today(uow.now)) is not AccessState.OVER:
                    await end_access(
                        uow,
                        access_id=access.id,
                        version=access.version,
                        powers=None,
                        now=uow.now,
                    )
                    ended += 1
    if not ended:
        raise ValueError(f"{given.mail} n’a pas ce rôle\u202f: voyez «\u00a0account list\u00a0».")
    told = await tell_revoked(settings, account_id)
    return f"{given.mail}\u202f: {role.label}, accès terminé. Il n’ouvre plus rien.{told}"


async def close(settings: Settings, mail: str) -> str:
    """Close an account with all its roles, now. Raises ValueError for nobody's mail."""
    async with units_of(settings, PORTAL) as units, units.begin(DEPARTMENT) as uow:
        account_id = await _account(uow, mail)
        await close_account(uow, account_id=account_id, powers=None, now=uow.now)
    told = await tell_revoked(settings, account_id)
    return (
        f"{mail}\u202f: compte fermé. Il n’ouvre plus rien, et ses connexions sont terminées.{told}"
    )


async def listed(settings: Settings, *, role: str | None, uai: str | None) -> str:
    """Who holds what or will: one line for each. Raises ValueError for an unknown role or UAI."""
    wanted = role_named(role) if role else None
    lycee = Uai(uai) if uai else None
    async with units_of(settings, PORTAL) as units, units.begin(DEPARTMENT) as uow:
        today = _today(uow.now)
        holders = await Accesses(uow).holders(uai=lycee)
    lines = [
        _line(one)
        for one in holders
        if one.access.standing(today) is not AccessState.OVER and wanted in (None, one.role)
    ]
    return "\n".join(lines) or "Personne."


def _line(one: Holder) -> str:
    where = one.lycee and f", {one.lycee} ({one.access.uai})"
    until = f" jusqu’au {one.access.last_day}" if one.access.last_day else ""
    return (
        f"{one.mail}  {one.display_name}\u202f: {one.role.value}{where},"
        f" depuis le {one.access.from_on}{until}"
    )


def _where(given: Given) -> tuple[Role, list[Uai | None]]:
    """The role and the lycées, or the department. Raises GrantIncomplete, ValueError."""
    role, uais = role_named(given.role), [Uai(uai) for uai in given.uais]
    if bool(uais) == role.department_wide:
        raise GrantIncomplete
    return role, [*uais] or [None]


async def _account(uow: UnitOfWork, mail: str) -> UUID:
    person = await person_with_mail(uow, mail=mail, now=uow.now)
    if person is None:
        raise ValueError(
            f"Aucun compte n’a l’adresse {mail}\u202f: voyez «\u00a0account add\u00a0»."
        )
    return person[0]


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"Date illisible\u202f: {text}. Écrivez-la ainsi\u202f: 2026-12-01."
        ) from None


def _today(now: datetime) -> date:
    return now.astimezone(PARIS).date()
