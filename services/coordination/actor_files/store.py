"""Lists of actors: read in a process of their own, and what an import did, kept to be taken back."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Uuid,
    any_,
    bindparam,
    delete,
    insert,
    literal,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.sql.elements import KeyedColumnElement

from contracts.coordination.actors import ActorKind
from contracts.coordination.training_offer import RomeCode
from contracts.identifiers import CommuneCode, Siren
from services.chassis.base.errors import Invalid, NotFound
from services.chassis.files.reader_process import answer_apart, read_apart
from services.chassis.files.tables import ImportFileRefused, tables_in
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_accounts.tables import actor_accounts
from services.coordination.actor_agreements.tables import actor_agreements
from services.coordination.actor_exchanges.tables import actor_exchanges
from services.coordination.actor_files.model import (
    ActorImport,
    Corrected,
    ListRow,
    Staying,
    rows_of,
)
from services.coordination.actor_files.tables import actor_imports, actors_met
from services.coordination.actor_people.tables import actor_people
from services.coordination.actors.model.actor import ActorDetails
from services.coordination.actors.model.perimeter import Perimeter
from services.coordination.actors.tables import actors
from services.coordination.committee_plans.tables import plan_lines
from services.coordination.committees.tables import committee_members
from services.coordination.decisions.tables import decisions
from services.coordination.needs.tables import need_assignments
from services.coordination.supervisor_tasks.tables import supervisor_tasks

M = actor_imports.c
_REFERRING: Sequence[KeyedColumnElement[Any]] = (
    *(actor_people.c.actor_id, actor_agreements.c.actor_id, actor_exchanges.c.actor_id),
    *(committee_members.c.actor_id, need_assignments.c.actor_id, decisions.c.actor_id),
    *(plan_lines.c.actor_id, supervisor_tasks.c.about_id, actors.c.campus_id),
    actor_accounts.c.actor_id,
)
LATEST_SHOWN = 5


async def read_list(content: bytes) -> Sequence[ListRow]:
    """Read a file in a process of its own. Raises ImportFileRefused."""
    return [ListRow(line, cells) for line, cells in await read_apart(__name__, content)]


def _pieces(content: bytes, _: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, str]]]:
    try:
        for row in rows_of([sheet.rows for sheet in tables_in(content) if not sheet.unseen]):
            yield row.line, row.cells
    except ImportFileRefused:
        raise
    except Invalid as refused:
        raise ImportFileRefused(refused.detail or refused.title, field="file") from refused


class ActorImports:
    """The lists that were imported."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, one: ActorImport) -> None:
        """Remember what a list did."""
        values = {
            "uai": self._uow.department_uai,
            "import_id": one.id,
            "imported_at": one.imported_at,
            "added": [str(added) for added in one.added],
            "corrected": [
                {"actor_id": str(c.actor_id), "version": c.version, "before": c.before}
                for c in one.corrected
            ],
        }
        await self._uow.execute(insert(actor_imports).values(values))

    async def get_for_update(self, import_id: UUID) -> ActorImport:
        """Raises NotFound."""
        statement = select(actor_imports).where(M.import_id == import_id).with_for_update()
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return _import(row)

    async def latest(self) -> Sequence[ActorImport]:
        """The last ones first."""
        statement = select(actor_imports).order_by(M.imported_at.desc()).limit(LATEST_SHOWN)
        return [_import(row) for row in await self._uow.execute(statement)]

    async def note_undone(
        self, import_id: UUID, at: datetime, staying: Mapping[UUID, Staying]
    ) -> None:
        """Have it taken back once, and say what stays as it is."""
        kept = {str(actor_id): why.value for actor_id, why in staying.items()}
        undone = update(actor_imports).where(M.import_id == import_id)
        await self._uow.execute(undone.values(undone_at=at, staying=kept))

    async def names(self, ids: Collection[UUID]) -> Mapping[UUID, str]:
        """What actors are called."""
        asked = any_(bindparam("actors", sorted(ids), ARRAY(Uuid)))
        rows = await self._uow.execute(
            select(actors.c.actor_id, actors.c.name).where(actors.c.actor_id == asked)
        )
        return {row.actor_id: row.name for row in rows}

    async def remove_unused(self, ids: Collection[UUID]) -> Collection[UUID]:
        """Remove actors nobody relies on and nobody corrected since; say which."""
        if not ids:
            return ()
        used = union_all(
            *(select(column).where(column.in_(list(ids))) for column in _REFERRING),
            select(actors_met.c.actor_id).where(
                actors_met.c.actor_id.in_(list(ids)), ~actors_met.c.withdrawn
            ),
        ).subquery("used")
        statement = delete(actors).where(
            actors.c.actor_id.in_(list(ids)),
            actors.c.version == literal(1),
            actors.c.actor_id.not_in(select(used.c[0])),
        )
        gone = await self._uow.execute(statement.returning(actors.c.actor_id))
        return set(gone.scalars())


class ActorsMet:
    """The actors bureaux met, as far as their heads open it."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def keep(
        self, exchange_id: UUID, actor_id: UUID, *, version: int, withdrawn: bool = False
    ) -> None:
        """Keep what an event says of an exchange, unless a later one was heard."""
        said = {"actor_id": actor_id, "version": version, "withdrawn": withdrawn}
        adding = upsert(actors_met).values(
            uai=self._uow.writing_for(), exchange_id=exchange_id, **said
        )
        await self._uow.execute(
            adding.on_conflict_do_update(
                index_elements=["uai", "exchange_id"],
                set_=said,
                where=actors_met.c.version < version,
            )
        )


def kept_details(details: ActorDetails) -> Mapping[str, Any]:
    """What an actor says, to be kept until its import is taken back."""
    covered = vars(details.perimeter)
    campus = details.perimeter.campus_id
    return {
        **{name: value for name, value in vars(details).items() if name != "perimeter"},
        "kind": details.kind.value,
        "perimeter": {**covered, "campus_id": str(campus) if campus else None},
    }


def details_kept(kept: Mapping[str, Any]) -> ActorDetails:
    """The reverse of `kept_details`."""
    covered = kept["perimeter"]
    commune, campus = kept["commune"], covered["campus_id"]
    known = {
        **kept,
        "kind": ActorKind(kept["kind"]),
        "commune": CommuneCode(commune) if commune else None,
        "perimeter": Perimeter(
            whole_department=covered["whole_department"],
            communities=tuple(Siren(one) for one in covered["communities"]),
            communes=tuple(CommuneCode(one) for one in covered["communes"]),
            sectors=tuple(covered["sectors"]),
            trades=tuple(RomeCode(one) for one in covered["trades"]),
            campus_id=UUID(campus) if campus else None,
        ),
    }
    return ActorDetails(**known)


def _import(row: Any) -> ActorImport:
    return ActorImport(
        id=row.import_id,
        imported_at=row.imported_at,
        added=[UUID(one) for one in row.added],
        corrected=[
            Corrected(UUID(one["actor_id"]), one["version"], one["before"]) for one in row.corrected
        ],
        undone_at=row.undone_at,
        staying={UUID(one): Staying(why) for one, why in (row.staying or {}).items()},
    )


if __name__ == "__main__":
    answer_apart(_pieces)
