"""What a notice says of a trouble: of which lycée, since when, and how its totals differ."""

from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from uuid import UUID

from contracts.notices import NoticeFacts, NoticeLine
from contracts.supervision.troubles import TroubleKind
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS, date_fr, plural
from services.supervision.base.today import today_of
from services.supervision.coverage.queries.coverage import lycee_names
from services.supervision.troubles.model import Seen, Trouble, goes_on
from services.supervision.troubles.queries import read_seen
from services.supervision.troubles.store import Troubles

DIFFERENCES_MAX = 6
Facts = Mapping[UUID, NoticeFacts]


def troubles_of(kind: TroubleKind) -> Callable[[UnitOfWork, Collection[UUID]], Awaitable[Facts]]:
    """What answers for troubles of this kind: it stands while it is what is seen at that instant."""

    async def read(uow: UnitOfWork, about: Collection[UUID]) -> Facts:
        if uow.uai != uow.department_uai:
            return {}
        found = [one for one in await Troubles(uow).of(about) if one.kind is kind]
        going_on = [one for one in found if one.ended_at is None]
        seen = await read_seen(uow) if going_on else {}
        names = await lycee_names(uow)
        return {
            one.id: _facts(uow, one, names.get(one.of_uai, one.of_uai), seen.get(one.which))
            for one in found
        }

    return read


def _facts(uow: UnitOfWork, trouble: Trouble, lycee: str, seen: Seen | None) -> NoticeFacts:
    standing = trouble.ended_at is None and goes_on(trouble, seen)
    said = _lines(uow, trouble, seen) if seen and standing else ()
    return NoticeFacts(
        standing=standing,
        object=lycee,
        lines=tuple(NoticeLine(label=label, text=text) for label, text in said),
        path=f"/departement/lycees/{trouble.of_uai}",
    )


def _lines(uow: UnitOfWork, trouble: Trouble, seen: Seen) -> Iterator[tuple[str, str]]:
    since = seen.since.astimezone(PARIS).date()
    if trouble.kind is TroubleKind.SILENT:
        days = plural((today_of(uow) - since).days, "jour")
        yield "Dernière nouvelle", f"le {date_fr(since)}, il y a {days}"
        return
    yield "Depuis", f"le {date_fr(since)}"
    shown = seen.differences[:DIFFERENCES_MAX]
    yield from (("Différence", one) for one in shown)
    if others := len(seen.differences) - len(shown):
        yield "Et aussi", plural(others, "autre différence", "autres différences")
