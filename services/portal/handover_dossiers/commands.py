"""The command of a hand-over dossier: what a bureau leaves is written."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.handover_dossiers.model.words import Subject
from services.portal.handover_dossiers.store import HandoverDossiers


async def write_handover(
    uow: UnitOfWork,
    *,
    subject: Subject,
    text: str,
    version: int,
    uai: Uai | None = None,
    by: UUID | None = None,
    now: datetime,
) -> None:
    """Write what a bureau leaves on a subject (mot de passation). Raises NotFound, LyceeNotChosen, StaleVersion."""
    dossiers = HandoverDossiers(uow)
    before = await dossiers.get_for_update(uow.writing_for(uai), subject)
    if not await dossiers.save(before.written(version, text, by=by, now=now)):
        stands = await dossiers.get_for_update(before.uai, subject)
        raise StaleVersion(current={"text": stands.text, "version": stands.version})
