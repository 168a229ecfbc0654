"""Needs as the tests speak of them."""

from datetime import UTC, datetime
from uuid import UUID

from contracts.coordination.needs import NeedKind, NeedSource
from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork
from services.coordination.needs.commands.qualify_need import qualify_need
from services.coordination.needs.commands.route_need import route_need
from services.coordination.needs.commands.send_need import send_need
from services.coordination.needs.commands.tell_need import tell_need
from services.coordination.needs.model.assignment import Assignment
from services.coordination.needs.model.need import Need, NeedDetails, Requester
from services.coordination.needs.store.needs import Assignments, Needs
from tests.coordination.world import Somebody

TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
WHO = Requester("Nadia Belkacem", "n.belkacem@menuiserie.example", "05 36 49 10 10")
DETAILS = NeedDetails(
    kind=NeedKind.APPRENTICE,
    company="Menuiserie Delrieu",
    text="Nous cherchons un apprenti menuisier pour janvier.",
)


def company(units: UnitsOfWork) -> Somebody:
    """Whoever has a link, or the public form: in the scope of the DSDEN, and no further."""
    return Somebody(units, Scope(frozenset({units.department_uai})), now=TUESDAY)


async def need_of(who: Somebody, need_id: UUID) -> Need:
    async def get(uow: UnitOfWork) -> Need:
        return await Needs(uow).get(need_id)

    return await who.do(get)


async def assignments_of(who: Somebody, need_id: UUID) -> list[Assignment]:
    async def read(uow: UnitOfWork) -> list[Assignment]:
        return list(await Assignments(uow).of(need_id))

    return await who.do(read)


async def sent(who: Somebody, *, verified: bool = True) -> UUID:
    return await who.do(
        send_need, details=DETAILS, requester=WHO, verified=verified, now=who.later()
    )


async def told(who: Somebody) -> UUID:
    return await who.do(
        tell_need, details=DETAILS, requester=WHO, source=NeedSource.PHONE, now=who.later()
    )


async def passed_on(
    supervisor: Somebody,
    need_id: UUID,
    *bureaux: Uai,
    actor_id: UUID | None = None,
    details: NeedDetails = DETAILS,
) -> None:
    """Qualified as it was told, and passed on."""
    need = await need_of(supervisor, need_id)
    await supervisor.do(
        qualify_need,
        need_id=need_id,
        version=need.version,
        details=details,
        now=supervisor.later(),
    )
    need = await need_of(supervisor, need_id)
    await supervisor.do(
        route_need,
        need_id=need_id,
        version=need.version,
        bureaux=bureaux,
        actor_id=actor_id,
        now=supervisor.later(),
    )
