"""Who wants no mail about what is due."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.tasks.tables import task_silences

S = task_silences.c


class TaskSilences:
    """Who asked for silence, at the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, uais: Collection[Uai]) -> set[UUID]:
        """The accounts that want no mail."""
        statement = select(S.account_id).where(S.uai.in_(list(uais)))
        return set((await self._uow.execute(statement)).scalars())

    async def ask(self, uai: Uai, account_id: UUID) -> None:
        """From now on; asking again is harmless."""
        silence = insert(task_silences).values(uai=uai, account_id=account_id)
        await self._uow.execute(silence.on_conflict_do_nothing())

    async def end(self, uai: Uai, account_id: UUID) -> None:
        """Mails are wanted again."""
        await self._uow.execute(
            delete(task_silences).where(S.uai == uai, S.account_id == account_id)
        )
