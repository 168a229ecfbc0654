"""Commands of a comment on a figure: written, removed."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.comments.store import Comment, Comments
from services.internships.publications.model import CommentNamesAPupil, names_a_pupil


async def comment_figure(
    uow: UnitOfWork,
    *,
    uai: Uai,
    family: FactFamily,
    coverage_id: UUID | None = None,
    named: str,
    figure: str,
    text: str,
    now: datetime,
) -> None:
    """Attach a comment to a figure (commentaire); it replaces the one there was.

    `named` is what the lycée is called, `figure` what the figure is. Raises NotFound, CommentNamesAPupil.
    """
    lycee = uow.writing_for(uai)
    comments = Comments(uow)
    if names_a_pupil(text, await comments.pupils_named(lycee)):
        raise CommentNamesAPupil(field="text")
    await comments.keep(Comment(uow.new_id(), lycee, family, coverage_id, named, figure, text, now))


async def remove_comment(uow: UnitOfWork, *, uai: Uai, comment_id: UUID) -> None:
    """Remove a comment for good (commentaire retiré). Raises NotFound."""
    await Comments(uow).remove(uow.writing_for(uai), comment_id)
