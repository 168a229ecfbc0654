"""Words of years of committees; written in the scope of the department."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import SchoolYear
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.committee_years.model import YearWords
from services.coordination.committee_years.tables import committee_year_words

W = committee_year_words.c


class AllYearWords:
    """What was said of years of committees."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def find(
        self, committee_id: UUID, year: SchoolYear, *, for_update: bool = False
    ) -> YearWords | None:
        """What was said of a year, if anything. `for_update`: nobody else changes it meanwhile."""
        statement = select(committee_year_words).where(
            W.committee_id == committee_id, W.school_year == year
        )
        row = (
            await self._uow.execute(statement.with_for_update() if for_update else statement)
        ).first()
        if row is None:
            return None
        return YearWords(
            row.year_words_id,
            row.committee_id,
            SchoolYear(row.school_year),
            row.text,
            row.changed_at,
            row.version,
        )

    async def years(self, committee_id: UUID) -> list[SchoolYear]:
        """The school years something was said of."""
        statement = select(W.school_year).where(W.committee_id == committee_id)
        return [SchoolYear(one) for one in (await self._uow.execute(statement)).scalars()]

    async def add(self, words: YearWords) -> bool:
        """Record the first ones; False when somebody else did so meanwhile."""
        statement = insert(committee_year_words).values(
            year_words_id=words.id,
            committee_id=words.committee_id,
            school_year=words.year,
            text=words.text,
            changed_at=words.changed_at,
            version=words.version,
        )
        added = await self._uow.execute(statement.on_conflict_do_nothing())
        return bool(added.rowcount)

    async def save(self, words: YearWords) -> None:
        """Record what changed."""
        values = {"text": words.text, "changed_at": words.changed_at, "version": words.version}
        await self._uow.execute(
            update(committee_year_words).where(W.year_words_id == words.id).values(**values)
        )
