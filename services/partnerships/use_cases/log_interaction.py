"""A bureau logs an exchange with a company."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import CompanyId, InteractionId, SiteId, Uai
from contracts.partnerships import InteractionLoggedV1, OnboardingReason
from services.chassis.work import UnitOfWork
from services.partnerships.domain.calendar import local_date
from services.partnerships.domain.interaction import Exchange, Interaction
from services.partnerships.storage.acquaintances import Acquaintances
from services.partnerships.storage.companies import Companies
from services.partnerships.storage.contacts import Interactions
from services.partnerships.use_cases.tell_onboarding import tell_onboarding


async def log_interaction(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    site_id: UUID | None = None,
    exchange: Exchange,
    uai: Uai | None = None,
    now: datetime,
) -> UUID:
    """Log an exchange (échange consigné), at the main site by default, and return its id.

    Raises NotFound, InteractionInTheFuture, NextStepInThePast, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    exchange.check(local_date(now))
    company = await Companies(uow).get(company_id)
    site = company.site(site_id) if site_id else company.sites[0]
    logged = Interaction(id=uow.new_id(), company_id=company.id, site_id=site.id, **vars(exchange))
    await Interactions(uow).add(lycee, logged)
    uow.publish(_logged(logged), uai=lycee)
    if exchange.reached:
        await Acquaintances(uow).touch(lycee, company.id, site.id, exchange.occurred_on)
    else:
        await Acquaintances(uow).add_all(lycee, {(company.id, site.id)})
    if exchange.onboards:
        reason = OnboardingReason.EXCHANGE
        await tell_onboarding(
            uow, uai=lycee, company_id=company.id, reason=reason, on=exchange.occurred_on
        )
    return logged.id


def _logged(interaction: Interaction) -> InteractionLoggedV1:
    """What the department may learn: that there is a note, not what it says."""
    return InteractionLoggedV1(
        interaction_id=InteractionId(interaction.id),
        company_id=CompanyId(interaction.company_id),
        site_id=SiteId(interaction.site_id),
        kind=interaction.kind,
        purpose=interaction.purpose,
        outcome=interaction.outcome,
        next_step_on=interaction.next_step_on,
        has_note=interaction.note is not None,
        occurred_on=interaction.occurred_on,
    )
