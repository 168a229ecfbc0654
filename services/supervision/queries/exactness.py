"""Whether the figures of the lycées shown are those they count themselves, in sentences."""

from collections.abc import Iterator, Sequence

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import datetime_fr
from services.supervision.domain.coverage import LyceeCoverage
from services.supervision.domain.verified import COVERAGE, REGISTRY, Verified
from services.supervision.queries.verified import verified


async def exactness(uow: UnitOfWork, lycees: Sequence[LyceeCoverage]) -> Sequence[str]:
    """« écart 0 », or which lycée, what and since when; nothing while nobody stated anything."""
    found: list[str] = []
    for book in (COVERAGE, REGISTRY):
        told = {o.uai: o.name for o in lycees if book.family not in o.publication.closed}
        compared = await verified(uow, book, told)
        if compared is not None:
            found += _sentences(compared)
    return found


def _sentences(compared: Verified) -> Iterator[str]:
    on = f"le {datetime_fr(compared.on)} avec {compared.book.owners}"
    if not compared.gaps:
        # Beside figures that no statement holds, « écart 0 » alone would vouch for them too.
        what = ", ".join(compared.book.labels.values())
        yield f"Chiffres vérifiés {on}\u00a0: écart 0 ({what})."
    for gap in compared.gaps:
        said = "\u202f; ".join(gap.differences)
        since = datetime_fr(gap.since)
        yield f"Écart, chiffres comparés {on}\u00a0: {gap.lycee}, {said} (depuis le {since})."
    if compared.late:
        late = ", ".join(f"{name} (le {datetime_fr(at)})" for name, at in compared.late)
        yield f"Sans décompte récent, donc non vérifiés depuis\u00a0: {late}."
