"""What is wrong now with what is heard of lycées, as the pages say it."""

from collections.abc import Mapping

from contracts.supervision.troubles import TroubleKind
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.coverage.queries.silence import read_fallen_silent
from services.supervision.exactness.model import COVERAGE, REGISTRY
from services.supervision.exactness.queries.verified import read_differing
from services.supervision.troubles.model import Seen, Which

_BOOKS = ((TroubleKind.REGISTRY_DIFFERS, REGISTRY), (TroubleKind.COVERAGE_DIFFERS, COVERAGE))


async def read_seen(uow: UnitOfWork) -> Mapping[Which, Seen]:
    """Who is silent and whose totals differ; not who keeps what is asked about. Department’s scope."""
    seen = {
        (TroubleKind.SILENT, one.uai): Seen(one.name, one.heard_at)
        for one in await read_fallen_silent(uow)
        if one.heard_at is not None
    }
    for kind, book in _BOOKS:
        compared = await read_differing(uow, book)
        for gap in compared.gaps if compared else ():
            seen[kind, gap.uai] = Seen(gap.lycee, gap.since, gap.differences)
    return seen
