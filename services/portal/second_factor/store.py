"""The second factors of accounts, their recovery codes, and what their owners are written to about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, or_, select, update

from contracts.identifiers import Uai
from contracts.portal.second_factor import SecondFactorNoticeKind
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.store import Accounts
from services.portal.second_factor.model import (
    BEGUN_FOR,
    DRIFT,
    NOTICES_KEPT_FOR,
    PURPOSE,
    secret_of,
)
from services.portal.second_factor.tables import (
    recovery_codes,
    second_factor_notices,
    second_factors,
)

F, R, N = second_factors.c, recovery_codes.c, second_factor_notices.c


def secret_behind(uow: UnitOfWork, factor_id: UUID) -> str:
    """The secret of a factor, derived each time from its id: it is kept nowhere."""
    return secret_of(uow.links.signing_key(PURPOSE, row_id=factor_id))


@dataclass(frozen=True)
class Notice:
    """A mail to the owner of an account about their second factor."""

    id: UUID
    uai: Uai
    account_id: UUID
    kind: SecondFactorNoticeKind
    asked_at: datetime
    codes_left: int


class SecondFactors:
    """The second factors of accounts."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def begin(self, factor_id: UUID, account_id: UUID, *, now: datetime) -> None:
        """Keep one that is not proved yet; it replaces one that was begun and left."""
        await self._uow.execute(
            delete(second_factors).where(F.account_id == account_id, F.proved_at.is_(None))
        )
        await self._uow.execute(
            insert(second_factors),
            {"factor_id": factor_id, "account_id": account_id, "begun_at": now},
        )

    async def begun(self, account_id: UUID, *, now: datetime) -> UUID | None:
        """The one that waits for its first code."""
        found = await self._uow.execute(
            select(F.factor_id).where(
                F.account_id == account_id, F.proved_at.is_(None), F.begun_at > now - BEGUN_FOR
            )
        )
        factor_id: UUID | None = found.scalar_one_or_none()
        return factor_id

    async def proved(self, account_id: UUID) -> UUID | None:
        """The one whose codes are asked at each sign-in."""
        found = await self._uow.execute(
            select(F.factor_id).where(F.account_id == account_id, F.proved_at.is_not(None))
        )
        factor_id: UUID | None = found.scalar_one_or_none()
        return factor_id

    async def prove(self, factor_id: UUID, account_id: UUID, *, step: int, now: datetime) -> None:
        """Ask codes of this one from now on, and of no other."""
        await self._uow.execute(delete(second_factors).where(F.account_id == account_id))
        await self._uow.execute(
            insert(second_factors),
            {
                "factor_id": factor_id,
                "account_id": account_id,
                "begun_at": now,
                "proved_at": now,
                "last_step": step,
            },
        )
        await Accounts(self._uow).ask_second_factor(account_id, since=now)

    async def use_step(self, factor_id: UUID, step: int) -> bool:
        """Note that the code of a step opened something; False when it, or a later one, did already.

        No later one is further away than the drift of a clock allows: one that is was noted by a
        clock that ran ahead and was set back, and its owner would be shut out until that hour.
        """
        unused = or_(F.last_step.is_(None), F.last_step < step, F.last_step > step + 2 * DRIFT)
        used = await self._uow.execute(
            update(second_factors)
            .where(F.factor_id == factor_id, unused)
            .values(last_step=step)
            .returning(F.factor_id)
        )
        return used.first() is not None

    async def remove(self, account_id: UUID) -> None:
        """Ask no code any more: nothing of the factor is left."""
        await self._uow.execute(delete(second_factors).where(F.account_id == account_id))
        await self._uow.execute(delete(recovery_codes).where(R.account_id == account_id))
        await Accounts(self._uow).ask_second_factor(account_id, since=None)


class RecoveryCodes:
    """The recovery codes of accounts, by their keyed digests."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def replace(self, account_id: UUID, digests: Sequence[str], *, now: datetime) -> None:
        """Keep these; those before open nothing any more."""
        await self._uow.execute(delete(recovery_codes).where(R.account_id == account_id))
        rows = [
            {
                "code_id": self._uow.new_id(),
                "account_id": account_id,
                "digest": digest,
                "made_at": now,
            }
            for digest in digests
        ]
        await self._uow.execute(insert(recovery_codes), rows)

    async def use(self, account_id: UUID, digest: str, *, now: datetime) -> bool:
        """Use one up; False when the account has no such code left."""
        used = await self._uow.execute(
            update(recovery_codes)
            .where(R.account_id == account_id, R.digest == digest, R.used_at.is_(None))
            .values(used_at=now)
            .returning(R.code_id)
        )
        return used.first() is not None

    async def left(self, account_id: UUID) -> int:
        """How many were not used."""
        unused = select(func.count()).where(R.account_id == account_id, R.used_at.is_(None))
        return int((await self._uow.execute(unused)).scalar_one())


class Notices:
    """What owners are written to about, in the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, notice: Notice) -> None:
        """Keep one, and remove those that have had their time."""
        await self._uow.execute(
            delete(second_factor_notices).where(N.asked_at < notice.asked_at - NOTICES_KEPT_FOR)
        )
        await self._uow.execute(
            insert(second_factor_notices),
            {
                "notice_id": notice.id,
                "uai": notice.uai,
                "account_id": notice.account_id,
                "kind": notice.kind.value,
                "asked_at": notice.asked_at,
                "codes_left": notice.codes_left,
            },
        )

    async def get(self, notice_id: UUID) -> Notice | None:
        """The notice with this id."""
        found = await self._uow.execute(
            select(second_factor_notices).where(N.notice_id == notice_id)
        )
        row = found.one_or_none()
        if row is None:
            return None
        kind = SecondFactorNoticeKind(row.kind)
        uai = Uai(row.uai)
        return Notice(row.notice_id, uai, row.account_id, kind, row.asked_at, row.codes_left)
