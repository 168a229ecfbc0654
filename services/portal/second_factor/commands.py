"""What people do with their second factor: set it, prove it at a sign-in, renew, remove it."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.identifiers import Uai
from contracts.portal.second_factor import (
    SecondFactorNoticeAskedV1,
    SecondFactorNoticeId,
    SecondFactorNoticeKind,
)
from services.chassis.base.errors import Forbidden
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accesses.queries import is_theirs_alone
from services.portal.accounts.store import Accounts
from services.portal.permissions import Powers
from services.portal.second_factor.model import (
    CODE_DIGITS,
    RECOVERY_DIGITS,
    RECOVERY_PURPOSE,
    TOLD,
    FactorNotSet,
    Proof,
    bare,
    new_recovery_codes,
    step_of,
)
from services.portal.second_factor.store import (
    Notice,
    Notices,
    RecoveryCodes,
    SecondFactors,
    secret_behind,
)
from services.portal.sessions.model import new_token, token_hash
from services.portal.sessions.store import Sessions
from services.portal.sign_in.commands import sign_in
from services.portal.sign_in.model import HalfSignIn
from services.portal.sign_in.store import HalfSignIns

PARIS = ZoneInfo("Europe/Paris")
NOT_ALL_YOURS = (
    "Ce compte ouvre aussi autre chose que ce que vous administrez\u202f: demandez à la personne qui"
    " exploite Passerelle."
)


async def begin_factor(uow: UnitOfWork, *, account_id: UUID, now: datetime) -> UUID:
    """Begin to set a second factor (double authentification); nothing asks for it yet."""
    factor_id = uow.new_id()
    await SecondFactors(uow).begin(factor_id, account_id, now=now)
    return factor_id


async def prove_factor(
    uow: UnitOfWork, *, account_id: UUID, factor_id: UUID, typed: str, uai: Uai, now: datetime
) -> list[str] | None:
    """Ask codes of this factor from now on; return ten recovery codes, or None for a wrong code.

    The same code opens nothing else. Every session and half sign-in of the account ends, and its
    owner is written to as `uai`.
    """
    if not await Accounts(uow).lock(account_id):
        return None
    step = step_of(secret_behind(uow, factor_id), bare(typed), now=now)
    if step is None:
        return None
    await SecondFactors(uow).prove(factor_id, account_id, step=step, now=now)
    codes = await _new_codes(uow, account_id, now)
    await _end_sessions(uow, account_id)
    await _tell(uow, account_id, SecondFactorNoticeKind.SET, uai, now)
    return codes


async def check_code(
    uow: UnitOfWork, *, account_id: UUID, typed: str, uai: Uai, now: datetime
) -> Proof | None:
    """What a code proves (code à six chiffres, ou de secours): None when it is wrong, or used.

    Its owner is written to when it was a recovery code.
    """
    code = bare(typed)
    if len(code) == CODE_DIGITS:
        factors = SecondFactors(uow)
        factor_id = await factors.proved(account_id)
        step = step_of(secret_behind(uow, factor_id), code, now=now) if factor_id else None
        used = factor_id and step is not None and await factors.use_step(factor_id, step)
        return Proof() if used else None
    digest = _digest(uow, account_id, code)
    if len(code) != RECOVERY_DIGITS or not await RecoveryCodes(uow).use(
        account_id, digest, now=now
    ):
        return None
    left = await RecoveryCodes(uow).left(account_id)
    await _tell(uow, account_id, SecondFactorNoticeKind.RECOVERY_CODE_USED, uai, now)
    return Proof(left)


async def finish_sign_in(uow: UnitOfWork, *, half: HalfSignIn, now: datetime) -> str | None:
    """Begin the session a code was asked for; None when the account was closed meanwhile."""
    account = await Accounts(uow).get(half.account_id)
    if account is None:
        return None
    await HalfSignIns(uow).end_all(account.id)
    return await sign_in(uow, account=account, device=half.device, by=half.by, now=now)


async def begin_anew(uow: UnitOfWork, *, account_id: UUID, device: str, now: datetime) -> str:
    """Begin a session where one has just ended with all the others; return its secret."""
    token = new_token()
    await Sessions(uow).begin(token_hash(token), account_id, device=device, now=now)
    return token


async def renew_recovery_codes(
    uow: UnitOfWork, *, account_id: UUID, uai: Uai, now: datetime
) -> list[str]:
    """Draw ten recovery codes (codes de secours), which replace those before. Raises FactorNotSet."""
    await _expect_set(uow, account_id)
    codes = await _new_codes(uow, account_id, now)
    await _tell(uow, account_id, SecondFactorNoticeKind.RECOVERY_CODES_RENEWED, uai, now)
    return codes


async def remove_factor(uow: UnitOfWork, *, account_id: UUID, uai: Uai, now: datetime) -> None:
    """Ask no code any more (double authentification retirée). Raises FactorNotSet.

    Every session of the account ends, and its owner is written to as `uai`.
    """
    await _expect_set(uow, account_id)
    await SecondFactors(uow).remove(account_id)
    await _end_sessions(uow, account_id)
    await _tell(uow, account_id, SecondFactorNoticeKind.REMOVED, uai, now)


async def remove_lost_factor(
    uow: UnitOfWork, *, account_id: UUID, powers: Powers | None, uai: Uai, now: datetime
) -> None:
    """Remove the second factor of somebody who lost their telephone and their recovery codes.

    `powers` are those of who does it: every role the account holds, anywhere, is theirs to end.
    Without, it is the command line. Raises FactorNotSet, Forbidden where it holds anything else.
    """
    if powers is not None and not await is_theirs_alone(
        uow, account_id=account_id, powers=powers, now=now
    ):
        raise Forbidden(NOT_ALL_YOURS)
    await remove_factor(uow, account_id=account_id, uai=uai, now=now)


async def _expect_set(uow: UnitOfWork, account_id: UUID) -> None:
    """Two at once wait for each other. Raises FactorNotSet."""
    await Accounts(uow).lock(account_id)
    if await SecondFactors(uow).proved(account_id) is None:
        raise FactorNotSet


async def _new_codes(uow: UnitOfWork, account_id: UUID, now: datetime) -> list[str]:
    codes = new_recovery_codes()
    digests = [_digest(uow, account_id, code) for code in codes]
    await RecoveryCodes(uow).replace(account_id, digests, now=now)
    return codes


def _digest(uow: UnitOfWork, account_id: UUID, code: str) -> str:
    return uow.links.digest(RECOVERY_PURPOSE, f"{account_id}:{code}")


async def _end_sessions(uow: UnitOfWork, account_id: UUID) -> None:
    await Sessions(uow).end_all(account_id)
    await HalfSignIns(uow).end_all(account_id)


async def _tell(
    uow: UnitOfWork, account_id: UUID, kind: SecondFactorNoticeKind, uai: Uai, now: datetime
) -> None:
    """Note it in the security log, and have its owner written to."""
    if uow.actor is None and kind is not SecondFactorNoticeKind.REMOVED:
        # Half signed in: the session begins only now.
        await audit_log.note_at_the_door(
            uow, action=TOLD[kind], who=account_id, about=None, uai=uai, result=audit_log.DONE
        )
    else:
        await audit_log.note_doing(uow, action=TOLD[kind], resource_id=account_id, uai=uai)
    left = await RecoveryCodes(uow).left(account_id)
    notice = Notice(uow.new_id(), uai, account_id, kind, now, left)
    await Notices(uow).add(notice)
    day = now.astimezone(PARIS).date()
    due = SecondFactorNoticeAskedV1(
        factor_notice_id=SecondFactorNoticeId(notice.id), occurred_on=day
    )
    uow.publish(due, uai=uai)
