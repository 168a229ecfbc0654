"""What is answered of the days of actions and agreements."""

from contracts.identifiers import ActionId, PartnershipId
from contracts.partnerships.questions import (
    REGISTRY_DAYS,
    ActionDay,
    AgreementDay,
    RegistryDays,
    RegistryDaysRequest,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.model import ACTION_KINDS
from services.partnerships.actions.queries.actions import read_action_days
from services.partnerships.base.answers import answers
from services.partnerships.renewals.queries import read_agreement_ends


@answers.to(REGISTRY_DAYS)
async def days_of_the_registry(request: RegistryDaysRequest, uow: UnitOfWork) -> RegistryDays:  # noqa: ARG001 - the lycée is in the subject
    """The last days of agreements and the days of actions: ids, kinds and counts."""
    return RegistryDays(
        agreements=tuple(
            AgreementDay(
                partnership_id=PartnershipId(one.partnership_id),
                until_on=one.until_on,
                told_on=one.told_on,
                version=one.version,
            )
            for one in await read_agreement_ends(uow)
        ),
        actions=tuple(
            ActionDay(
                action_id=ActionId(one.id),
                on=one.details.planned_on,
                kind=ACTION_KINDS[one.details.kind],
                companies=one.taking_part,
                version=one.version,
                starts_at=one.details.starts_at,
                ends_at=one.details.ends_at,
            )
            for one in await read_action_days(uow)
        ),
    )
