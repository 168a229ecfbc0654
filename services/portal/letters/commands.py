"""A mail that lets somebody sign in is asked for."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.identifiers import LetterId, Uai
from contracts.portal.accounts import SignInLetterAskedV1, SignInLetterKind
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.store import Accounts
from services.portal.letters.model import KEPT_FOR, SAME_FOR, new_letter
from services.portal.letters.store import Letters

PARIS = ZoneInfo("Europe/Paris")


async def ask_letter(
    uow: UnitOfWork, *, account_id: UUID, kind: SignInLetterKind, uai: Uai, now: datetime
) -> UUID:
    """Ask for a letter (courriel de connexion), which replaces those of its kind; return its id.

    Asked again within a minute, it is the same letter: nothing more is sent.
    """
    letters = Letters(uow)
    # Two requests at once for one account: the second one waits, and finds the first one's letter.
    await Accounts(uow).lock(account_id)
    last = await letters.latest(account_id, kind)
    if last is not None and last.stands(now) and now - last.asked_at < SAME_FOR:
        return last.id
    await letters.end_all(account_id, kind, now=now)
    await letters.forget_asked_before(now - KEPT_FOR)
    letter = new_letter(uow.new_id(), uai=uai, account_id=account_id, kind=kind, now=now)
    await letters.add(letter)
    uow.publish(
        SignInLetterAskedV1(
            letter_id=LetterId(letter.id), kind=kind, occurred_on=now.astimezone(PARIS).date()
        ),
        uai=uai,
    )
    return letter.id
