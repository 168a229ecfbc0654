"""The letters of sign-in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, delete, insert, select, update

from contracts.identifiers import Uai
from contracts.portal.accounts import SignInLetterKind
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.letters.model import TRIES_MAX, Letter
from services.portal.letters.tables import sign_in_letters as letters


class Letters:
    """The letters of sign-in, of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def get(self, letter_id: UUID) -> Letter | None:
        found = await self._uow.execute(select(letters).where(letters.c.letter_id == letter_id))
        row = found.mappings().one_or_none()
        return _letter(row) if row else None

    async def add(self, letter: Letter) -> None:
        await self._uow.execute(
            insert(letters),
            {
                "letter_id": letter.id,
                "uai": letter.uai,
                "account_id": letter.account_id,
                "kind": letter.kind.value,
                "asked_at": letter.asked_at,
                "expires_at": letter.expires_at,
            },
        )

    async def latest(self, account_id: UUID, kind: SignInLetterKind) -> Letter | None:
        """The last one asked of this kind for the account."""
        found = await self._uow.execute(
            select(letters)
            .where(letters.c.account_id == account_id, letters.c.kind == kind.value)
            .order_by(letters.c.asked_at.desc(), letters.c.letter_id.desc())
            .limit(1)
        )
        row = found.mappings().one_or_none()
        return _letter(row) if row else None

    async def use(self, letter_id: UUID, *, now: datetime) -> UUID | None:
        """End a letter that stands and return whose it was; None when it stands no more."""
        used = await self._uow.execute(
            update(letters)
            .where(letters.c.letter_id == letter_id, *_standing(now))
            .values(ended_at=now)
            .returning(letters.c.account_id)
        )
        account_id: UUID | None = used.scalar_one_or_none()
        return account_id

    async def count_try(self, account_id: UUID, *, now: datetime) -> UUID | None:
        """Count one more code typed, and return the letter whose code it may be.

        The row stays locked until the commit: guesses sent together are counted one by one.
        """
        counted = await self._uow.execute(
            update(letters)
            .where(
                letters.c.account_id == account_id,
                letters.c.kind == SignInLetterKind.ONE_TIME_CODE.value,
                *_standing(now),
            )
            .values(tries=letters.c.tries + 1)
            .returning(letters.c.letter_id)
        )
        letter_id: UUID | None = counted.scalar_one_or_none()
        return letter_id

    async def end_all(
        self, account_id: UUID, kind: SignInLetterKind | None = None, *, now: datetime
    ) -> None:
        """End every letter of the account, or every one of a kind."""
        ended = update(letters).where(
            letters.c.account_id == account_id, letters.c.ended_at.is_(None)
        )
        if kind is not None:
            ended = ended.where(letters.c.kind == kind.value)
        await self._uow.execute(ended.values(ended_at=now))

    async def forget_asked_before(self, instant: datetime) -> None:
        await self._uow.execute(delete(letters).where(letters.c.asked_at < instant))


def _standing(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        letters.c.ended_at.is_(None),
        letters.c.expires_at > now,
        letters.c.tries < TRIES_MAX,
    )


def _letter(row: RowMapping) -> Letter:
    return Letter(
        id=row["letter_id"],
        uai=Uai(row["uai"]),
        account_id=row["account_id"],
        kind=SignInLetterKind(row["kind"]),
        asked_at=row["asked_at"],
        expires_at=row["expires_at"],
        ended_at=row["ended_at"],
        tries=row["tries"],
    )
