"""Somebody gave the right password, or the right code of a letter."""

from collections.abc import Set as AbstractSet
from datetime import datetime
from zoneinfo import ZoneInfo

from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.model.account import Account
from services.portal.accounts.store import Accounts
from services.portal.sessions.model import new_token, token_hash
from services.portal.sign_in.commands.sign_in import sign_in
from services.portal.sign_in.model import Step, WayIn
from services.portal.sign_in.store import HalfSignIns

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
