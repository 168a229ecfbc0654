"""Agreements with their signatures, and the days the coverage counts by on their placements."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, exists, insert, select, update

from contracts.internships.agreements import (
    Signer,
)
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.model.agreement_record import Agreement, Signature
from services.internships.agreements.model.agreement_states import COUNTED
from services.internships.agreements.store.rows import (
    agreement_row,
    prepared_row,
    signature,
    signed_of,
    values_of,
)
from services.internships.agreements.tables import agreement_signatures, agreements
from services.internships.periods.tables import periods
from services.internships.pupils.tables import pupils
from services.internships.referents.tables import followings
from services.internships.stays.store.days import FIRST_DAY, LAST_DAY, SAME_PERIOD
from services.internships.stays.tables import placements

OF_PLACEMENT = (agreements.c.uai == placements.c.uai) & (
    agreements.c.placement_id == placements.c.placement_id
)
CURRENT = agreements.c.closed_on.is_(None)


class Agreements:
    """The agreements of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def with_ids(self, agreement_ids: Collection[UUID]) -> Sequence[Agreement]:
        """Lock these; another lycée's are not found."""
        return await self._locked(agreements.c.agreement_id.in_(agreement_ids))

    async def get_for_update(self, agreement_id: UUID, version: int) -> Agreement:
        """Lock one. Raises NotFound, StaleVersion with what the others left."""
        found = await self.with_ids([agreement_id])
        if not found:
            raise NotFound
        if found[0].version != version:
            raise StaleVersion(
                "Quelqu’un d’autre a agi sur cette convention entre-temps.",
                current={"version": found[0].version},
            )
        return found[0]

    async def prepare(
        self, period_id: UUID, class_id: UUID, *, act: UUID, on: date
    ) -> Sequence[Agreement]:
        """Record an agreement for each confirmed place of a class that has none, and return them."""
        standing = exists().where(OF_PLACEMENT, CURRENT)
        statement = (
            _of_placements(*_PLACED)
            .where(
                placements.c.period_id == period_id,
                placements.c.status == "confirmed",
                pupils.c.class_id == class_id,
                ~standing,
            )
            .order_by(placements.c.placement_id)
            .with_for_update(of=placements)
        )
        rows = (await self._uow.execute(statement)).all()
        prepared = [prepared_row(row, self._uow.new_id(), act, on) for row in rows]
        await self.add(prepared)
        return prepared

    async def current(
        self, *, placement_ids: Collection[UUID] | None = None, period_id: UUID | None = None
    ) -> Sequence[Agreement]:
        """Lock those that stand, of these placements or of a period."""
        found = placements.c.period_id == period_id
        if placement_ids is not None:
            found = placements.c.placement_id.in_(placement_ids)
        return await self._locked(CURRENT, found)

    async def of_pupils(self, pupil_year_ids: Collection[UUID]) -> Sequence[Agreement]:
        """Lock those that stand of these pupils."""
        return await self._locked(CURRENT, placements.c.pupil_year_id.in_(pupil_year_ids))

    async def of_act(self, act_id: UUID) -> Sequence[Agreement]:
        """Lock those that were prepared, issued or signed by one click."""
        ticked = select(agreement_signatures.c.agreement_id).where(
            agreement_signatures.c.uai == agreements.c.uai, agreement_signatures.c.act_id == act_id
        )
        return await self._locked(
            (agreements.c.prepared_act == act_id)
            | (agreements.c.issued_act == act_id)
            | agreements.c.agreement_id.in_(ticked)
        )

    async def add(self, added: Sequence[Agreement]) -> None:
        """Record agreements that were prepared."""
        if added:
            await self._uow.execute(insert(agreements), [self._values(one) for one in added])

    async def save(self, agreement: Agreement) -> None:
        """Record an agreement's new state, its signatures, and what the coverage reads."""
        key = (
            agreements.c.uai == agreement.uai,
            agreements.c.agreement_id == agreement.id,
        )
        await self._uow.execute(update(agreements).where(*key).values(self._values(agreement)))
        await self._uow.execute(
            delete(agreement_signatures).where(
                agreement_signatures.c.uai == agreement.uai,
                agreement_signatures.c.agreement_id == agreement.id,
            )
        )
        if agreement.signatures:
            await self._uow.execute(insert(agreement_signatures), signed_of(agreement))
        await self._count(agreement)

    async def remove(self, agreement: Agreement) -> None:
        """Forget one that was only prepared."""
        await self._uow.execute(
            delete(agreements).where(
                agreements.c.uai == agreement.uai, agreements.c.agreement_id == agreement.id
            )
        )

    async def standing_at(self, placement_ids: Collection[UUID]) -> Mapping[UUID, Agreement]:
        """Agreements that stand, by placement, to be read."""
        found = await self._read(
            _select().where(CURRENT, placements.c.placement_id.in_(placement_ids))
        )
        return {one.placement_id: one for one in found}

    async def of_placement(self, placement_id: UUID) -> Sequence[Agreement]:
        """All there ever was of a placement, the last one first, to be read."""
        statement = _select().where(placements.c.placement_id == placement_id)
        return await self._read(statement.order_by(agreements.c.agreement_id.desc()))

    async def beside(self, agreement_ids: Collection[UUID]) -> Sequence[Agreement]:
        """All there ever was of the placements these are of, to be read."""
        theirs = select(agreements.c.placement_id).where(
            agreements.c.uai.in_(self._uow.scope.uais), agreements.c.agreement_id.in_(agreement_ids)
        )
        return await self._read(
            _select().where(
                placements.c.uai.in_(self._uow.scope.uais), placements.c.placement_id.in_(theirs)
            )
        )

    def _values(self, agreement: Agreement) -> dict[str, object]:
        return values_of(agreement) | {"moved_by": self._uow.actor_id}

    async def _count(self, agreement: Agreement) -> None:
        out = agreement.standing in COUNTED
        await self._uow.execute(
            update(placements)
            .where(
                placements.c.uai == agreement.uai,
                placements.c.placement_id == agreement.placement_id,
            )
            .values(
                agreement_issued_on=agreement.issued_on if out else None,
                agreement_signed_on=agreement.signed_on,
            )
        )

    async def _locked(self, *conditions: ColumnElement[bool]) -> Sequence[Agreement]:
        """The placement first, as whoever changes it does."""
        statement = (
            _select()
            .where(*conditions)
            .order_by(placements.c.placement_id, agreements.c.agreement_id)
            .with_for_update(of=[placements, agreements])
        )
        return await self._read(statement)

    async def _read(self, statement: Select[Any]) -> Sequence[Agreement]:
        rows = (await self._uow.execute(statement)).all()
        signed = await self._signatures([row.agreement_id for row in rows])
        return [agreement_row(row, signed[row.agreement_id]) for row in rows]

    async def _signatures(
        self, agreement_ids: Collection[UUID]
    ) -> dict[UUID, dict[Signer, Signature | None]]:
        found: dict[UUID, dict[Signer, Signature | None]] = defaultdict(dict)
        if not agreement_ids:
            return found
        statement = select(agreement_signatures).where(
            agreement_signatures.c.agreement_id.in_(agreement_ids)
        )
        for row in await self._uow.execute(statement):
            found[row.agreement_id][Signer(row.signer)] = signature(row)
        order = list(Signer)
        return defaultdict(
            dict,
            {
                key: dict(sorted(of.items(), key=lambda s: order.index(s[0])))
                for key, of in found.items()
            },
        )


_OF_PUPIL = (pupils.c.uai == placements.c.uai) & (
    pupils.c.pupil_year_id == placements.c.pupil_year_id
)
_FOLLOWED = exists().where(
    followings.c.uai == placements.c.uai,
    followings.c.period_id == placements.c.period_id,
    followings.c.pupil_year_id == placements.c.pupil_year_id,
    followings.c.referent_id.is_not(None),
)
_PLACED = (placements.c.uai, placements.c.placement_id)


def _of_placements(*columns: Any) -> Select[Any]:
    return select(
        *columns,
        placements.c.period_id,
        placements.c.pupil_year_id,
        (placements.c.status == "confirmed").label("confirmed"),
        placements.c.tutor_id,
        pupils.c.born_on,
        _FOLLOWED.label("has_referent"),
        FIRST_DAY.label("starts_on"),
        LAST_DAY.label("ends_on"),
    ).select_from(placements.join(periods, SAME_PERIOD).join(pupils, _OF_PUPIL))


def _select() -> Select[Any]:
    return _of_placements(agreements).join(agreements, OF_PLACEMENT)
