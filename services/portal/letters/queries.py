"""What a letter of sign-in says, and whose account its link opens."""

from datetime import datetime
from uuid import UUID

from contracts.portal.accounts import SignInLetter, SignInLetterKind
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.model.account import Account
from services.portal.accounts.store import Accounts
from services.portal.letters.model import (
    CHOOSE_PASSWORD,
    ONE_TIME_CODE,
    Letter,
    LetterUnknown,
    LinkOver,
)
from services.portal.letters.store import Letters


async def letter_behind(uow: UnitOfWork, *, token: str, now: datetime) -> Letter:
    """The letter a link to choose a password comes from.

    Raises LinkUnknown for a link that is not ours, LinkOver for one that opens nothing any more.
    """
    opened = uow.links.read(CHOOSE_PASSWORD, token)
    letter = await Letters(uow).get(opened.row_id)
    if letter is None or letter.uai != opened.uai or not letter.stands(now):
        raise LinkOver
    if letter.kind is SignInLetterKind.ONE_TIME_CODE:
        raise LinkOver
    return letter


async def person_behind(uow: UnitOfWork, *, token: str, now: datetime) -> tuple[Letter, Account]:
    """The letter of a link to choose a password, and whose account it opens.

    Raises LinkUnknown, LinkOver.
    """
    letter = await letter_behind(uow, token=token, now=now)
    account = await Accounts(uow).get(letter.account_id)
    if account is None:
        raise LinkOver
    return letter, account


async def letter_to_send(uow: UnitOfWork, *, letter_id: UUID, now: datetime) -> SignInLetter:
    """What a mail of sign-in says; its secret only while it opens something.

    Raises LetterUnknown for a letter nobody asked for in the lycée that is asked about.
    """
    letter = await Letters(uow).get(letter_id)
    account = await Accounts(uow).get(letter.account_id) if letter else None
    if letter is None or account is None:
        raise LetterUnknown
    standing = letter.stands(now)
    by_code = letter.kind is SignInLetterKind.ONE_TIME_CODE
    secret: dict[str, str] = {}
    if standing and by_code:
        secret["code"] = uow.links.code(ONE_TIME_CODE, row_id=letter.id)
    elif standing:
        secret["url"] = uow.links.url(
            CHOOSE_PASSWORD, "/mot-de-passe/choisir", uai=letter.uai, row_id=letter.id
        )
    return SignInLetter(
        standing=standing,
        kind=letter.kind,
        mail=account.mail,
        display_name=account.display_name,
        expires_at=letter.expires_at,
        **secret,
    )
