"""Invented lycées and people of the portal's tests."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import CommuneCode, Uai
from contracts.portal.accounts import SignInLetter, SignInLetterKind
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.portal.accesses.commands.add_account import add_account
from services.portal.accounts.passwords import matches
from services.portal.accounts.store import Accounts
from services.portal.attempts.commands import forgive_attempt, reserve_attempt
from services.portal.attempts.model import password_limits
from services.portal.base.scopes import DEPARTMENT, speaking_for
from services.portal.letters.commands import ask_letter
from services.portal.letters.queries import letter_to_send
from services.portal.lycees.commands import open_lycee
from services.portal.sign_in.commands import sign_in
from tests.support.services import NOW

BOURDELLE = Uai("0820032P")
ELSEWHERE = Uai("0820004J")
MONTAUBAN = CommuneCode("82121")
MAIL = "claire.vidal@lycee.example"
PASSWORD = "un long mot de passe"
ADDRESS = "192.0.2.7"


async def a_lycee(units: UnitsOfWork, uai: Uai = BOURDELLE, name: str = "LP des Tilleuls") -> bool:
    async with units.begin(Scope(frozenset({uai}), department_wide=True)) as uow:
        return await open_lycee(uow, uai=uai, name=name, commune=MONTAUBAN, now=NOW)


async def an_account(
    units: UnitsOfWork,
    *,
    mail: str = MAIL,
    password: str | None = PASSWORD,
    role: Role = Role.RBDE,
    uais: tuple[Uai, ...] = (BOURDELLE,),
    name: str = "Claire Vidal",
    invented: bool = True,
) -> UUID:
    async with units.begin(DEPARTMENT) as uow:
        return await add_account(
            uow,
            mail=mail,
            display_name=name,
            password=password,
            role=role,
            uais=uais,
            now=NOW,
            invented=invented,
        )


async def a_letter(
    units: UnitsOfWork,
    account_id: UUID,
    kind: SignInLetterKind = SignInLetterKind.FORGOTTEN,
    *,
    uai: Uai = BOURDELLE,
    now: datetime = NOW,
) -> UUID:
    async with units.begin(speaking_for(uai), uai=uai) as uow:
        return await ask_letter(uow, account_id=account_id, kind=kind, uai=uai, now=now)


async def the_letter(
    units: UnitsOfWork, letter_id: UUID, *, uai: Uai = BOURDELLE, now: datetime = NOW
) -> SignInLetter:
    """What the service of mails is told, in the scope it asks in."""
    async with units.begin(Scope(frozenset({uai})), uai=uai) as uow:
        return await letter_to_send(uow, letter_id=letter_id, now=now)


async def signing_in(
    units: UnitsOfWork,
    *,
    mail: str = MAIL,
    password: str = PASSWORD,
    address: str = ADDRESS,
    now: datetime = NOW,
) -> str | None:
    """What the sign-in page does, at a given time."""
    async with units.begin(DEPARTMENT) as uow:
        limits = password_limits(mail=mail, address=address)
        attempt = await reserve_attempt(uow, limits=limits, now=now)
        account = await Accounts(uow).by_mail(mail)
    right = await matches(password, account.password_hash if account else None)
    async with units.begin(DEPARTMENT) as uow:
        if account is None or not right:
            return None
        await forgive_attempt(uow, attempt=attempt)
        return await sign_in(uow, account=account, now=now)
