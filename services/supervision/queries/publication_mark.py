"""A mark of what heads keep to themselves: another one as soon as a page has to be made again."""

from hashlib import blake2b

from sqlalchemy import select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.queries.publication import publications_of
from services.supervision.storage.tables import publications

P = publications.c


async def publication_mark(uow: UnitOfWork) -> str:
    """Of every decision, and of the families closed today: one that was planned begins at midnight."""
    decided = select(P.uai, P.family, P.version).order_by(P.uai, P.family)
    versions = [tuple(row) for row in await uow.execute(decided)]
    kept = await publications_of(uow)
    closed = [(uai, *sorted(one.closed)) for uai, one in sorted(kept.items())]
    return blake2b(repr((versions, closed)).encode(), digest_size=8).hexdigest()
