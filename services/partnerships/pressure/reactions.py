"""Who asked which host, and when it is told."""

from datetime import datetime

from contracts.internships.search import HostApproachedV1, HostApproachWithdrawnV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.reactions import reactions, timed
from services.partnerships.pressure.commands import JOB as SOLICITATIONS
from services.partnerships.pressure.commands import (
    publish_solicitations,
    solicit_host,
    take_solicitation_back,
)


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
    """Forget the approach of a host: nothing was asked after all."""
    await take_solicitation_back(
        uow, uai=uow.writing_for(), source_id=event.approach_id, now=uow.now
    )


@timed.job(SOLICITATIONS)
async def publish_pressure(
    uow: UnitOfWork,
    *,
    key: str,  # noqa: ARG001  the date; what is told is whatever is untold
    now: datetime,
) -> None:
    """Publish pressure, once a night after an exchange or a proposed place."""
    await publish_solicitations(uow, uai=uow.writing_for(), now=now)
