"""Exchanges, new companies and imports stay in a lycée whose head closed them."""

import pytest

from contracts.partnerships.companies import (
    CompanyOnboardedV1,
    CompanyRegisteredV1,
    ImportCompletedV1,
    ImportUndoneV1,
    InteractionLoggedV1,
    OnboardingReason,
)
from contracts.publication import FactFamily, PublicationStep, Steps
from services.partnerships.acquaintances.commands import record_hosting
from services.partnerships.import_effects.commands.undo_import import undo_import
from services.partnerships.publications.commands import copy_publication
from tests.partnerships.world import Bureau, row


async def test_what_is_closed_is_recorded_and_not_told(bureau: Bureau) -> None:
    today = bureau.now.date()
    for family in (FactFamily.EXCHANGES, FactFamily.COMPANIES):
        steps = (PublicationStep(from_on=today, open=False),)
        await bureau.do(copy_publication, uai=bureau.uai, family=family, steps=steps, version=1)
    company_id = await bureau.registers()
    await bureau.logs(company_id)

    assert await bureau.published(InteractionLoggedV1) == []
    assert await bureau.published(CompanyOnboardedV1) == []
    # The registry is shared: other services keep a copy of it.
    assert len(await bureau.published(CompanyRegisteredV1)) == 1
    assert await bureau.published(ImportCompletedV1) == []

    older: Steps = (PublicationStep(from_on=today, open=False),)
    states: list[tuple[int, Steps]] = [(2, ()), (1, older)]
    for version, state in states:
        await bureau.do(
            copy_publication,
            uai=bureau.uai,
            family=FactFamily.EXCHANGES,
            steps=state,
            version=version,
        )
    await bureau.logs(company_id)

    assert len(await bureau.published(InteractionLoggedV1)) == 1


async def test_an_import_and_its_undoing_stay_in_a_lycee_that_closed_them(bureau: Bureau) -> None:
    today, family = bureau.now.date(), FactFamily.IMPORTS
    told = await bureau.imports(row(2, "Bois Vert"))
    await bureau.do(undo_import, import_id=told, now=bureau.now)
    steps = (PublicationStep(from_on=today, open=False),)
    await bureau.do(copy_publication, uai=bureau.uai, family=family, steps=steps, version=1)

    kept = await bureau.imports(row(2, "Scierie"))
    await bureau.do(undo_import, import_id=kept, now=bureau.now)

    assert [one.import_id for one in await bureau.published(ImportCompletedV1)] == [told]
    assert [one.import_id for one in await bureau.published(ImportUndoneV1)] == [told]


@pytest.mark.parametrize(
    ("kept", "reasons"),
    [
        (FactFamily.EXCHANGES, [OnboardingReason.HOSTING]),
        (FactFamily.HOSTING, [OnboardingReason.EXCHANGE]),
        (FactFamily.COMPANIES, []),
        (FactFamily.PLACEMENTS, [OnboardingReason.EXCHANGE, OnboardingReason.HOSTING]),
    ],
)
async def test_a_first_meeting_is_not_told_while_what_it_came_by_is_kept(
    bureau: Bureau, kept: FactFamily, reasons: list[OnboardingReason]
) -> None:
    steps = (PublicationStep(from_on=bureau.now.date(), open=False),)
    await bureau.do(copy_publication, uai=bureau.uai, family=kept, steps=steps, version=1)
    await bureau.logs(await bureau.registers())
    hosts = await bureau.registers("Menuiserie", distinct=True)
    site = (await bureau.card(hosts)).sites[0]
    today = bureau.now.date()
    await bureau.do(record_hosting, uai=bureau.uai, site_key=site.key, on=today)

    told = await bureau.published(CompanyOnboardedV1)

    assert [one.reason for one in told] == reasons
