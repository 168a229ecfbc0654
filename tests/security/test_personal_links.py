"""Personal links and typed codes: one purpose each, closed at once, and nothing told about the rest."""

from __future__ import annotations

import hmac
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import FrameType
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
import pytest_asyncio

from contracts.identifiers import Uai
from contracts.personal_links import (
    CONTACT_CARD,
    KINDS,
    PARENT_PERIODS,
    PUPIL_PERIODS,
    LinkKind,
)
from services.chassis.base.identity import Role
from services.chassis.security import short_codes
from services.chassis.unit_of_work.short_code_rows import AT_LEAST
from services.internships.personal_links.commands import give_personal_link
from services.internships.personal_links.model import OPEN_OF_A_CLASS_MAX, purpose_of
from services.internships.rights.commands import erase_pupil
from services.partnerships.contact_checks.commands import ask_contact_check
from services.partnerships.contact_checks.model import LINK_PURPOSE
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from tests.internships.world import CARE, Lycee
from tests.partnerships.world import Bureau
from tests.support.network import ELSEWHERE, HERE, Network
from tests.support.pages import SAME_ORIGIN, Page, Visitor
from tests.support.services import ServiceDatabases
from tests.support.statements import statements

CODE = re.compile(r"[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}")
WRONG = "Ce code n’ouvre rien, ou ne sert plus"


@dataclass
class School:
    """A pupil with a confirmed place, a contact who was asked; a bureau, and a stranger."""

    network: Network
    lycee: Lycee
    pupil: UUID
    check_id: UUID
    bureau: Visitor
    stranger: Visitor

    @property
    def page(self) -> str:
        return f"/pfmp/eleves/{self.pupil}"

    async def gives(self, word: str) -> Page:
        page = await self.bureau.get(self.page)
        return await self.bureau.send(page.form(f"{self.page}/liens/{word}"))

    async def types(self, code: str) -> Page:
        page = await self.stranger.get("/code")
        return await self.stranger.send(page.form("/code"), code=code)

    def address(self, printed: Page) -> str:
        [found] = re.findall(r"https?://[^\s]+/ma-pfmp/[^\s]+", printed.text)
        return f"/ma-pfmp/{found.partition('/ma-pfmp/')[2]}"


def a_stranger(network: Network) -> Visitor:
    """Somebody without an account, from an address of their own."""
    transport = httpx2.ASGITransport(network.app, client=(str(uuid4()), 1))
    url = network.settings.public_url
    return Visitor(httpx2.AsyncClient(transport=transport, base_url=url, headers=SAME_ORIGIN))


@pytest_asyncio.fixture
async def school(network: Network, service_databases: ServiceDatabases) -> School:
    bureau = Visitor(await network.client_as(Role.RBDE))
    superuser = await service_databases.superuser("internships")
    lycee = Lycee(HERE, network.runtime("internships").work, superuser, datetime.now(UTC))
    formation = await lycee.opens(CARE)
    [pupil] = await lycee.imports("DUVERNET Ismérie 1ASSP", classes={"1ASSP": formation})
    today = lycee.now.date()
    period = await lycee.publishes_a_period(
        formation, starts_on=today + timedelta(30), ends_on=today + timedelta(60)
    )
    await lycee.places(pupil, period, await lycee.knows_a_host())
    await superuser.close()
    work = network.runtime("partnerships").work
    desk = Bureau(HERE, work, service_databases.published, datetime.now(UTC))
    company = await desk.registers()
    shown = await service_databases.superuser("partnerships")
    site = await shown.fetchval("SELECT site_id FROM sites")
    await shown.close()
    details = ContactDetails(name="Hortense Delbosc", mail="h.delbosc@quercy.example")
    contact = await desk.do(add_contact, company_id=company, site_id=site, details=details)
    check_id = await desk.do(ask_contact_check, contact_id=contact, now=desk.now)
    return School(network, lycee, pupil, check_id, bureau, a_stranger(network))


async def test_a_pupil_and_a_parent_read_their_periods_by_link_and_by_code(school: School) -> None:
    for word, title in (("eleve", "Mes PFMP"), ("parent", "Les PFMP de votre enfant")):
        printed = await school.gives(word)
        [code] = CODE.findall(printed.text)
        by_link = await school.stranger.get(school.address(printed))
        by_code = await school.types(code.lower().replace("-", " "))

        for page in (by_link, by_code):
            assert page.status == 200
            assert title in page.text
            assert "Lieu d’accueil confirmé" in page.text
            # Whoever found the paper learns no name, and neither class nor formation.
            for hidden in ("DUVERNET", "Ismérie", "1ASSP", str(school.pupil)):
                assert hidden not in page.answer.text
            assert page.forms == []
            assert ("un seul de ses responsables légaux signe à sa place" in page.text) is (
                word == "parent"
            )
        assert by_code.answer.headers["referrer-policy"] == "no-referrer"


async def test_opening_any_number_of_times_uses_nothing_up_and_a_closed_link_opens_nothing(
    school: School,
) -> None:
    printed = await school.gives("eleve")
    [code] = CODE.findall(printed.text)
    address = school.address(printed)
    for _ in range(3):
        assert (await school.stranger.get(address)).status == 200

    listed = await school.bureau.get("/pfmp/liens")
    assert "DUVERNET Ismérie" in listed.text
    assert "En cours" in listed.text
    closed = await school.bureau.send(listed.form("/pfmp/liens/"))
    assert "Lien fermé" in closed.text

    assert (await school.stranger.get(address)).status == 404
    assert WRONG in (await school.types(code)).text
    assert "Fermé" in (await school.bureau.get("/pfmp/liens")).text


async def test_a_new_link_ends_the_one_before_and_a_parent_s_opens_no_pupil_s_page(
    school: School,
) -> None:
    first = school.address(await school.gives("eleve"))
    second = school.address(await school.gives("eleve"))

    assert (await school.stranger.get(first)).status == 404
    assert (await school.stranger.get(second)).status == 200
    assert (await school.stranger.get(second.replace("/eleve/", "/parent/"))).status == 404


async def test_a_link_ends_with_its_time_and_with_the_pupil_s_data(school: School) -> None:
    lycee, links = school.lycee, school.network.runtime("internships").work.links

    async def given(ago: timedelta) -> str:
        link_id = await lycee.do(
            give_personal_link,
            pupil_year_id=school.pupil,
            kind=PUPIL_PERIODS,
            now=lycee.now - ago,
        )
        token = links.token(purpose_of(PUPIL_PERIODS), uai=HERE, row_id=link_id)
        return f"{PUPIL_PERIODS.path}/{token}"

    late = await given(PUPIL_PERIODS.lasts)
    assert (await school.stranger.get(late)).status == 404
    assert "Expiré" in (await school.bureau.get("/pfmp/liens")).text
    fresh = await given(timedelta())
    assert (await school.stranger.get(fresh)).status == 200

    await lycee.do(erase_pupil, pupil_year_id=school.pupil, version=1, notes=(), now=lycee.now)
    gone = await school.stranger.get(fresh)
    assert gone.answer.text == (await school.stranger.get(late)).answer.text.replace(late, fresh)
    assert gone.status == 404
    assert "Aucun lien" in (await school.bureau.get("/pfmp/liens")).text


async def test_a_teacher_reads_where_a_class_stands_and_no_name(school: School) -> None:
    pupils = await school.bureau.get("/pfmp/eleves")
    [address] = re.findall(r"/pfmp/classes/[0-9a-f-]+/liens/nouveau", pupils.answer.text)
    form = (await school.bureau.get(address)).form("/pfmp/classes/")
    unnamed = await school.bureau.send(form)
    assert unnamed.status == 422
    assert "Enseignant" in unnamed.text
    addresses = []
    for teacher in ("Mme Quercy-Lalande", "M. Roux"):
        form = (await school.bureau.get(address)).form("/pfmp/classes/")
        printed = await school.bureau.send(form, given_to=teacher)
        assert teacher in printed.text
        [code] = CODE.findall(printed.text)
        addresses.append(school.address(printed))
        for page in (await school.stranger.get(addresses[-1]), await school.types(code)):
            assert page.status == 200
            for shown in (
                "classe 1ASSP",
                "1 élève concerné",
                "Lieu d’accueil confirmé : 1",
                "Lieu d’accueil",
            ):
                assert shown in page.text.replace("\u00a0", " "), shown
            for hidden in ("DUVERNET", "Ismérie", str(school.pupil), teacher):
                assert hidden not in page.answer.text
            assert page.forms == []

    # Closing the first teacher's leaves the other's; a pupil's page opens by neither.
    listed = await school.bureau.get("/pfmp/liens")
    assert "Mme Quercy-Lalande" in listed.text
    await school.bureau.send(next(f for f in reversed(listed.forms) if "fermeture" in f.action))
    assert [(await school.stranger.get(one)).status for one in addresses] == [404, 200]
    for word in ("eleve", "parent"):
        other = addresses[1].replace("/enseignant/", f"/{word}/")
        assert (await school.stranger.get(other)).status == 404


async def test_a_class_has_no_more_links_than_teachers(school: School) -> None:
    pupils = await school.bureau.get("/pfmp/eleves")
    [address] = re.findall(r"/pfmp/classes/[0-9a-f-]+/liens/nouveau", pupils.answer.text)

    async def given(number: int) -> Page:
        form = (await school.bureau.get(address)).form("/pfmp/classes/")
        return await school.bureau.send(form, given_to=f"M. Roux {number}")

    for number in range(OPEN_OF_A_CLASS_MAX):
        assert (await given(number)).status == 200
    answer = await given(OPEN_OF_A_CLASS_MAX)
    assert answer.status == 409
    assert "fermez d’abord" in answer.text
    assert f'value="M. Roux {OPEN_OF_A_CLASS_MAX}"' in answer.answer.text


async def test_a_contact_s_card_opens_by_the_code_of_its_paper(school: School) -> None:
    listed = await school.bureau.get("/entreprises/liens")
    assert "Hortense Delbosc" in listed.text
    [printed] = re.findall(r"/entreprises/[^\"]+/impression", listed.answer.text)
    [code] = CODE.findall((await school.bureau.get(printed)).text)

    card = await school.types(code)

    assert card.status == 200
    assert "Hortense Delbosc" in card.answer.text
    listed = await school.bureau.get("/entreprises/liens")
    assert "En cours" in listed.text
    cancel = next(f for f in listed.forms if f.action.endswith("/annulation"))
    await school.bureau.send(cancel)
    assert WRONG in (await school.types(code)).text


async def test_every_code_that_opens_nothing_is_answered_alike(school: School) -> None:
    """Cut, made up, another lycée's, of another kind, of a lycée nobody knows: one answer."""
    links = school.network.runtime("partnerships").work.links
    internships = school.network.runtime("internships").work.links

    def card(uai: Uai, row: UUID) -> str:
        return links.short_code("C", LINK_PURPOSE, uai=uai, row_id=row)

    tried = [
        "C",
        "ZZZZZ-ZZZZZ-ZZZZZ",
        card(HERE, uuid4()),
        card(ELSEWHERE, school.check_id),
        card(Uai.numbered("0829999"), uuid4()),
        "P" + card(HERE, school.check_id)[1:],
        internships.short_code(
            PARENT_PERIODS.letter, purpose_of(PUPIL_PERIODS), uai=HERE, row_id=uuid4()
        ),
    ]
    pages = [await school.types(code) for code in tried]

    def alike(page: Page, code: str) -> str:
        text = page.answer.text.replace(f'value="{code}"', "…")
        # Whose kind of link it would be is told by the letter that was typed.
        text = re.sub(r"— [^—]+ — Passerelle</title>", "", text)
        return re.sub(r"[0-9a-f-]{36}", "…", text)

    assert {page.status for page in pages} == {404}
    assert all(WRONG in page.text for page in pages)
    # What was typed is still there, to be mended.
    assert all(code in page.answer.text for page, code in zip(pages, tried, strict=True))
    bodies = {alike(page, code) for page, code in zip(pages, tried, strict=True)}
    assert len(bodies) == 1


@contextmanager
def hashes() -> Iterator[list[None]]:
    """One for each secret that is derived for what is asked within."""
    derived: list[None] = []

    def heard(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code is hmac.digest.__code__:
            derived.append(None)

    before = sys.getprofile()
    sys.setprofile(heard)
    try:
        yield derived
    finally:
        sys.setprofile(before)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.word)
async def test_a_code_of_a_lycee_that_is_not_here_is_as_much_work_as_a_wrong_one(
    school: School, kind: LinkKind
) -> None:
    """How long the answer takes does not tell which lycées have links, nor how many."""
    await school.gives("eleve")
    done = []
    for uai in (HERE, ELSEWHERE, Uai.numbered("0829999")):
        code = short_codes.written(kind.letter, uai, "Z" * short_codes.SECRET_SIGNS)
        await school.types(code)  # what is read once is read
        with statements() as run, hashes() as derived:
            assert WRONG in (await school.types(code)).text
        done.append((run, len(derived)))

    assert done[0] == done[1] == done[2]
    assert done[0][1] > AT_LEAST


async def test_who_tries_many_codes_waits_wherever_they_are_sent(school: School) -> None:
    page = await school.stranger.get("/code")
    for path in ("/code", CONTACT_CARD.code_path, PUPIL_PERIODS.code_path):
        form = replace(page.form("/code"), action=path)
        answers = [(await school.stranger.send(form, code="Z" * 15)) for _ in range(121)]
        assert [answer.status for answer in answers] == [404] * 120 + [429]
        assert int(answers[-1].answer.headers["retry-after"]) > 0
        assert (await a_stranger(school.network).send(form, code="Z" * 15)).status == 404


async def test_the_bureau_sees_all_its_links_on_one_page_and_nobody_else_does(
    school: School,
) -> None:
    await school.gives("eleve")
    page = await school.bureau.get("/liens")
    assert page.status == 200
    for fragment in re.findall(r'hx-get="([^"]+/fragments/liens)"', page.answer.text):
        shown = await school.bureau.get(fragment)
        assert "En cours" in shown.text
    elsewhere = Visitor(await school.network.client_as(Role.RBDE, ELSEWHERE))
    for path in ("/pfmp/liens", "/entreprises/liens"):
        text = (await elsewhere.get(path)).text
        assert "Aucun lien remis" in text
    for role in (Role.REFERENT_TEACHER, Role.SECRETARIAT, Role.SUPERVISOR):
        other = Visitor(await school.network.client_as(role))
        for path in ("/liens", "/pfmp/liens", "/entreprises/liens"):
            assert (await other.get(path)).status in {403, 404}
