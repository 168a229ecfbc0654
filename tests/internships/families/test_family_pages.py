"""The bureau notes addresses and decides; a family says its own by a link on paper, and stops mails by a link in one."""

from datetime import date
from uuid import uuid4

import httpx2
import pytest_asyncio

from contracts.personal_links import PARENT_PERIODS, PUPIL_PERIODS, LinkKind
from services.chassis.base.identity import Role
from services.internships.families.commands import note_returned_mail, stop_family_mails
from services.internships.families.model import STOP_PAGE, STOP_PURPOSE, SaidBy
from services.internships.personal_links.commands import give_personal_link
from services.internships.personal_links.model import purpose_of
from tests.internships.conftest import Served
from tests.internships.families.relatives import (
    FATHER,
    FIRST,
    INES,
    MOTHER,
    PUPIL,
    SECOND,
    family_of,
    is_born,
    notes,
    opens,
)
from tests.internships.host_desk.staying import Stays, at_hosts, host, turn_to
from tests.internships.world import BOURDELLE, ELSEWHERE, NOW, Lycee
from tests.support.pages import Form, Visitor


@pytest_asyncio.fixture
async def here(lycee: Lycee) -> Stays:
    """Two pupils at hosts in January, of a lycée that writes to families."""
    here = await at_hosts(lycee)
    await opens(lycee)
    return here


def own(here: Stays) -> str:
    return f"/pfmp/eleves/{here.pupils[0]}/famille"


async def address_of(lycee: Lycee, here: Stays, kind: LinkKind) -> str:
    """The page a link on paper opens."""
    link = await lycee.do(
        give_personal_link, pupil_year_id=here.pupils[0], kind=kind, now=lycee.now
    )
    token = lycee.units.links.token(purpose_of(kind), uai=lycee.uai, row_id=link)
    return f"/ma-pfmp/{kind.word}/{token}"


async def test_the_bureau_notes_corrects_removes_and_puts_an_address_back(
    lycee: Lycee, bureau: Visitor, here: Stays
) -> None:
    page = await bureau.get(own(here))
    assert "Date de naissance inconnue" in page.text
    assert "traité comme mineur" in page.text
    noting = next(form for form in page.forms if ("slot", "representative_1") in form.fields)
    refused = await bureau.send(noting, mail="mere.fabre@")
    assert refused.status == 422
    assert "Écrivez une adresse complète" in refused.text
    assert 'value="mere.fabre@"' in refused.answer.text
    noted = await bureau.send(noting, mail=MOTHER)
    assert "Adresse enregistrée : Représentant légal 1." in noted.text
    assert "notée le 24/11/2026 par le bureau" in noted.text
    assert MOTHER in (await bureau.get(f"/pfmp/eleves/{here.pupils[0]}")).text

    removed = await bureau.send(noted.form(f"{own(here)}/retrait"))
    assert "Adresse retirée" in removed.text
    back = await bureau.send(removed.form(f"{own(here)}/adresse", exactly=True))
    assert back.status == 200
    assert (await family_of(lycee, here.pupils[0])).addresses[FIRST].mail == MOTHER


async def test_the_page_of_a_pupil_of_age_says_since_when_and_takes_the_agreement(
    lycee: Lycee, bureau: Visitor, here: Stays
) -> None:
    await notes(lycee, here.pupils[0], FIRST, MOTHER)
    await is_born(lycee, here.pupils[0], date(2008, 11, 24))
    card = await bureau.get(f"/pfmp/eleves/{here.pupils[0]}")
    assert "Majeur depuis le 24/11/2026 : les courriels vont à l’élève" in card.text
    page = await bureau.get(own(here))
    assert "Son adresse n’est pas connue : aucun courriel ne part." in page.text
    assert "son accord n’est pas noté" in page.text
    agreed = await bureau.send(page.form(f"{own(here)}/accord"), agrees="true")
    assert "Accord de l’élève noté." in agreed.text
    assert "depuis son accord du 24/11/2026" in agreed.text
    undone = await bureau.send(agreed.form(f"{own(here)}/accord", exactly=True))
    assert undone.status == 200
    assert (await family_of(lycee, here.pupils[0])).agreed_on is None


async def test_an_address_in_failure_says_how_it_is_mended(
    lycee: Lycee, bureau: Visitor, here: Stays
) -> None:
    address = await notes(lycee, here.pupils[0], FIRST, MOTHER)
    await lycee.do(note_returned_mail, address_id=address, now=lycee.now)
    assert "Adresse en échec" in (await bureau.get(f"/pfmp/eleves/{here.pupils[0]}")).text
    page = await bureau.get(own(here))
    assert "Corrigez l’adresse, ou réessayez si elle est bonne." in page.text
    tried = await bureau.send(page.form(f"{own(here)}/essai"))
    assert "partiront de nouveau à cette adresse" in tried.text
    assert "Adresse en échec" not in tried.text


async def test_who_may_not_edit_pupils_reads_addresses_and_changes_none(
    app: Served, lycee: Lycee, here: Stays
) -> None:
    await notes(lycee, here.pupils[0], FIRST, MOTHER)
    async with app.visited_by((Role.SECRETARIAT, BOURDELLE)) as secretary:
        page = await secretary.get(own(here))
        assert MOTHER in page.text
        assert not page.has_form(f"{own(here)}/adresse")
    for role, uai in ((Role.SUPERVISOR, None), (Role.RBDE, ELSEWHERE)):
        async with app.visited_by((role, uai)) as stranger:
            assert (await stranger.get(own(here))).status in (403, 404)


async def test_the_head_or_the_bureau_decides_and_the_page_says_what_is_missing(
    app: Served, lycee: Lycee, bureau: Visitor
) -> None:
    here = await at_hosts(lycee)
    page = await bureau.get(own(here))
    assert "Le lycée n’écrit pas aux familles" in page.text
    assert not page.has_form(f"{own(here)}/adresse")
    async with app.visited_by((Role.DDFPT, BOURDELLE)) as deputy:
        page = await deputy.get("/pfmp/familles")
        assert not page.has_form("/pfmp/familles")
        assert "La direction ou la personne responsable du bureau en décide." in page.text
    async with app.visited_by((Role.HEAD, BOURDELLE)) as head:
        page = await head.get("/pfmp/familles")
        assert "un nouveau traitement de données personnelles" in page.text
        assert "Une adresse pour 2 élèves sur 2" in page.text
        assert "La date de naissance de 2 élèves" in page.text
        decided = await head.send(page.form("/pfmp/familles"))
        assert "Le lycée écrit aux familles dont il a une adresse." in decided.text
        assert "nouveau traitement" not in decided.text
        late = await head.send(page.form("/pfmp/familles"), command_id=str(uuid4()))
        assert late.status == 409
        undo, *_ = [one for one in decided.forms if one.action == "/pfmp/familles"]
        undone = await head.send(undo)
        assert "Le lycée n’écrit pas aux familles" in undone.text


async def test_a_family_notes_changes_and_removes_its_address_by_the_link_on_paper(
    app: Served, lycee: Lycee, here: Stays
) -> None:
    turn_to(app, here, NOW)
    address = await address_of(lycee, here, PARENT_PERIODS)
    async with host(app) as parent:
        page = await parent.get(address)
        assert "Recevoir les informations par courriel" in page.text
        wrong = await parent.send(page.form(f"{address}/courriel", exactly=True), mail="mere@")
        assert wrong.status == 422
        assert 'value="mere@"' in wrong.answer.text
        noted = await parent.send(page.form(f"{address}/courriel", exactly=True), mail=MOTHER)
        assert "C’est noté" in noted.text
        # Of two parents with one link neither reads the address of the other.
        assert MOTHER not in noted.answer.text
        assert "m…@m….example" in noted.text
        known = (await family_of(lycee, here.pupils[0])).addresses[FIRST]
        assert (known.mail, known.said_by) == (MOTHER, SaidBy.FAMILY)

        changed = await parent.send(noted.form(f"{address}/courriel", exactly=True), mail=FATHER)
        known = (await family_of(lycee, here.pupils[0])).addresses[FIRST]
        assert known.mail == FATHER
        # Stopped by a link, then asked for again here: the next mail really leaves.
        await lycee.do(stop_family_mails, address_id=known.id, now=lycee.now)
        changed = await parent.get(address)
        assert "Courriels arrêtés" in changed.text
        assert "notez ici la même adresse" in changed.text
        form = changed.form(f"{address}/courriel", exactly=True)
        changed = await parent.send(form, mail=FATHER)
        assert "Courriels arrêtés" not in changed.text
        assert not (await family_of(lycee, here.pupils[0])).addresses[FIRST].stopped
        removed = await parent.send(changed.form(f"{address}/courriel/retrait"))
        assert "Adresse effacée" in removed.text
        assert (await family_of(lycee, here.pupils[0])).addresses == {}

        # The address of the pupil is not theirs to say, nor anything by a link that is none.
        form = page.form(f"{address}/courriel", exactly=True)
        sent = await parent.send(form, mail=INES, slot="pupil", command_id=str(uuid4()))
        assert sent.status == 409
        form.action = f"{address[:-2]}AA/courriel"
        lost = await parent.send(form, mail=INES, command_id=str(uuid4()))
        assert lost.status == 404
        assert "n’a pas été enregistré" in lost.text
        assert (await family_of(lycee, here.pupils[0])).addresses == {}


async def test_a_pupil_of_age_says_their_own_address_and_whether_the_representatives_read_too(
    app: Served, lycee: Lycee, here: Stays
) -> None:
    turn_to(app, here, NOW)
    await notes(lycee, here.pupils[0], FIRST, MOTHER)
    address = await address_of(lycee, here, PUPIL_PERIODS)
    async with host(app) as pupil:
        page = await pupil.get(address)
        assert not page.has_form(f"{address}/courriel/accord")
        assert "Avant vos 18 ans" in page.text
        await is_born(lycee, here.pupils[0], date(2008, 11, 24))
        page = await pupil.get(address)
        assert "Majeur depuis le 24/11/2026" in page.text
        assert "m…@m….example" not in page.text
        noted = await pupil.send(page.form(f"{address}/courriel", exactly=True), mail=INES)
        agreed = await pupil.send(noted.form(f"{address}/courriel/accord"), agrees="true")
        assert "Noté le 24/11/2026." in agreed.text
        known = await family_of(lycee, here.pupils[0])
        assert known.addresses[PUPIL].mail == INES
        assert known.agreed_by is SaidBy.FAMILY


async def test_of_a_pupil_of_age_a_parent_may_only_remove(
    app: Served, lycee: Lycee, here: Stays
) -> None:
    turn_to(app, here, NOW)
    await notes(lycee, here.pupils[0], SECOND, FATHER)
    await is_born(lycee, here.pupils[0], date(2008, 11, 24))
    address = await address_of(lycee, here, PARENT_PERIODS)
    async with host(app) as parent:
        page = await parent.get(address)
        assert "L’élève est majeur" in page.text
        assert not [one for one in page.forms if one.action == f"{address}/courriel"]
        await parent.send(page.form(f"{address}/courriel/retrait"))
    assert (await family_of(lycee, here.pupils[0])).addresses == {}


async def test_a_lycee_that_writes_to_nobody_offers_nothing_by_the_link(
    app: Served, lycee: Lycee
) -> None:
    here = await at_hosts(lycee)
    turn_to(app, here, NOW)
    address = await address_of(lycee, here, PARENT_PERIODS)
    async with host(app) as parent:
        assert "par courriel" not in (await parent.get(address)).text
        form = Form(f"{address}/courriel", [("command_id", str(uuid4()))])
        refused = await parent.send(form, slot="representative_1", mail=MOTHER)
        assert refused.status == 409
    assert (await family_of(lycee, here.pupils[0])).addresses == {}


async def stopping(lycee: Lycee, here: Stays) -> str:
    address = await notes(lycee, here.pupils[0], FIRST, MOTHER)
    token = lycee.units.links.token(STOP_PURPOSE, uai=lycee.uai, row_id=address)
    return f"{STOP_PAGE}/{token}"


async def test_a_family_stops_mails_by_a_page_and_has_them_again(
    app: Served, lycee: Lycee, here: Stays
) -> None:
    turn_to(app, here, NOW)
    link = await stopping(lycee, here)
    async with host(app) as parent:
        page = await parent.get(link)
        assert MOTHER not in page.answer.text
        assert not (await family_of(lycee, here.pupils[0])).addresses[FIRST].stopped
        stopped = await parent.send(page.form(f"{link}/arret"))
        assert "C’est noté" in stopped.text
        assert "si une PFMP était interrompue" in stopped.text
        assert (await family_of(lycee, here.pupils[0])).addresses[FIRST].stopped
        await parent.send(stopped.form(f"{link}/accord"))
        assert not (await family_of(lycee, here.pupils[0])).addresses[FIRST].stopped
        # Once the address is another one, the link of the mail opens nothing.
        await notes(lycee, here.pupils[0], FIRST, FATHER)
        assert (await parent.get(link)).status == 404
        lost = await parent.send(page.form(f"{link}/arret"), command_id=str(uuid4()))
        assert "n’a pas été enregistré" in lost.text


async def test_the_button_of_a_mail_program_stops_without_a_page(
    app: Served, lycee: Lycee, here: Stays
) -> None:
    turn_to(app, here, NOW)
    link = await stopping(lycee, here)
    transport = httpx2.ASGITransport(app.application, client=(str(uuid4()), 1))
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as program:
        nothing = await program.post(link, data={})
        assert nothing.status_code == 422
        assert not (await family_of(lycee, here.pupils[0])).addresses[FIRST].stopped
        for _ in range(2):
            answer = await program.post(link, data={"List-Unsubscribe": "One-Click"})
            assert answer.status_code == 200
    assert (await family_of(lycee, here.pupils[0])).addresses[FIRST].stopped
