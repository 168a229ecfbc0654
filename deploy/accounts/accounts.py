"""Lycées and accounts, named from the command line."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from contracts.identifiers import CommuneCode, Uai
from contracts.portal.accounts import SignInLetterKind
from deploy.operations.units import units_of
from services.chassis.base.identity import Role
from services.chassis.base.settings import Settings
from services.chassis.unit_of_work.unit_of_work import Scope
from services.portal.accesses.commands.add_account import add_account
from services.portal.accounts.queries import person_with_mail
from services.portal.base.scopes import DEPARTMENT, speaking_for
from services.portal.letters.commands import ask_letter
from services.portal.lycees.commands import open_lycee as open_in_portal

PORTAL = "portal"
DRAWN_PASSWORD_BYTES = 12
INVITED = (
    " Une invitation part à cette adresse\u202f: son lien sert une fois, pendant 7\u00a0jours."
)


@dataclass(frozen=True)
class NewAccount:
    """What the command line says of an account; an empty password is drawn.

    `invited`: none is, the person chooses one by the link of a mail.
    """

    mail: str
    name: str
    role: str
    uais: Sequence[str] = ()
    password: str = field(default="", repr=False)
    invited: bool = False


async def add(settings: Settings, account: NewAccount) -> str:
    """Create the account; the answer holds the password only when it was drawn here.

    Raises PasserelleError when the portal refuses, ValueError for an unknown role or a
    malformed UAI.
    """
    role = role_named(account.role)
    uais = tuple(Uai(uai) for uai in account.uais)
    password = None if account.invited else account.password or drawn_password()
    speaker = min(uais, default=settings.department_uai)
    async with units_of(settings, PORTAL) as units, units.begin(scope_of(*uais, speaker)) as uow:
        account_id = await add_account(
            uow,
            mail=account.mail,
            display_name=account.name,
            password=password,
            role=role,
            uais=uais,
            now=uow.now,
        )
        if account.invited:
            await ask_letter(
                uow,
                account_id=account_id,
                kind=SignInLetterKind.INVITATION,
                uai=speaker,
                now=uow.now,
            )
    if account.invited:
        return f"Compte {account.mail} créé.{INVITED}"
    shown = "" if account.password else f" Mot de passe\u202f: {password}"
    return f"Compte {account.mail} créé.{shown}"


async def invite(settings: Settings, mail: str) -> str:
    """Send another invitation, which replaces the one before. Raises ValueError for nobody's mail."""
    async with units_of(settings, PORTAL) as units:
        async with units.begin(DEPARTMENT) as uow:
            person = await person_with_mail(uow, mail=mail, now=uow.now)
        if person is None:
            raise ValueError(f"Aucun compte n’a l’adresse {mail}.")
        account_id, lycee = person
        speaker = lycee or settings.department_uai
        kind = SignInLetterKind.INVITATION
        async with units.begin(speaking_for(speaker), uai=speaker) as uow:
            await ask_letter(uow, account_id=account_id, kind=kind, uai=speaker, now=uow.now)
    return f"Compte {mail}.{INVITED}"


async def open_lycee(settings: Settings, uai: str, name: str, commune: str) -> str:
    """Open a lycée; raises ValueError for a malformed UAI, name or commune."""
    number, code = Uai(uai), CommuneCode(commune)
    async with units_of(settings, PORTAL) as units, units.begin(scope_of(number)) as uow:
        opened = await open_in_portal(uow, uai=number, name=name, commune=code, now=uow.now)
    return f"Lycée {number} ouvert." if opened else f"Le lycée {number} était déjà ouvert."


def drawn_password() -> str:
    """A password nobody chose (96 bits)."""
    return secrets.token_urlsafe(DRAWN_PASSWORD_BYTES)


def scope_of(*uais: Uai) -> Scope:
    """Lycées and grants are named for the whole department; events speak for these lycées."""
    return Scope(frozenset(uais), department_wide=True)


def role_named(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:
        known = ", ".join(Role)
        raise ValueError(f"Rôle inconnu\u202f: {text}. Rôles\u202f: {known}.") from None
