"""Referent teachers of a school year, and whom each follows."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, func, not_, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import SchoolYear, Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.participations.store import EXEMPTED, LEFT, concerned
from services.internships.periods.tables import periods
from services.internships.personal_links.tables import personal_links
from services.internships.pupils.tables import pupils
from services.internships.referents.model import Following, Referent, Stretch
from services.internships.referents.tables import followings, referents

R, F = referents.c, followings.c
GONE = "Enseignant effacé"
"""What a page calls somebody whose name went with their year."""


def expected(*columns: Any) -> Select[Any]:
    """Select one row per period and pupil it awaits, with who follows them; who left or is exempted is not."""
    to_following = (
        (F.uai == pupils.c.uai)
        & (F.period_id == periods.c.period_id)
        & (F.pupil_year_id == pupils.c.pupil_year_id)
    )
    return (
        concerned(*columns)
        .outerjoin(followings, to_following)
        .where(LEFT.is_not(True), not_(EXEMPTED))
    )


class Referents:
    """The referent teachers of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, new: Collection[Referent]) -> Sequence[UUID]:
        """Record them; a name that is known already stays as it is. Returns the ids of the new ones."""
        rows = [{**vars(one), "referent_id": one.id} for one in new]
        for row in rows:
            del row["id"]
        statement = insert(referents).values(rows).on_conflict_do_nothing().returning(R.referent_id)
        return list((await self._uow.execute(statement)).scalars())

    async def of_year(self, uais: Collection[Uai], year: SchoolYear) -> Sequence[Referent]:
        """Referents of a school year who are named, by lycée and name."""
        statement = (
            select(referents)
            .where(R.uai.in_(uais), R.school_year == year, R.name.is_not(None))
            .order_by(R.uai, R.name)
        )
        return [_referent(row) for row in await self._uow.execute(statement)]

    async def get(self, referent_id: UUID, *, lock: bool = False) -> Referent:
        """Raises NotFound, for another lycée's too."""
        statement = select(referents).where(R.referent_id == referent_id)
        found = await self._uow.execute(statement.with_for_update() if lock else statement)
        row = found.first()
        if row is None:
            raise NotFound
        return _referent(row)

    async def tie(self, referent_id: UUID, account_id: UUID | None) -> None:
        """Keep which account somebody has at the portal, or that nobody says."""
        whom = update(referents).where(R.referent_id == referent_id)
        await self._uow.execute(whom.values(account_id=account_id))

    async def remove(self, referent_id: UUID) -> Sequence[Following]:
        """Forget somebody who follows nobody, with the links they were given.

        Returns what is left of whom they followed, who left or were exempted since: nobody's now.
        """
        given = personal_links.c.referent_id == referent_id
        await self._uow.execute(delete(personal_links).where(given))
        own = F.before_id == referent_id
        await self._uow.execute(update(followings).where(own).values(before_id=None))
        statement = (
            update(followings)
            .where(F.referent_id == referent_id)
            .values(referent_id=None, version=F.version + 1)
            .returning(followings)
        )
        left = [following(row) for row in await self._uow.execute(statement)]
        await self._uow.execute(delete(referents).where(R.referent_id == referent_id))
        return left

    async def unname(self, ids: Collection[UUID]) -> Sequence[UUID]:
        """Take names and accounts away, for good; whose names were still there."""
        statement = (
            update(referents)
            .where(R.referent_id.in_(list(ids)), R.name.is_not(None))
            .values(name=None, account_id=None)
            .returning(R.referent_id)
        )
        return list((await self._uow.execute(statement)).scalars())


class Followings:
    """Followings of pupils by the referent teachers of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of_period(self, period_id: UUID) -> Mapping[UUID, Following]:
        """By pupil, locked: two who assign wait for each other."""
        # The period's row: of pupils nobody was given yet there is none to wait for.
        own = select(periods.c.period_id).where(periods.c.period_id == period_id)
        await self._uow.execute(own.with_for_update(key_share=True))
        statement = select(followings).where(F.period_id == period_id).order_by(F.following_id)
        rows = await self._uow.execute(statement.with_for_update())
        return {row.pupil_year_id: following(row) for row in rows}

    async def of_act(self, act_id: UUID) -> Sequence[tuple[Following, UUID | None]]:
        """What an act did and nobody changed since, locked, each with who it was before."""
        statement = select(followings).where(F.act_id == act_id).order_by(F.following_id)
        rows = await self._uow.execute(statement.with_for_update())
        return [(following(row), row.before_id) for row in rows]

    async def keep(
        self, changed: Collection[Following], *, act_id: UUID, before: Mapping[UUID, UUID | None]
    ) -> None:
        """Record what an act changed; `before` says by pupil who it was."""
        rows = [
            {
                **vars(one),
                "following_id": one.id,
                "act_id": act_id,
                "before_id": before.get(one.pupil_year_id),
            }
            for one in changed
        ]
        if not rows:
            return
        for row in rows:
            del row["id"]
        statement = insert(followings)
        names = ("referent_id", "act_id", "before_id", "version")
        await self._uow.execute(
            statement.on_conflict_do_update(
                index_elements=["uai", "following_id"],
                set_={name: statement.excluded[name] for name in names},
            ),
            rows,
        )

    async def follows_anybody(self, referent_id: UUID) -> bool:
        """Whether somebody follows a pupil whom a period awaits."""
        statement = expected(func.count()).where(F.referent_id == referent_id)
        return bool((await self._uow.execute(statement)).scalar_one())

    async def stretches(
        self, uais: Collection[Uai], year: SchoolYear
    ) -> Mapping[UUID, Sequence[Stretch]]:
        """For each referent of a year, how many pupils they follow in each period that awaits them."""
        statement = (
            expected(F.referent_id, periods.c.starts_on, periods.c.ends_on, func.count().label("n"))
            .where(F.uai.in_(uais), F.referent_id.is_not(None), periods.c.school_year == year)
            .group_by(F.referent_id, F.period_id, periods.c.starts_on, periods.c.ends_on)
            .order_by(periods.c.starts_on)
        )
        found: dict[UUID, list[Stretch]] = {}
        for row in await self._uow.execute(statement):
            one = Stretch(row.starts_on, row.ends_on, row.n)
            found.setdefault(row.referent_id, []).append(one)
        return found


def following(row: Row[Any]) -> Following:
    """Read the columns of the table."""
    return Following(
        id=row.following_id,
        uai=Uai(row.uai),
        period_id=row.period_id,
        pupil_year_id=row.pupil_year_id,
        referent_id=row.referent_id,
        version=row.version,
    )


def _referent(row: Row[Any]) -> Referent:
    return Referent(
        row.referent_id,
        Uai(row.uai),
        SchoolYear(row.school_year),
        row.name or GONE,
        row.account_id,
    )
