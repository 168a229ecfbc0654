"""Lists of people: read in a process of their own, and what an import did, kept to be taken back."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, insert, select, update

from services.chassis.base.errors import Invalid, NotFound
from services.chassis.files.reader_process import answer_apart, read_apart
from services.chassis.files.tables import ImportFileRefused, tables_in
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_accounts.tables import actor_accounts
from services.coordination.actor_exchanges.tables import actor_exchanges
from services.coordination.actor_files.model import ListRow
from services.coordination.actor_people.model import InformedBy, PersonDetails
from services.coordination.actor_people.store import P
from services.coordination.people_files.model import (
    CorrectedPerson,
    PeopleImport,
    Staying,
    people_rows,
)
from services.coordination.people_files.tables import actor_people_corrections, actor_people_imports

M, C, X = actor_people_imports.c, actor_people_corrections.c, actor_exchanges.c
LATEST_SHOWN = 5


async def read_people_list(content: bytes) -> Sequence[ListRow]:
    """Read a file in a process of its own. Raises ImportFileRefused."""
    return [ListRow(line, cells) for line, cells in await read_apart(__name__, content)]


def _pieces(content: bytes, _: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, str]]]:
    try:
        for row in people_rows([sheet.rows for sheet in tables_in(content) if not sheet.unseen]):
            yield row.line, row.cells
    except ImportFileRefused:
        raise
    except Invalid as refused:
        raise ImportFileRefused(refused.detail or refused.title, field="file") from refused


class PeopleImports:
    """The lists of people that were imported."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, one: PeopleImport) -> None:
        """Remember what a list did."""
        values = {
            "uai": self._uow.department_uai,
            "import_id": one.id,
            "imported_at": one.imported_at,
            "added": [str(added) for added in one.added],
        }
        await self._uow.execute(insert(actor_people_imports).values(values))
        key = {"uai": self._uow.department_uai, "import_id": one.id}
        if one.corrected:
            rows = [{**key, **vars(corrected)} for corrected in one.corrected]
            await self._uow.execute(insert(actor_people_corrections).values(rows))

    async def get_for_update(self, import_id: UUID) -> PeopleImport:
        """Raises NotFound."""
        statement = select(actor_people_imports).where(M.import_id == import_id).with_for_update()
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return (await self._with_corrections([row]))[0]

    async def latest(self) -> Sequence[PeopleImport]:
        """The last ones first."""
        statement = select(actor_people_imports).order_by(M.imported_at.desc()).limit(LATEST_SHOWN)
        return await self._with_corrections((await self._uow.execute(statement)).all())

    async def _with_corrections(self, imports: Sequence[Any]) -> Sequence[PeopleImport]:
        ids = [row.import_id for row in imports]
        statement = select(actor_people_corrections).where(C.import_id.in_(ids))
        found: dict[UUID, list[CorrectedPerson]] = {one: [] for one in ids}
        for row in await self._uow.execute(statement.order_by(C.person_id)):
            found[row.import_id].append(CorrectedPerson(row.person_id, row.version, row.before))
        return [
            PeopleImport(
                id=row.import_id,
                imported_at=row.imported_at,
                added=[UUID(one) for one in row.added],
                corrected=found[row.import_id],
                undone_at=row.undone_at,
                staying={UUID(one): Staying(why) for one, why in (row.staying or {}).items()},
            )
            for row in imports
        ]

    async def note_undone(
        self, import_id: UUID, at: datetime, staying: Mapping[UUID, Staying]
    ) -> None:
        """Have it taken back once, and say who stays as they are."""
        kept = {str(person_id): why.value for person_id, why in staying.items()}
        undone = update(actor_people_imports).where(M.import_id == import_id)
        await self._uow.execute(undone.values(undone_at=at, staying=kept))

    async def names(self, ids: Collection[UUID]) -> Mapping[UUID, str]:
        """What people are called, of those who are still noted."""
        asked = any_(bindparam("people", sorted(ids), ARRAY(Uuid)))
        rows = await self._uow.execute(select(P.person_id, P.name).where(P.person_id == asked))
        return {row.person_id: row.name for row in rows}

    async def relied_on(self, ids: Collection[UUID]) -> Mapping[UUID, Staying]:
        """Those of these the supervisor met since, or who were given an access."""
        found: dict[UUID, Staying] = {}
        for column, why in (
            (actor_accounts.c.person_id, Staying.HAS_ACCESS),
            (X.person_id, Staying.MET),
        ):
            statement = select(column).where(column.in_(list(ids)))
            rows = await self._uow.execute(statement)
            found.update(dict.fromkeys(rows.scalars(), why))
        return found


def kept_person(details: PersonDetails) -> Mapping[str, Any]:
    """What is known of somebody, to be kept until the import is taken back."""
    return {
        **vars(details),
        "informed_by": details.informed_by.value,
        "informed_on": details.informed_on.isoformat(),
    }


def person_kept(kept: Mapping[str, Any]) -> PersonDetails:
    """The reverse of `kept_person`."""
    return PersonDetails(
        **{
            **kept,
            "informed_by": InformedBy(kept["informed_by"]),
            "informed_on": date.fromisoformat(kept["informed_on"]),
        }
    )


if __name__ == "__main__":
    answer_apart(_pieces)
