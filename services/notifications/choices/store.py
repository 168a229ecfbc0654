"""How people want to hear of each kind of notice."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.choices.tables import notice_choices
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.rhythm import Rhythm

C = notice_choices.c


class NoticeChoices:
    """The choices of people, whatever their lycée."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of_kind(self, kind: Template, accounts: Collection[UUID]) -> Mapping[UUID, Rhythm]:
        """What those of the accounts that chose want of one kind."""
        found = await self._uow.execute(
            select(C.account_id, C.rhythm).where(C.kind == kind, C.account_id.in_(list(accounts)))
        )
        return {row.account_id: Rhythm(row.rhythm) for row in found if row.rhythm in list(Rhythm)}

    async def of_account(self, account_id: UUID) -> Mapping[str, Rhythm]:
        """What an account chose, by kind; a rhythm of a newer version is none."""
        found = await self._uow.execute(select(C.kind, C.rhythm).where(C.account_id == account_id))
        return {row.kind: Rhythm(row.rhythm) for row in found if row.rhythm in list(Rhythm)}

    async def choose(
        self, account_id: UUID, chosen: Mapping[Template, Rhythm], *, now: datetime
    ) -> None:
        """Keep what an account wants of these kinds."""
        if not chosen:
            return
        statement = insert(notice_choices)
        await self._uow.execute(
            statement.on_conflict_do_update(
                index_elements=["account_id", "kind"],
                set_={
                    "rhythm": statement.excluded.rhythm,
                    "chosen_at": statement.excluded.chosen_at,
                },
            ),
            [
                {
                    "account_id": account_id,
                    "kind": kind.value,
                    "rhythm": rhythm.value,
                    "chosen_at": now,
                }
                for kind, rhythm in chosen.items()
            ],
        )
