"""What heads say beside a figure, for the supervisor to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from contracts.publication import FactFamily
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.comments.tables import figure_comments
from services.internships.pupils.tables import pupils


@dataclass(frozen=True)
class Comment:
    """A sentence beside a figure; `lycee` and `figure` are what they are called."""

    id: UUID
    uai: Uai
    family: FactFamily
    coverage_id: UUID | None
    lycee: str
    figure: str
    text: str
    written_at: datetime


class Comments:
    """The comments of the lycées in scope: of all of them, for the department."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, uai: Uai | None = None) -> Sequence[Comment]:
        """The comments of a lycée, or of all in scope, the newest first."""
        statement = select(figure_comments).order_by(
            figure_comments.c.uai, figure_comments.c.written_at.desc()
        )
        if uai is not None:
            statement = statement.where(figure_comments.c.uai == uai)
        return [
            Comment(
                row.comment_id,
                Uai(row.uai),
                FactFamily(row.family),
                row.coverage_id,
                row.lycee,
                row.figure,
                row.text,
                row.written_at,
            )
            for row in await self._uow.execute(statement)
        ]

    async def keep(self, comment: Comment) -> None:
        """Write a comment; it replaces the one that figure had."""
        statement = insert(figure_comments).values(
            uai=comment.uai,
            comment_id=comment.id,
            family=comment.family,
            coverage_id=comment.coverage_id,
            lycee=comment.lycee,
            figure=comment.figure,
            text=comment.text,
            written_at=comment.written_at,
        )
        await self._uow.execute(
            statement.on_conflict_do_update(
                constraint="figure_comments_one_a_figure",
                set_={
                    name: statement.excluded[name]
                    for name in ("lycee", "figure", "text", "written_at")
                },
            )
        )

    async def remove(self, uai: Uai, comment_id: UUID) -> None:
        """Raises NotFound."""
        removed = await self._uow.execute(
            delete(figure_comments).where(
                figure_comments.c.uai == uai, figure_comments.c.comment_id == comment_id
            )
        )
        if not removed.rowcount:
            raise NotFound

    async def pupils_named(self, uai: Uai) -> Sequence[tuple[str, str]]:
        """Last and first names of the pupils of a lycée: no comment may hold one."""
        names = select(pupils.c.last_name, pupils.c.first_name).where(
            pupils.c.uai == uai, pupils.c.last_name.is_not(None)
        )
        return [(row.last_name, row.first_name) for row in await self._uow.execute(names)]
