"""What each lycée keeps to itself, and the mark pages follow."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from hashlib import blake2b

from sqlalchemy import select

from contracts.publication import FactFamily
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.publication.model import Publication, Span
from services.supervision.publication.tables import publications


async def publications_of(uow: UnitOfWork) -> Mapping[str, Publication]:
    """By UAI; a lycée whose head decided nothing tells everything but what is closed at first."""
    today = uow.now.astimezone(PARIS).date()
    spans: dict[str, dict[FactFamily, list[Span]]] = defaultdict(dict)
    for row in await PUBLICATIONS.once(uow, {}):
        pairs = zip(row.closed_from, row.closed_until, strict=True)
        spans[row.uai][FactFamily(row.family)] = list(pairs)
    return _OrOpen(today, {uai: Publication(found, today) for uai, found in spans.items()})


PUBLICATIONS: Reading[Rows] = Reading(select(publications), lambda rows: rows)


class _OrOpen(dict[str, Publication]):
    """Publications by UAI, with what stands for a lycée that has none."""

    def __init__(self, today: date, known: Mapping[str, Publication]) -> None:
        super().__init__(known)
        self._today = today

    def __missing__(self, uai: str) -> Publication:
        return Publication({}, self._today)


P = publications.c


async def publication_mark(uow: UnitOfWork) -> str:
    """A mark of every decision, and of the families closed today: one that was planned begins at midnight."""
    decided = select(P.uai, P.family, P.version).order_by(P.uai, P.family)
    versions = [tuple(row) for row in await uow.execute(decided)]
    kept = await publications_of(uow)
    closed = [(uai, *sorted(one.closed)) for uai, one in sorted(kept.items())]
    return blake2b(repr((versions, closed)).encode(), digest_size=8).hexdigest()
