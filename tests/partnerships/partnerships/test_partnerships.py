"""Partnerships: from the first contact to a renewed agreement, told without anybody's name."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from uuid import UUID

import asyncpg
import pytest

from contracts.partnerships.partnerships import (
    AgreementState,
    PartnershipChangedV1,
    PartnershipEndedV1,
    PartnershipProposedV1,
    PartnershipRenewedV1,
    PartnershipScope,
    PartnershipSignedV1,
    PartnershipStage,
)
from contracts.publication import FactFamily, PublicationStep, Steps
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.base.identity import Role
from services.chassis.privacy.retention.purge import purge_all
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.documents.commands import keep_document
from services.partnerships.erasure.commands import remove_contact
from services.partnerships.partnerships import queries as partnerships
from services.partnerships.partnerships.commands import SignatoryUnknown, take_partnership_back
from services.partnerships.partnerships.model.partnership import (
    MOVES,
    RULES,
    AgreementDatesReversed,
    AgreementNotDated,
    NothingToTakeBack,
    Partnership,
    PartnershipAct,
    PartnershipActRefused,
    PartnershipAlreadyOpen,
    Validity,
)
from services.partnerships.partnerships.queries import read_partnership_card, read_partnerships
from services.partnerships.partnerships.store import Partnerships
from services.partnerships.publications.commands import copy_publication
from services.partnerships.retention import retention
from services.partnerships.subscribers import timed
from tests.partnerships.browsing import Browser
from tests.partnerships.world import BOURDELLE, ELSEWHERE, NOW, TODAY, Bureau
from tests.support.docx import docx, paragraph
from tests.support.services import Published, ServiceDatabases

BOARD = "/entreprises/partenariats"
Stage = PartnershipStage
PDF = b"%PDF-1.7 convention"
LATER = timedelta(days=20_000)
"""Later than the clock of any machine: what runs beside the tests does nothing of it yet."""


def test_every_stage_is_led_to_by_one_act_and_every_act_has_a_rule() -> None:
    assert set(MOVES) == set(Stage)
    assert set(RULES) == set(PartnershipAct)
    assert {RULES[act].to for act in MOVES.values()} == set(Stage)


async def test_a_partnership_goes_from_prospect_to_a_renewed_agreement(
    bureau: Bureau, published: Published
) -> None:
    company_id = await bureau.registers()
    one = await bureau.opens_a_partnership(company_id, PartnershipScope.PFMP)
    await bureau.moves(one, 1, Stage.CONTACTED)
    await bureau.signs(one, 2, signed_for_lycee="Anne Verdier")
    later = TODAY + timedelta(days=900)
    await bureau.signs(one, 3, PartnershipAct.RENEW, until_on=later)
    await bureau.moves(one, 4, Stage.ENDED)

    (proposed,) = await published(PartnershipProposedV1)
    (changed,) = await published(PartnershipChangedV1)
    (signed,) = await published(PartnershipSignedV1)
    (renewed,) = await published(PartnershipRenewedV1)
    (ended,) = await published(PartnershipEndedV1)
    assert (proposed.company_id, proposed.scopes) == (company_id, (PartnershipScope.PFMP,))
    assert changed.stage is Stage.CONTACTED
    assert (signed.stage, signed.agreement) == (Stage.ACTIVE, AgreementState.SIGNED)
    assert renewed.until_on == later
    assert ended.stage is Stage.ENDED
    assert "Verdier" not in signed.to_json().decode()


async def test_a_company_has_one_open_partnership_with_a_lycee(
    bureau: Bureau, other_bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    one = await bureau.opens_a_partnership(company_id)
    with pytest.raises(PartnershipAlreadyOpen):
        await bureau.opens_a_partnership(company_id)
    await other_bureau.opens_a_partnership(company_id)

    await bureau.moves(one, 1, Stage.ENDED)
    await bureau.opens_a_partnership(company_id)

    with pytest.raises(PartnershipAlreadyOpen):  # the first one does not come back beside it
        await bureau.moves(one, 2, Stage.PROSPECT)
    with pytest.raises(PartnershipAlreadyOpen):
        await bureau.do(
            take_partnership_back, partnership_id=one, version=2, roles={"rbde"}, now=NOW
        )


async def test_the_table_says_which_role_may_do_what(bureau: Bureau) -> None:
    one = await bureau.opens_a_partnership(await bureau.registers())

    with pytest.raises(PartnershipActRefused):  # the assistant prepares, and does not commit
        await bureau.signs(one, 1, role="atct")
    with pytest.raises(PartnershipActRefused):  # the head signs, and does not canvass
        await bureau.moves(one, 1, Stage.CONTACTED, role="head")
    with pytest.raises(PartnershipActRefused):
        await bureau.moves(one, 1, Stage.DORMANT)
    await bureau.signs(one, 1, role="head")
    with pytest.raises(StaleVersion):
        await bureau.moves(one, 1, Stage.ENDED)


async def test_another_lycee_finds_nothing_of_it(bureau: Bureau, other_bureau: Bureau) -> None:
    company_id = await bureau.registers()
    one = await bureau.opens_a_partnership(company_id)

    with pytest.raises(NotFound):
        await other_bureau.do(read_partnership_card, one)
    assert await other_bureau.do(read_partnerships) == ([], None)


async def test_an_agreement_is_dated_and_signed_by_a_contact_of_the_company(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    one = await bureau.opens_a_partnership(await bureau.registers())
    with pytest.raises(AgreementNotDated):
        await bureau.signs(one, 1, until_on=None)
    with pytest.raises(AgreementDatesReversed):
        await bureau.signs(one, 1, until_on=TODAY - timedelta(days=1))
    elsewhere = await bureau.registers("Une autre maison", distinct=True)
    stranger = await _contact(bureau, superuser, elsewhere)
    with pytest.raises(SignatoryUnknown):
        await bureau.signs(one, 1, signatory_id=stranger)


async def test_a_change_is_taken_back_until_the_next_one(bureau: Bureau) -> None:
    one = await bureau.opens_a_partnership(await bureau.registers())
    await bureau.signs(one, 1, signed_for_lycee="Anne Verdier")
    await bureau.do(take_partnership_back, partnership_id=one, version=2, roles={"rbde"}, now=NOW)

    kept = await bureau.do(_get, one)
    assert (kept.stage, kept.agreement.state) == (Stage.PROSPECT, AgreementState.NONE)
    assert (kept.agreement.signed_on, kept.agreement.signed_for_lycee) == (None, None)
    with pytest.raises(NothingToTakeBack):
        await bureau.do(
            take_partnership_back, partnership_id=one, version=2, roles={"rbde"}, now=NOW
        )


async def test_an_agreement_that_runs_out_is_shown_on_the_home_page(
    bureau: Bureau, browser: Browser
) -> None:
    bureau = replace(bureau, now=datetime.now(UTC))
    today = local_date(bureau.now)
    soon, far = today + timedelta(days=50), today + timedelta(days=70)
    names = {"Bientôt": soon, "Plus tard": far}
    for name, until_on in names.items():
        company_id = await bureau.registers(name, distinct=True)
        one = await bureau.opens_a_partnership(company_id)
        await bureau.signs(one, 1, until_on=until_on)

    home = (await browser.opens("/entreprises/fragments/aujourdhui")).text
    board = (await browser.opens(f"{BOARD}?vue=liste&convention=expiring")).text

    for page in (home, board):
        assert "Bientôt" in page
        assert "Plus tard" not in page
    found = {one.company: one.validity for one in (await bureau.do(read_partnerships))[0]}
    assert found == {"Bientôt": Validity.EXPIRING, "Plus tard": Validity.VALID}


async def test_a_card_is_moved_on_the_board_and_back(browser: Browser, bureau: Bureau) -> None:
    company_id = await bureau.registers()
    card = f"/entreprises/{company_id}"
    opened = await browser.sends(card, f"{card}/partenariats", {"scopes": ["pfmp", "jury"]})
    assert "Jurys d’examen" in (await browser.follows(opened)).text
    one = opened.headers["location"]

    moved = await browser.sends(BOARD, f"{one}/etape", {"to": "in_discussion"})
    board = await browser.follows(moved)
    assert moved.headers["location"] == BOARD
    assert "Étape notée\u00a0: en discussion." in board.text
    assert "En discussion <span" in board.text.replace("\n", "")
    undone = await browser.sends(board, f"{one}/retour")
    assert "Changement annulé." in (await browser.follows(undone)).text
    assert (await bureau.do(read_partnerships))[0][0].partnership.stage is Stage.PROSPECT

    assert f'action="{card}/partenariats"' not in (await browser.opens(card)).text


async def test_a_card_moved_on_a_filtered_board_leaves_the_filters(
    browser: Browser, bureau: Bureau
) -> None:
    one = f"{BOARD}/{await bureau.opens_a_partnership(await bureau.registers(), PartnershipScope.JURY)}"
    filtered = f"{BOARD}?objet=jury"

    moved = await browser.sends(filtered, f"{one}/etape", {"to": "contacted"})
    assert moved.headers["location"] == filtered
    undone = await browser.sends(await browser.follows(moved), f"{one}/retour")
    assert undone.headers["location"] == filtered
    elsewhere = {"to": "contacted", "objet": "https://mechant.example"}
    assert (await browser.sends(filtered, f"{one}/etape", elsewhere)).status_code == 422


async def test_a_signed_agreement_is_not_renewed_unless_one_says_so(
    browser: Browser, bureau: Bureau, published: Published
) -> None:
    partnership_id = await bureau.opens_a_partnership(await bureau.registers())
    await bureau.signs(partnership_id, 1)
    one = f"{BOARD}/{partnership_id}"

    refused = await browser.sends(one, f"{one}/convention", {"signed_for_lycee": "Anne Verdier"})

    assert refused.status_code == 422
    assert await published(PartnershipRenewedV1) == []
    corrected = await browser.sends(refused, f"{one}/convention", {"act": "correct"})
    assert "Convention corrigée." in (await browser.follows(corrected)).text


async def test_agreements_are_filtered_before_the_list_is_cut(
    browser: Browser, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partnerships, "SHOWN_MAX", 1)
    await bureau.opens_a_partnership(await bureau.registers("Avant toutes"))
    last = await bureau.registers("Zinguerie", distinct=True)
    await bureau.signs(await bureau.opens_a_partnership(last), 1, until_on=NOW.date() + LATER)
    page = (await browser.opens(f"{BOARD}?vue=liste&convention=valid")).text
    assert "Zinguerie" in page
    assert "1\xa0partenariat avec ces filtres" in unescape(page)


async def test_a_signature_without_an_end_is_asked_again_with_what_was_typed(
    browser: Browser, bureau: Bureau
) -> None:
    one = f"{BOARD}/{await bureau.opens_a_partnership(await bureau.registers())}"
    typed = {"act": "sign", "signed_on": f"{TODAY}", "signed_for_lycee": "Anne Verdier"}

    answer = await browser.sends(one, f"{one}/convention", typed)

    assert answer.status_code == 422
    assert "Indiquez la date de signature et la date de fin" in answer.text
    assert 'value="Anne Verdier"' in answer.text
    signed = await browser.sends(answer, f"{one}/convention", {"until_on": "2099-11-24"})
    assert "Convention en cours" in (await browser.follows(signed)).text


async def test_a_document_is_kept_for_the_lycee_and_given_as_a_file_to_save(
    browser: Browser, signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    one = f"{BOARD}/{await bureau.opens_a_partnership(await bureau.registers())}"
    sent = await browser.sends(one, f"{one}/documents", file=("Convention signée.pdf", PDF))
    page = await browser.follows(sent)
    address = page.text.partition(f'href="{one}/documents/')[2].partition('"')[0]
    address = f"{one}/documents/{address}"

    answer = await browser.opens(address)

    assert answer.content == PDF
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert (await signed_in(Role.RBDE, ELSEWHERE).opens(address)).status_code == 404
    assert (await signed_in(Role.FORM_TEACHER, BOURDELLE).opens(address)).content == PDF
    gone = await browser.sends(one, f"{address}/retrait")
    assert gone.status_code == 303
    assert (await browser.opens(address)).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("convention.pdf", b"<script>alert(1)</script>"),
        ("convention.pdf", b"%PDF-" + b"0" * 5_000_001),
        ("convention.docx", b"PK\x03\x04 whatever"),
        ("convention.docx", docx(paragraph("x"), others={"word/vbaProject.bin": b"x"})),
        ("programme.exe", b"MZ"),
        ("", PDF),
    ],
)
async def test_a_file_that_is_no_document_is_refused(
    browser: Browser, bureau: Bureau, name: str, content: bytes
) -> None:
    one = f"{BOARD}/{await bureau.opens_a_partnership(await bureau.registers())}"
    answer = await browser.sends(one, f"{one}/documents", file=(name, content))
    assert answer.status_code == 422
    assert "Aucun document" in answer.text


async def test_who_only_reads_is_offered_no_change(
    signed_in: Callable[..., Browser], bureau: Bureau
) -> None:
    one = f"{BOARD}/{await bureau.opens_a_partnership(await bureau.registers())}"
    teacher = signed_in(Role.FORM_TEACHER, BOURDELLE)
    for page in (BOARD, one):
        shown = await teacher.opens(page)
        assert shown.status_code == 200
        assert f'action="{one}' not in shown.text


async def test_partnerships_kept_in_the_lycee_are_told_as_they_are_once_opened(
    bureau: Bureau, published: Published, service_databases: ServiceDatabases
) -> None:
    closed = PublicationStep(from_on=TODAY - timedelta(days=1), open=False)
    await _decides(bureau, (closed,), 1)
    one = await bureau.opens_a_partnership(await bureau.registers(), stage=Stage.CONTACTED)
    await bureau.signs(one, 2)
    assert await published(PartnershipProposedV1) == []
    assert await published(PartnershipSignedV1) == []

    opens_on = TODAY + LATER
    await _decides(bureau, (closed, PublicationStep(from_on=opens_on, open=True)), 2)
    await _clock_reaches(bureau, service_databases, NOW + LATER - timedelta(days=1))
    assert await published(PartnershipChangedV1) == []
    await _clock_reaches(bureau, service_databases, NOW + LATER)

    (told,) = await published(PartnershipChangedV1)
    assert (told.partnership_id, told.stage) == (one, Stage.ACTIVE)


async def test_a_contact_who_is_erased_signed_nothing_any_more(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    contact_id = await _contact(bureau, superuser, company_id)
    one = await bureau.opens_a_partnership(company_id)
    await bureau.signs(one, 1, signatory_id=contact_id)
    await bureau.signs(one, 2, PartnershipAct.CORRECT, signatory_id=None)

    await bureau.do(remove_contact, contact_id=contact_id, now=NOW)

    assert str(contact_id) not in str(await superuser.fetch("SELECT * FROM partnerships"))


async def test_who_signed_instead_of_a_contact_who_is_erased_stays(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    first, second = [await _contact(bureau, superuser, company_id) for _ in range(2)]
    one = await bureau.opens_a_partnership(company_id)
    await bureau.signs(one, 1, signatory_id=first)
    await bureau.signs(one, 2, PartnershipAct.CORRECT, signatory_id=second)

    await bureau.do(remove_contact, contact_id=first, now=NOW)

    assert (await bureau.do(_get, one)).agreement.signatory_id == second
    assert str(first) not in str(await superuser.fetch("SELECT * FROM partnerships"))


async def test_who_signed_before_a_contact_who_is_erased_comes_back_with_the_change(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    first, second = [await _contact(bureau, superuser, company_id) for _ in range(2)]
    one = await bureau.opens_a_partnership(company_id)
    await bureau.signs(one, 1, signatory_id=first)
    await bureau.signs(one, 2, PartnershipAct.CORRECT, signatory_id=second)

    await bureau.do(remove_contact, contact_id=second, now=NOW)
    assert (await bureau.do(_get, one)).agreement.signatory_id is None
    await bureau.do(take_partnership_back, partnership_id=one, version=3, roles={"rbde"}, now=NOW)

    assert (await bureau.do(_get, one)).agreement.signatory_id == first


async def test_a_contact_is_told_of_the_agreement_they_signed_before_the_last_change(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    contact_id = await _contact(bureau, superuser, company_id)
    one = await bureau.opens_a_partnership(company_id)
    await bureau.signs(one, 1, signatory_id=contact_id)
    await bureau.signs(one, 2, PartnershipAct.CORRECT, signatory_id=None)

    answer = await browser.opens(f"/entreprises/{company_id}/contacts/{contact_id}/acces.json")

    (told,) = [part for part in answer.json()["told"] if part["table"] == "partnerships"]
    assert [row["partnership_id"] for row in told["rows"]] == [str(one)]


async def test_who_signed_before_the_last_change_goes_years_after_the_end(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    one = await bureau.opens_a_partnership(await bureau.registers())
    await bureau.signs(one, 1, signed_for_lycee="Anne Verdier")
    await bureau.moves(one, 2, Stage.ENDED)
    await superuser.execute("UPDATE partnerships SET signed_for_lycee = NULL")

    await purge_all(bureau.units, retention, now=NOW + timedelta(days=1200))

    assert "Verdier" not in str(await superuser.fetch("SELECT * FROM partnerships"))


async def test_signatories_and_documents_go_years_after_the_end(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    one = await bureau.opens_a_partnership(await bureau.registers())
    await bureau.signs(one, 1, signed_for_lycee="Anne Verdier")
    await bureau.do(
        keep_document, uai=bureau.uai, owner_id=one, name="convention.pdf", content=PDF, now=NOW
    )
    await purge_all(bureau.units, retention, now=NOW + timedelta(days=1200))
    assert await superuser.fetchval("SELECT count(*) FROM documents") == 1

    await bureau.moves(one, 2, Stage.ENDED)
    await purge_all(bureau.units, retention, now=NOW + timedelta(days=1200))

    assert await superuser.fetchval("SELECT count(*) FROM documents") == 0
    assert await superuser.fetchval("SELECT signed_for_lycee FROM partnerships") is None
    assert await superuser.fetchval("SELECT stage FROM partnerships") == "ended"


async def _get(uow: UnitOfWork, partnership_id: UUID) -> Partnership:
    return await Partnerships(uow).get(partnership_id)


async def _contact(bureau: Bureau, superuser: asyncpg.Connection, company_id: UUID) -> UUID:
    site_id = await superuser.fetchval(
        "SELECT site_id FROM sites WHERE company_id = $1", company_id
    )
    details = ContactDetails(name="Hortense Delbosc")
    return await bureau.do(add_contact, company_id=company_id, site_id=site_id, details=details)


async def _decides(bureau: Bureau, steps: Steps, version: int) -> None:
    await bureau.do(
        copy_publication,
        uai=bureau.uai,
        family=FactFamily.COMPANIES,
        steps=steps,
        version=version,
    )


async def _clock_reaches(bureau: Bureau, databases: ServiceDatabases, now: datetime) -> None:
    database = databases.open("partnerships")
    await run_due_work(timed, bureau.units, database.relay_dsn, now)
    await database.close()


@pytest.mark.parametrize("view", ["tableau", "liste"])
async def test_a_long_board_goes_on_on_a_next_page(
    browser: Browser, bureau: Bureau, monkeypatch: pytest.MonkeyPatch, view: str
) -> None:
    monkeypatch.setattr(partnerships, "SHOWN_MAX", 2)
    names = ["Aciérie", "Briqueterie", "Charpente", "Dinanderie", "Ébénisterie"]
    for name in reversed(names):
        await bureau.opens_a_partnership(await bureau.registers(name))
    address, seen = f"/entreprises/partenariats?vue={view}", list[str]()
    while address:
        page = unescape((await browser.opens(address)).text)
        seen += [name for name in names if f"{name}<" in page]
        assert "5\xa0partenariats" in page
        following = re.search(r'href="([^"]*apres=[^"]*)"', page)
        address = following[1] if following else ""

    assert seen == names
