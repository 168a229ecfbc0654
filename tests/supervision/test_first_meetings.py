"""A day of first meetings is one line of the journal, whatever happened in between."""

from datetime import timedelta

from contracts.identifiers import CompanyId
from contracts.partnerships.companies import CompanyOnboardedV1, OnboardingReason
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.queries.journal import journal_page
from tests.supervision.network import (
    NOW,
    OTHER,
    TODAY,
    WHOLE_DEPARTMENT,
    Network,
    an_id,
    confirmation,
    folded,
)


def _meeting(name: str) -> CompanyOnboardedV1:
    return CompanyOnboardedV1(
        company_id=CompanyId(an_id(name)), reason=OnboardingReason.HOSTING, occurred_on=TODAY
    )


async def test_first_meetings_of_a_day_are_told_once_by_lycee(work: UnitsOfWork) -> None:
    network = Network()
    network.tell(_meeting("yesterday"), at=NOW - timedelta(days=1))
    for number in range(3):
        network.tell(_meeting(f"today {number}"), at=NOW + timedelta(minutes=2 * number))
        network.tell(confirmation(number), at=NOW + timedelta(minutes=2 * number + 1))
    network.tell(_meeting("elsewhere"), uai=OTHER, at=NOW + timedelta(minutes=9))
    await folded(work, network.told)

    async with work.begin(WHOLE_DEPARTMENT) as uow:
        lines = (await journal_page(uow)).lines

    told = [line.sentence for line in lines if "premier" in line.sentence]
    assert told == [
        "a un premier accueil chez une entreprise.",
        "a un premier accueil chez 3\u00a0entreprises ce jour-là.",
        "a un premier accueil chez une entreprise.",
    ]
    assert sum("a confirmé" in line.sentence for line in lines) == 3
