"""A head takes back what was said beside a figure."""

from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.comments.store import Comments


async def remove_comment(uow: UnitOfWork, *, uai: Uai, comment_id: UUID) -> None:
    """Remove a comment for good (commentaire retiré). Raises NotFound."""
    await Comments(uow).remove(uow.writing_for(uai), comment_id)
