"""Before pupils leave: who has no place, whose agreement is not signed or is stuck, who has no tutor."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from contracts.internships.agreements import AgreementStanding
from services.internships.departures.model import Block, block_of
from services.internships.placements.commands.choose_tutor import choose_tutor
from tests.internships.agreement_prints.test_agreements import Winter, issued, ticked, winter
from tests.internships.world import STARTS, TODAY, Lycee
from tests.support.pages import Visitor

__all__ = ["winter"]
ISSUED = date(2026, 11, 10)


@pytest.mark.parametrize(
    ("standing", "issued_on", "today", "block"),
    [
        (None, None, STARTS - timedelta(15), None),
        (None, None, STARTS - timedelta(14), Block.NOT_ISSUED),
        ("prepared", None, STARTS - timedelta(14), Block.NOT_ISSUED),
        ("issued", ISSUED, ISSUED + timedelta(10), None),
        ("issued", ISSUED, ISSUED + timedelta(11), Block.LATE),
        ("partly_signed", ISSUED, ISSUED + timedelta(11), Block.LATE),
        ("refused", ISSUED, ISSUED, Block.REFUSED),
        ("signed", ISSUED, STARTS, None),
    ],
)
def test_an_agreement_is_stuck_when_nobody_would_move_it_by_itself(
    standing: str | None, issued_on: date | None, today: date, block: Block | None
) -> None:
    found = block_of(
        AgreementStanding(standing) if standing else None,
        issued_on=issued_on,
        starts_on=STARTS,
        today=today,
    )
    assert found is block


async def test_a_departure_says_who_lacks_what_and_leads_to_it(
    bureau: Visitor, lycee: Lycee, winter: Winter
) -> None:
    await issued(bureau, winter)
    await ticked(bureau, winter, "all", first=1)
    await lycee.do(
        choose_tutor,
        placement_id=winter.placements[1],
        version=2,
        tutor_id=uuid4(),
        now=lycee.now,
    )

    page = await bureau.get(f"/pfmp/periodes/{winter.period}/depart")

    assert "1 sans lieu d’accueil" in page.text
    assert "1 convention à signer" in page.text
    assert "1 sans tuteur" in page.text
    assert '<td data-label="Attendu" data-said>' in page.answer.text
    assert f"/pfmp/periodes/{winter.period}/eleves/{winter.pupils[2]}" in page.answer.text
    assert f"/pfmp/placements/{winter.placements[1]}/signatures" in page.answer.text
    assert f"/pfmp/placements/{winter.placements[0]}#tuteur" in page.answer.text
    assert "Bloquée" not in page.text


async def test_stuck_agreements_are_said_on_the_home_page_and_marked(
    bureau: Visitor, lycee: Lycee, winter: Winter
) -> None:
    page = await issued(bureau, winter)
    today = "/pfmp/fragments/aujourdhui"
    assert "bloquée" not in (await bureau.get(today)).text
    own = f"/pfmp/placements/{winter.placements[0]}/signatures"
    await bureau.send((await bureau.get(own)).form(own), signer="host", reason="dates")

    assert "1 convention bloquée" in (await bureau.get(today)).text
    page = await bureau.get(f"/pfmp/periodes/{winter.period}/depart")
    assert page.text.count("Bloquée : refus de signer") == 1

    await lycee.superuser.execute(
        "UPDATE agreements SET issued_on = $1 WHERE standing = 'issued'", TODAY - timedelta(11)
    )
    assert "2 conventions bloquées" in (await bureau.get(today)).text


async def test_who_is_ready_is_said_so(bureau: Visitor, lycee: Lycee, winter: Winter) -> None:
    await issued(bureau, winter)
    await ticked(bureau, winter, "all")
    for placement in winter.placements:
        tutor = uuid4()
        await lycee.do(
            choose_tutor, placement_id=placement, version=2, tutor_id=tutor, now=lycee.now
        )
    await lycee.superuser.execute(
        "UPDATE pupils SET left_on = $2 WHERE pupil_year_id = $1", winter.pupils[2], TODAY
    )

    assert "Tout est prêt." in (await bureau.get(f"/pfmp/periodes/{winter.period}/depart")).text
