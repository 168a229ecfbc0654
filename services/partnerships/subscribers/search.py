"""What the search for places asks of hosts."""

from contracts.internships.search import HostApproachedV1, HostApproachWithdrawnV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.subscribers.declared import reactions
from services.partnerships.use_cases.solicit_host import solicit_host
from services.partnerships.use_cases.take_solicitation_back import take_solicitation_back


@reactions.on(HostApproachedV1, group="approaches", since="beginning")
async def count_the_approach(event: HostApproachedV1, uow: UnitOfWork) -> None:
    """A host asked for a pupil is left alone by the other lycées, as after a call."""
    await solicit_host(
        uow,
        approach_id=event.approach_id,
        site_key=event.site_key,
        on=event.occurred_on,
        now=uow.now,
    )


@reactions.on(HostApproachWithdrawnV1, group="approaches", since="beginning")
async def forget_the_approach(event: HostApproachWithdrawnV1, uow: UnitOfWork) -> None:
    """Nothing was asked after all."""
    await take_solicitation_back(
        uow, uai=uow.writing_for(), source_id=event.approach_id, now=uow.now
    )
