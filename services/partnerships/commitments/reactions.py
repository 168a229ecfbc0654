"""When pledges are told, and declarations end."""

from datetime import datetime
from uuid import UUID

from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.reactions import timed
from services.partnerships.commitments.commands import (
    ANNOUNCE,
    EXPIRE,
    end_declaration,
    retell_commitments,
    total_pledges,
)
from services.partnerships.commitments.commands import JOB as PLEDGES
from services.partnerships.publications.store import RETELLINGS


@timed.job(PLEDGES)
async def publish_pledges(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """Publish pledges, once a night after one; the key is `<year>:<date>`."""
    year = int(key.partition(":")[0])
    await total_pledges(uow, uai=uow.writing_for(), year=year, now=now)


@timed.job(ANNOUNCE)
async def announce_the_end_of_a_declaration(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """Two months before; the key is its id."""
    await end_declaration(uow, declaration_id=UUID(key), over=False, now=now)


@timed.job(EXPIRE)
async def note_the_end_of_a_declaration(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """The day after its last one; the key is its id."""
    await end_declaration(uow, declaration_id=UUID(key), over=True, now=now)


RETELLINGS.add(FactFamily.COMPANIES, retell_commitments)
