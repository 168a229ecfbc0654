"""Words of the DSDEN as they are written."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.journal_words.model import JournalWord
from services.coordination.journal_words.tables import journal_words

W = journal_words.c
_CHANGING = (
    *("text", "as_practice", "changed_at", "seen_at", "answer", "answered_at"),
    *("answer_withdrawn_at", "withdrawn_at", "version"),
)


class JournalWords:
    """Words of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, word: JournalWord) -> None:
        """Record a word."""
        await self._uow.execute(
            insert(journal_words).values(
                uai=word.uai,
                word_id=word.id,
                line_id=word.line_id,
                fact_id=word.fact_id,
                said_at=word.said_at,
                **_values(word),
            )
        )

    async def get(self, word_id: UUID, *, for_update: bool = False) -> JournalWord:
        """Raises NotFound. `for_update`: nobody else changes it until the commit."""
        statement = select(journal_words).where(W.word_id == word_id)
        row = (
            await self._uow.execute(statement.with_for_update() if for_update else statement)
        ).first()
        if row is None:
            raise NotFound
        return word_of(row)

    async def save(self, word: JournalWord) -> None:
        """Record what changed."""
        await self._uow.execute(
            update(journal_words).where(W.word_id == word.id).values(**_values(word))
        )

    async def withdraw(self, word_id: UUID, *, now: datetime) -> None:
        """Withdraw one whatever it is, if it is there."""
        await self._uow.execute(
            update(journal_words)
            .where(W.word_id == word_id, W.withdrawn_at.is_(None))
            .values(withdrawn_at=now, version=W.version + 1)
        )

    async def put_back(self, word_id: UUID) -> None:
        """Have one be read again whatever it is, if it is there."""
        await self._uow.execute(
            update(journal_words)
            .where(W.word_id == word_id, W.withdrawn_at.is_not(None))
            .values(withdrawn_at=None, version=W.version + 1)
        )

    async def remove(self, ids: Collection[UUID]) -> None:
        """Forget what was said, and what was answered."""
        await self._uow.execute(delete(journal_words).where(W.word_id.in_(ids)))


def word_of(row: Any) -> JournalWord:
    """A word as it is kept."""
    return JournalWord(
        id=row.word_id,
        uai=Uai(row.uai),
        line_id=row.line_id,
        fact_id=row.fact_id,
        said_at=row.said_at,
        **{name: getattr(row, name) for name in _CHANGING},
    )


def _values(word: JournalWord) -> dict[str, Any]:
    return {name: getattr(word, name) for name in _CHANGING}
