"""What who hosts a pupil reads by the link of the stay: who comes when, what to sign, print and mind."""

import io
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pypdf
import pytest

from contracts.internships.periods import WithdrawalReason
from contracts.internships.placements import EndReason
from contracts.personal_links import HOSTED_STAY
from services.internships.agreement_models.commands import add_agreement_model
from services.internships.agreement_models.model.agreement_model import DOCX
from services.internships.host_desk.model import HostAgreement, StayDays, steps_of
from services.internships.personal_links.commands import revoke_personal_link
from services.internships.personal_links.model import purpose_of
from services.internships.rights.commands import erase_pupil
from tests.internships.conftest import Served
from tests.internships.host_desk.staying import (
    AFTER,
    BEFORE,
    CLOSED,
    DURING,
    LAST_OPEN_DAY,
    LAST_WEEK,
    at_hosts,
    host,
    turn_to,
)
from tests.internships.world import BOURDELLE, ELSEWHERE, Lycee
from tests.support.docx import docx, paragraph, words
from tests.support.pages import Visitor

MINORS = "35 heures par semaine"
OVER = "Cette page n’est plus ouverte"


def read_pdf(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


async def pages_of(app: Served, address: str) -> tuple[int, int, int]:
    async with host(app) as tutor:
        pages = [await tutor.get(address + after) for after in ("", "/convention", "/attestation")]
    shut = [page for page in pages if page.status == 404]
    assert all(OVER in page.text and "AVRIL" not in page.text for page in shut)
    first, second, third = (page.status for page in pages)
    return first, second, third


async def test_a_host_reads_who_comes_when_and_nobody_else_s_name(
    app: Served, lycee: Lycee
) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    async with host(app) as tutor:
        page = await tutor.get(address)
        assert page.status == 200
        for told in ("AVRIL Ada", "2de pro Électricité", "du 4 janvier 2027 au 29 janvier 2027"):
            assert told in page.text, told
        for hidden in ("BRUN", "2ELEC", str(here.placements[0]), str(here.pupils[0])):
            assert hidden not in page.answer.text
        assert page.answer.headers["referrer-policy"] == "no-referrer"
        assert page.answer.headers["cache-control"] == "no-store"


async def test_the_rules_for_minors_are_said_unless_the_pupil_is_an_adult(
    app: Served, lycee: Lycee
) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    async with host(app) as tutor:
        unknown = await tutor.get(address)
        assert MINORS in unknown.text
        assert "sauf avis contraire du lycée" in unknown.text
        # Eighteen on the first day.
        born = "UPDATE pupils SET born_on = $1"
        await lycee.superuser.execute(born, DURING.date().replace(2009, 1, 4))
        assert MINORS not in (await tutor.get(address)).text
        await lycee.superuser.execute(born, DURING.date().replace(2009, 1, 5))
        minor = await tutor.get(address)
        assert MINORS in minor.text
        assert "sauf avis contraire du lycée" not in minor.text


async def test_the_agreement_is_printed_once_it_was_issued(app: Served, lycee: Lycee) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    async with host(app) as tutor:
        page = await tutor.get(address)
        assert f"{address}/convention" not in page.answer.text
        early = await tutor.get(f"{address}/convention")
        assert "La convention n’est pas encore prête" in early.text
        assert early.answer.headers["content-type"].startswith("text/html")

        await here.issues()

        page = await tutor.get(address)
        assert "Convention à signer" in page.text
        assert f"{address}/convention" in page.answer.text
        printed = (await tutor.get(f"{address}/convention")).answer
        assert printed.headers["content-type"] == "application/pdf"
        text = read_pdf(printed.content)
        assert "AVRIL Ada" in text
        assert "BRUN" not in text


async def test_where_the_lycee_has_its_own_text_the_host_is_given_that_one(
    app: Served, lycee: Lycee
) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    await here.issues()
    await lycee.do(
        add_agreement_model,
        name="Convention.docx",
        voted_on=lycee.now.date(),
        fields=["élève"],
        content=docx(paragraph("Texte voté pour {{élève}}")),
        now=lycee.now,
    )
    async with host(app) as tutor:
        printed = (await tutor.get(f"{address}/convention")).answer
    assert printed.headers["content-type"] == DOCX
    assert "Texte voté pour AVRIL Ada" in words(printed.content)


@pytest.mark.parametrize(
    ("day", "agreement", "asked"),
    [
        (date(2027, 1, 3), None, {"agreement-awaited"}),
        (date(2027, 1, 3), HostAgreement(date(2026, 12, 1), True), {"sign"}),
        (date(2027, 1, 21), HostAgreement(date(2026, 12, 1), False), set()),
        (date(2027, 1, 22), HostAgreement(date(2026, 12, 1), False), {"attest"}),
        (date(2027, 1, 30), HostAgreement(date(2026, 12, 1), True), {"attest"}),
        (date(2027, 1, 30), None, {"attest"}),
    ],
)
def test_what_is_asked_of_a_host_is_of_that_day(
    day: date, agreement: HostAgreement | None, asked: set[str]
) -> None:
    days = StayDays(date(2027, 1, 4), date(2027, 1, 29))
    assert set(steps_of(days, agreement, minor=False, today=day)) == asked
    of_a_minor = set(steps_of(days, agreement, minor=True, today=day)) - asked
    assert of_a_minor == ({"prepare"} if day <= days.until_on else set())


async def test_what_the_host_signed_is_asked_no_more(app: Served, lycee: Lycee) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    await here.issues()
    signed = (
        "UPDATE agreement_signatures SET signed_on = '2026-11-24', channel = 'paper',"
        " act_id = gen_random_uuid() WHERE signer = $1"
    )
    async with host(app) as tutor:
        await lycee.superuser.execute(signed, "host")
        assert "Convention à signer" in (await tutor.get(address)).text
        await lycee.superuser.execute(signed, "tutor")
        page = await tutor.get(address)
        assert "Convention à signer" not in page.text
        assert f"{address}/convention" in page.answer.text


async def test_the_attestation_is_printed_from_a_week_before_the_end(
    app: Served, lycee: Lycee
) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    async with host(app) as tutor:
        turn_to(app, here, LAST_WEEK - timedelta(days=1))
        early = await tutor.get(f"{address}/attestation")
        assert "une semaine avant le dernier jour" in early.text
        assert f"{address}/attestation" not in early.answer.text
        turn_to(app, here, LAST_WEEK)
        assert f"{address}/attestation" in (await tutor.get(address)).answer.text
        printed = (await tutor.get(f"{address}/attestation")).answer
    assert printed.headers["content-type"] == "application/pdf"
    text = read_pdf(printed.content)
    for said in ("AVRIL Ada", "du 4 janvier 2027 au 29 janvier 2027", "en jours entiers"):
        assert said in text, said
    pdf = pypdf.PdfReader(io.BytesIO(printed.content))
    root: Any = pdf.trailer["/Root"]
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()


async def test_the_attestation_of_a_stay_that_ended_early_says_its_real_last_day(
    app: Served, lycee: Lycee
) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    turn_to(app, here, AFTER)
    await here.lycee.interrupts(here.placements[0], on=DURING.date(), reason=EndReason.COMPANY)
    async with host(app) as tutor:
        printed = (await tutor.get(f"{address}/attestation")).answer
    assert "du 4 janvier 2027 au 12 janvier 2027" in read_pdf(printed.content)


async def test_the_stay_of_who_left_the_lycee_is_over_or_never_was(
    app: Served, bureau: Visitor, lycee: Lycee
) -> None:
    here = await at_hosts(lycee)
    await here.issues()
    addresses = [(await here.gives_a_link(one))[1] for one in here.placements]
    leaves = "UPDATE pupils SET left_on = $2 WHERE pupil_year_id = $1"
    await lycee.superuser.execute(leaves, here.pupils[0], DURING.date())
    await lycee.superuser.execute(leaves, here.pupils[1], BEFORE.date())
    turn_to(app, here, LAST_WEEK)
    async with host(app) as tutor:
        page = await tutor.get(addresses[0])
        assert "au mardi 12 janvier 2027" in page.text
        assert "Convention à signer" not in page.text
        assert not any(form.action.endswith("/arrivee") for form in page.forms)
        paper = await tutor.get(f"{addresses[0]}/convention")
        assert "sa convention ne s’imprime plus" in paper.text
        printed = (await tutor.get(f"{addresses[0]}/attestation")).answer
        assert "du 4 janvier 2027 au 12 janvier 2027" in read_pdf(printed.content)
        assert (await tutor.get(addresses[1])).status == 404
    shown = await bureau.get(f"/pfmp/placements/{here.placements[1]}/fragments/espace-tuteur")
    assert "Sa page est close." in shown.text


async def test_it_opens_until_sixty_days_after_the_last_day(app: Served, lycee: Lycee) -> None:
    here = await at_hosts(lycee)
    link_id, address = await here.gives_a_link()
    await here.issues()
    for now, status in ((AFTER, 200), (LAST_OPEN_DAY, 200), (CLOSED, 404)):
        turn_to(app, here, now)
        assert await pages_of(app, address) == (status,) * 3
    # The stay's own days close it, whatever the link says.
    await lycee.superuser.execute(
        "UPDATE personal_links SET expires_at = '2027-09-01' WHERE link_id = $1", link_id
    )
    assert await pages_of(app, address) == (404,) * 3
    await lycee.superuser.execute(
        "UPDATE personal_links SET expires_at = '2026-12-01' WHERE link_id = $1", link_id
    )
    turn_to(app, here, DURING)
    assert await pages_of(app, address) == (404,) * 3


async def test_a_place_that_is_withdrawn_never_began_or_is_not_agreed_opens_nothing(
    app: Served, lycee: Lycee
) -> None:
    here = await at_hosts(lycee)
    _, withdrawn = await here.gives_a_link()
    _, absent = await here.gives_a_link(here.placements[1])
    turn_to(app, here, DURING)
    await here.lycee.withdraws(here.placements[0], version=2, reason=WithdrawalReason.MISTAKE)
    await here.lycee.notes_a_no_show(here.placements[1], on=DURING.date())
    period = await here.lycee.publishes_a_period(
        await lycee.superuser.fetchval("SELECT formation_id FROM formations"),
        starts_on=DURING.date().replace(month=5, day=3),
        ends_on=DURING.date().replace(month=5, day=28),
    )
    proposed = await here.lycee.proposes(here.pupils[0], period, await lycee.knows_a_host())
    _, waiting = await here.gives_a_link(proposed)
    for address in (withdrawn, absent, waiting):
        assert await pages_of(app, address) == (404,) * 3


async def test_a_link_that_is_closed_or_of_an_erased_pupil_opens_nothing(
    app: Served, lycee: Lycee
) -> None:
    here = await at_hosts(lycee)
    closed_id, closed = await here.gives_a_link()
    _, erased = await here.gives_a_link(here.placements[1])
    assert (await pages_of(app, closed))[0] == 200
    await lycee.do(revoke_personal_link, link_id=closed_id, now=lycee.now)
    assert await pages_of(app, closed) == (404,) * 3

    assert (await pages_of(app, erased))[0] == 200
    await lycee.do(erase_pupil, pupil_year_id=here.pupils[1], version=1, notes=(), now=lycee.now)
    assert await pages_of(app, erased) == (404,) * 3


async def test_nothing_but_the_own_link_of_the_own_lycee_opens_it(
    app: Served, lycee: Lycee
) -> None:
    here = await at_hosts(lycee)
    link_id, address = await here.gives_a_link()
    links = lycee.units.links

    def forged(purpose: str, uai: str, row_id: UUID) -> str:
        token = links.token(purpose, uai=type(BOURDELLE)(uai), row_id=row_id)
        return f"{HOSTED_STAY.path}/{token}"

    own = purpose_of(HOSTED_STAY)
    wrong = [
        address[:-1],
        forged(own, ELSEWHERE, link_id),
        forged(own, BOURDELLE, uuid4()),
        forged("periods-eleve", BOURDELLE, link_id),
    ]
    for one in wrong:
        assert await pages_of(app, one) == (404,) * 3


async def test_the_code_of_the_paper_leads_to_the_page(app: Served, lycee: Lycee) -> None:
    here = await at_hosts(lycee)
    link_id, address = await here.gives_a_link()
    code = lycee.units.links.short_code(
        HOSTED_STAY.letter, purpose_of(HOSTED_STAY), uai=BOURDELLE, row_id=link_id
    )
    async with host(app) as tutor:
        good, bad = [
            await tutor.client.post(
                HOSTED_STAY.code_path, data={"code": typed, "command_id": str(uuid4())}
            )
            for typed in (code, "ZZZZZ-ZZZZZ-ZZZZZ")
        ]
    assert (good.status_code, good.headers["location"]) == (303, address)
    assert bad.status_code == 404


async def test_opening_it_changes_nothing(app: Served, bureau: Visitor, lycee: Lycee) -> None:
    here = await at_hosts(lycee)
    _, address = await here.gives_a_link()
    await here.issues()
    turn_to(app, here, LAST_WEEK)
    rows = "SELECT (SELECT count(*) FROM audit_entries) + (SELECT count(*) FROM journal)"
    before = await lycee.superuser.fetchval(rows)
    assert await pages_of(app, address) == (200,) * 3
    assert await lycee.superuser.fetchval(rows) == before
