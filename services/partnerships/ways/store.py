"""Through whom lycées go to companies: each lycée's own."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, literal, select, update
from sqlalchemy.dialects.postgresql import JSONB, insert

from contracts.identifiers import Uai
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.asked import ONE_OF_COMPANIES
from services.partnerships.base.person_traces import PERSON_TRACES, ErasedTrader
from services.partnerships.companies.store.former_cards import merges_behind
from services.partnerships.companies.tables.former_cards import merge_moves
from services.partnerships.ways.model import Way
from services.partnerships.ways.tables import ways


def _ways_by_company(rows: Rows) -> Mapping[UUID, Sequence[Way]]:
    found: dict[UUID, list[Way]] = {}
    for row in rows:
        if row.brought_by or row.through:
            said = Way(Uai(row.uai), row.brought_by, row.through)
            found.setdefault(row.company_id, []).append(said)
    return found


WAYS_TO = Reading(
    select(ways).where(ways.c.company_id == ONE_OF_COMPANIES).order_by(ways.c.uai),
    _ways_by_company,
)


class Ways:
    """The ways of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, company_id: UUID) -> Sequence[Way]:
        """What each lycée says of a company, if it says something."""
        return (await self.at([company_id])).get(company_id, [])

    async def at(self, company_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Way]]:
        """Ways to several companies; to some there is none."""
        return await WAYS_TO.of(self._uow, {"company_ids": list(company_ids)})

    async def say(self, company_id: UUID, way: Way) -> None:
        """What the lycée says from now on."""
        said = insert(ways).values(company_id=company_id, **vars(way))
        await self._uow.execute(
            said.on_conflict_do_update(
                index_elements=["uai", "company_id"],
                set_={"brought_by": said.excluded.brought_by, "through": said.excluded.through},
            )
        )

    async def forget(self, company_id: UUID) -> None:
        """Forget the ways to a company: nobody leads there any more."""
        await self._uow.execute(delete(ways).where(ways.c.company_id == company_id))

    async def forget_former(self, uai: Uai, company_id: UUID) -> None:
        """Keep no longer whom a lycée went through, on the cards a card comes from."""
        moves = merge_moves.c
        texts = (moves.was, moves.other_was, moves.became)
        unsaid = literal({"brought_by": None, "through": None}, JSONB)
        await self._uow.execute(
            update(merge_moves)
            .where(
                moves.uai == uai,
                moves.merge_id.in_(await merges_behind(self._uow, company_id)),
                moves.moved_table == ways.name,
                # The others say where a row was, and no text.
                moves.became.is_not(None),
            )
            .values({column: column.op("||")(unsaid) for column in texts})
        )


async def _forget_trader(uow: UnitOfWork, *, trader: ErasedTrader) -> None:
    await Ways(uow).forget(trader.company_id)


PERSON_TRACES.add(trader=_forget_trader)
