"""Commands of sign-in (connexion): by a password, by a code, begun by a letter."""

from collections.abc import Set as AbstractSet
from datetime import datetime
from zoneinfo import ZoneInfo

from services.chassis.base.identity import Role
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.model.account import Account
from services.portal.accounts.store import Accounts
from services.portal.letters.model import ONE_TIME_CODE
from services.portal.letters.store import Letters
from services.portal.sessions.model import AGE_MAX, new_token, token_hash
from services.portal.sessions.store import Sessions
from services.portal.sign_in.model import Step, WayIn
from services.portal.sign_in.store import HalfSignIns


async def sign_in(
    uow: UnitOfWork,
    *,
    account: Account,
    device: str = "",
    by: str = "sign-in",
    now: datetime,
) -> str:
    """Begin a session (connexion) of an account whose password was right; return its secret.

    `device` is what its owner recognises it by; `by` is how the security log calls it.
    """
    token = new_token()
    await Sessions(uow).forget_begun_before(now - AGE_MAX)
    await Sessions(uow).begin(token_hash(token), account.id, device=device, now=now)
    await Accounts(uow).note_use(account.id, now=now)
    lycee = await Accounts(uow).lycee_of(account.id, on=now.astimezone(PARIS).date())
    await audit_log.note_at_the_door(
        uow,
        action=by,
        who=account.id,
        about=None,
        uai=lycee or uow.department_uai,
        result=audit_log.DONE,
    )
    return token


PARIS = ZoneInfo("Europe/Paris")


async def begin_sign_in(
    uow: UnitOfWork,
    *,
    account: Account,
    required: AbstractSet[Role] = frozenset(),
    device: str = "",
    by: str = "sign-in",
    now: datetime,
) -> WayIn:
    """Begin a session, or half a sign-in (connexion commencée) where a second factor is asked.

    `required`: the roles that do not come in without one. `device` and `by` as of `sign_in`.
    """
    today = now.astimezone(PARIS).date()
    # Read again, and held: a factor that is being set meanwhile ends the sessions it finds.
    known = await Accounts(uow).get(account.id, for_update=True) or account
    asked = known.second_factor_at is not None
    if not asked and not (required and required & await Accounts(uow).roles(account.id, on=today)):
        token = await sign_in(uow, account=account, device=device, by=by, now=now)
        return WayIn(Step.SESSION, token)
    secret = new_token()
    await HalfSignIns(uow).begin(token_hash(secret), account.id, device=device, by=by, now=now)
    return WayIn(Step.CODE if asked else Step.SET_UP, secret)


async def sign_in_by_code(
    uow: UnitOfWork,
    *,
    account: Account,
    code: str,
    required: AbstractSet[Role] = frozenset(),
    device: str = "",
    now: datetime,
) -> WayIn | None:
    """Begin a session (connexion par code), or half a sign-in; None when the code is wrong.

    A wrong code is counted against its letter, which bears five. `required` as of `begin_sign_in`.
    """
    letter_id = await Letters(uow).count_try(account.id, now=now)
    if letter_id is None or not uow.links.is_code(ONE_TIME_CODE, code, row_id=letter_id):
        return None
    await Letters(uow).use(letter_id, now=now)
    return await begin_sign_in(
        uow, account=account, required=required, device=device, by="sign-in-by-code", now=now
    )
