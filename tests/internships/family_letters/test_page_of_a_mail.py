"""The page a mail to a family leads to: what it shows, whom it opens for, until when, and the agreement it prints."""

from datetime import date

import pytest_asyncio

from services.internships.families.commands import agree_to_letters
from services.internships.families.model import PAGE, PAGE_PURPOSE, FamilySlot, SaidBy
from tests.internships.conftest import Served
from tests.internships.families.relatives import (
    FATHER,
    FIRST,
    INES,
    MOTHER,
    PUPIL,
    SECOND,
    is_born,
    notes,
    opens,
    paris,
)
from tests.internships.host_desk.staying import BEFORE, DURING, Stays, at_hosts, host, turn_to
from tests.internships.world import Lycee
from tests.support.pages import Visitor


@pytest_asyncio.fixture
async def here(lycee: Lycee) -> Stays:
    """Two pupils at hosts in January, of a lycée that writes to families."""
    here = await at_hosts(lycee)
    await opens(lycee)
    return here


async def page_of(lycee: Lycee, here: Stays, slot: FamilySlot, mail: str) -> str:
    address = await notes(lycee, here.pupils[0], slot, mail)
    token = lycee.units.links.token(PAGE_PURPOSE, uai=lycee.uai, row_id=address)
    return f"{PAGE}/{token}"


async def test_a_family_reads_where_and_when_and_prints_what_is_to_be_signed(
    app: Served, lycee: Lycee, here: Stays
) -> None:
    turn_to(app, here, BEFORE)
    link = await page_of(lycee, here, FIRST, MOTHER)
    async with host(app) as mother:
        page = await mother.get(link)
        assert "Chaudronnerie du Quercy" in page.text
        assert "La convention n’est pas encore prête." in page.text
        assert MOTHER not in page.answer.text
        # Nobody else's pupil, and no name.
        assert "BRUN" not in page.text
        assert "AVRIL" not in page.text
        early = await mother.get(f"{link}/convention")
        assert "ne s’imprime pas" in early.text

        await here.issues()
        page = await mother.get(link)
        assert "Convention à signer" in page.text
        printed = await mother.get(f"{link}/convention?lieu={here.placements[0]}")
        assert printed.answer.headers["content-type"] == "application/pdf"
        # A place of somebody else is none of theirs.
        other = await mother.get(f"{link}/convention?lieu={here.placements[1]}")
        assert other.status == 404


async def test_the_link_opens_until_a_month_after_and_for_the_address_it_went_to_alone(
    app: Served, lycee: Lycee, here: Stays
) -> None:
    link = await page_of(lycee, here, FIRST, MOTHER)
    async with host(app) as mother:
        for day, status in ((date(2027, 2, 28), 200), (date(2027, 3, 1), 404)):
            turn_to(app, here, paris(day, 9))
            assert (await mother.get(link)).status == status
        turn_to(app, here, DURING)
        await here.lycee.interrupts(here.placements[0], on=date(2027, 1, 11))
        assert "Interrompue" in (await mother.get(link)).text
        await notes(lycee, here.pupils[0], FIRST, FATHER)
        assert (await mother.get(link)).status == 404


async def test_from_eighteen_on_it_opens_for_the_pupil_and_for_whom_they_agreed_to(
    app: Served, lycee: Lycee, here: Stays
) -> None:
    turn_to(app, here, BEFORE)
    of_mother = await page_of(lycee, here, SECOND, MOTHER)
    own = await page_of(lycee, here, PUPIL, INES)
    await here.issues()
    await is_born(lycee, here.pupils[0], date(2008, 11, 24))
    async with host(app) as reader:
        assert (await reader.get(of_mother)).status == 404
        assert (await reader.get(f"{of_mother}/convention")).status == 404
        assert "Ma PFMP" in (await reader.get(own)).text
        await lycee.do(
            agree_to_letters,
            pupil_year_id=here.pupils[0],
            agrees=True,
            said_by=SaidBy.FAMILY,
            now=lycee.now,
        )
        page = await reader.get(of_mother)
        assert page.status == 200
        # Read, and signed by the pupil.
        assert "Convention à signer" not in page.text


async def test_the_bureau_chooses_whether_the_family_is_told_of_a_rupture(
    app: Served, lycee: Lycee, here: Stays, bureau: Visitor
) -> None:
    turn_to(app, here, DURING)
    place = f"/pfmp/placements/{here.placements[0]}"
    assert "Prévenir la famille" not in (await bureau.get(place)).text
    await notes(here.lycee, here.pupils[0], FIRST, MOTHER)
    form = (await bureau.get(place)).form(f"{place}/rupture")
    assert ("tell_family", "true") in form.fields
    count = "SELECT count(*) FROM family_letter_stays"

    silent = {name: value for name, value in form.fields if name != "tell_family"}
    form.fields = list(silent.items())
    ended = await bureau.send(form, on="2027-01-11", reason="company")
    assert "La famille est prévenue" not in ended.text
    assert await lycee.superuser.fetchval(count) == 0
    undone = await bureau.send(ended.form(f"{place}/reprise"))
    assert "dites-lui que la PFMP continue" not in undone.text

    form = (await bureau.get(place)).form(f"{place}/rupture")
    ended = await bureau.send(form, on="2027-01-11", reason="company")
    assert "La famille est prévenue par courriel." in ended.text
    assert await lycee.superuser.fetchval(count) == 1
    # A mail that left is not taken back: somebody tells the family.
    undone = await bureau.send(ended.form(f"{place}/reprise"))
    assert "dites-lui que la PFMP continue" in undone.text
