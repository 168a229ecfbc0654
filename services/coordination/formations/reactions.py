"""What formations listen to: that a lycée offers one, or offered it by mistake."""

from contracts.envelope import Envelope
from contracts.internships.formations import FormationClosedV1
from contracts.internships.periods import FormationOpenedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.reactions import reactions
from services.coordination.formations.store import Formations


@reactions.on(FormationOpenedV1, group="formations", since="beginning")
async def keep_the_formation(event: FormationOpenedV1, envelope: Envelope, uow: UnitOfWork) -> None:
    """Signals, files and campaigns name it."""
    await Formations(uow).keep(
        event.formation_id,
        uai=envelope.uai,
        mef=event.mef,
        label=event.label,
        version=envelope.version,
    )


@reactions.on(FormationClosedV1, group="formations", since="beginning")
async def drop_the_formation(event: FormationClosedV1, envelope: Envelope, uow: UnitOfWork) -> None:
    """Nothing is to be asked about it any more."""
    await Formations(uow).drop(event.formation_id, uai=envelope.uai)
