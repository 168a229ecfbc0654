"""Who wants no mail about what is due."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.asked import ONE_OF_OWN
from services.partnerships.tasks.tables import task_silences

S = task_silences.c


SILENT = Reading(
    select(S.account_id).where(S.uai == ONE_OF_OWN), lambda rows: {row.account_id for row in rows}
)


class TaskSilences:
    """Who asked for silence, at the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, uais: Collection[Uai]) -> set[UUID]:
        """The accounts that want no mail."""
        return await SILENT.of(self._uow, {"own": list(uais)})

    async def ask(self, uai: Uai, account_id: UUID) -> None:
        """From now on; asking again is harmless."""
        silence = insert(task_silences).values(uai=uai, account_id=account_id)
        await self._uow.execute(silence.on_conflict_do_nothing())

    async def end(self, uai: Uai, account_id: UUID) -> None:
        """Mails are wanted again."""
        await self._uow.execute(
            delete(task_silences).where(S.uai == uai, S.account_id == account_id)
        )
