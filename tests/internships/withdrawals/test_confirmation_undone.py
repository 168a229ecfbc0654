"""A confirmation is taken back from its own notice, and what of it left is not hidden."""

from uuid import UUID

import pytest_asyncio

from contracts.internships.periods import HostAgreementWithdrawnV1, WithdrawalReason
from tests.internships.world import ELEC, Lycee
from tests.support.pages import Page, Visitor


@pytest_asyncio.fixture
async def proposed(lycee: Lycee) -> UUID:
    formation = await lycee.opens(ELEC)
    [pupil] = await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    period = await lycee.publishes_a_period(formation)
    return await lycee.proposes(pupil, period, await lycee.knows_a_host())


async def confirmed(bureau: Visitor, placement: UUID) -> Page:
    page = await bureau.get(f"/pfmp/placements/{placement}")
    page = await bureau.send(page.form(f"/pfmp/placements/{placement}/confirmation"))
    assert "Lieu d’accueil confirmé." in page.text
    assert "annuler n’arrête que ce qui n’est pas parti" in page.text
    return page


async def statuses(lycee: Lycee) -> list[str]:
    rows = await lycee.superuser.fetch("SELECT status FROM placements ORDER BY placement_id")
    return [row["status"] for row in rows]


async def test_the_notice_of_a_confirmation_takes_it_back_and_the_place_is_proposed_again(
    bureau: Visitor, lycee: Lycee, proposed: UUID
) -> None:
    page = await confirmed(bureau, proposed)
    undone = await bureau.send(page.form(f"/pfmp/placements/{proposed}/confirmation/retrait"))

    assert undone.status == 200
    assert "Confirmation annulée : le lieu est seulement proposé." in undone.text
    # Who sends mails does not answer here: it is not said that none left.
    assert "Un courriel est peut-être déjà parti : voyez « Envois »." in undone.text
    assert "Confirmer le lieu d’accueil" in undone.text
    assert await statuses(lycee) == ["withdrawn", "proposed"]
    (told,) = await lycee.published(HostAgreementWithdrawnV1)
    assert (told.placement_id, told.reason) == (proposed, WithdrawalReason.MISTAKE)
    # The notice was said once: what it offered is not offered again.
    again = await bureau.get(undone.answer.url.path)
    assert not again.has_form(f"/pfmp/placements/{proposed}/confirmation/retrait")


async def test_from_the_board_one_comes_back_to_the_board(
    bureau: Visitor, lycee: Lycee, proposed: UUID
) -> None:
    period = await lycee.superuser.fetchval("SELECT period_id FROM placements")
    board = f"/pfmp/periodes/{period}/tableau"
    form = (await bureau.get(board)).form(f"/pfmp/placements/{proposed}/confirmation")
    page = await bureau.send(form)
    assert page.answer.url.path == board
    undone = await bureau.send(page.form(f"/pfmp/placements/{proposed}/confirmation/retrait"))
    assert undone.answer.url.path == board
    assert "Confirmation annulée" in undone.text


async def test_what_somebody_did_since_is_not_undone_with_it(
    bureau: Visitor, lycee: Lycee, proposed: UUID
) -> None:
    page = await confirmed(bureau, proposed)
    await lycee.withdraws(proposed, version=2)
    undone = await bureau.send(page.form(f"/pfmp/placements/{proposed}/confirmation/retrait"))
    assert undone.status == 409
    assert await statuses(lycee) == ["withdrawn"]


async def test_an_agreement_issued_since_is_not_cancelled_by_the_way(
    bureau: Visitor, lycee: Lycee, proposed: UUID
) -> None:
    page = await confirmed(bureau, proposed)
    period = await lycee.superuser.fetchval("SELECT period_id FROM placements")
    here = f"/pfmp/periodes/{period}/conventions"
    prepared = await bureau.send((await bureau.get(here)).form(f"{here}/preparation"))
    assert "1 convention émise." in (await bureau.send(prepared.form(f"{here}/emission"))).text

    refused = await bureau.send(page.form(f"/pfmp/placements/{proposed}/confirmation/retrait"))

    assert refused.status == 409
    assert "retirez le lieu d’accueil depuis sa page" in refused.text
    assert await statuses(lycee) == ["confirmed"]
    assert await lycee.published(HostAgreementWithdrawnV1) == []
