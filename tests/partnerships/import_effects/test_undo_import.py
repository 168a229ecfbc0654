"""Undoing an import: everything is as it was, but for what people did since, which is told."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from contracts.identifiers import Siret, SiteKey
from contracts.partnerships.actions import ActionKind
from contracts.partnerships.commitments import RegulatedWork
from contracts.partnerships.companies import (
    CompanyCorrectedV1,
    CompanyRegisteredV1,
    ImportSource,
    ImportUndoneV1,
    LegalForm,
)
from services.chassis.base.errors import NotFound
from services.chassis.base.identity import Role
from services.partnerships.acquaintances.commands import follow_company
from services.partnerships.actions.commands import plan_action
from services.partnerships.actions.model import ActionDetails
from services.partnerships.capacities.commands import declare_capacity
from services.partnerships.cards.queries import CompanyCard, read_company
from services.partnerships.closures.commands import close_site
from services.partnerships.commitments.commands import file_declaration, note_pledge
from services.partnerships.commitments.model import PledgeState
from services.partnerships.company_list.queries.pages import read_companies
from services.partnerships.contact_checks.commands import ask_contact_check
from services.partnerships.contacts.commands import add_contact, correct_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.host_pages.commands.close_host_page import close_host_page
from services.partnerships.host_pages.commands.give_host_page import give_host_page
from services.partnerships.host_pages.commands.offer_places import offer_places
from services.partnerships.host_pages.commands.take_places_back import take_places_back
from services.partnerships.import_desk.queries import read_import_card
from services.partnerships.import_effects.commands.commit_import import CHUNK_ROWS
from services.partnerships.import_effects.commands.forget_import import forget_import
from services.partnerships.import_effects.commands.resume_import import resume_import
from services.partnerships.import_effects.commands.undo_import import undo_import
from services.partnerships.import_effects.model.undo import ImportNotUndoable
from services.partnerships.import_effects.queries import UndoCard, read_undo
from services.partnerships.imports.commands.stop_import import stop_import
from services.partnerships.invitations.commands import invite_company
from services.partnerships.pauses.commands import pause_site
from services.partnerships.pauses.model import PauseReason
from services.partnerships.sharing.commands import share_contact
from services.partnerships.sites.commands import correct_site
from services.partnerships.tasks.commands import add_task
from services.partnerships.tasks.model import TaskCode, TaskDetails
from services.partnerships.territories.commands import take_lead
from services.partnerships.ways.commands import say_way
from tests.partnerships.browsing import Browser
from tests.partnerships.files import FULL, csv_of, workbook
from tests.partnerships.world import (
    ELSEWHERE,
    MOISSAC,
    NOW,
    SIREN,
    SIRET,
    TODAY,
    Bureau,
    company,
    row,
    siret_of,
    site,
)
from tests.support.services import Published
from tests.support.waiting import eventually

URL = "/entreprises/import"
PHONE = "+33536490099"


async def undoes(bureau: Bureau, import_id: UUID) -> UndoCard:
    """Undo it, and see that what happened is what was announced."""
    announced = await bureau.do(read_undo, import_id)
    await bureau.do(undo_import, import_id=import_id, now=NOW)
    happened = await bureau.do(read_undo, import_id)
    assert summed(announced) == summed(happened)
    return happened


def summed(card: UndoCard) -> list[tuple[str, Any, Any]]:
    return [(line.name, list(line.told), list(line.kept)) for line in card.lines]


async def names(bureau: Bureau, *, mine: bool = False) -> list[str]:
    return [one.name for one in (await bureau.do(read_companies, mine=mine)).items]


async def only(bureau: Bureau) -> CompanyCard:
    """The one company there is."""
    [one] = (await bureau.do(read_companies)).items
    return await bureau.do(read_company, one.id)


async def registered_by_another(bureau: Bureau) -> UUID:
    """A company whose card lacks much."""
    return await bureau.registers(
        legal_form=LegalForm.UNKNOWN, naf=None, main=site(address=None, postcode=None)
    )


async def test_companies_an_import_created_leave_the_registry(
    bureau: Bureau, published: Published
) -> None:
    import_id = await bureau.imports(row(2, "Bois Vert", siret=SIRET), row(3, "Scierie"))

    card = await undoes(bureau, import_id)

    assert await names(bureau) == []
    assert (card.totals.changed, card.totals.kept) == (2, 0)
    told = await published(CompanyCorrectedV1)
    assert {event.public_name for event in told} == {"Bois Vert", "Scierie"}
    assert all(event.sites == () for event in told)
    lines = (await bureau.do(read_import_card, import_id)).lines
    assert [line.company_id for line in lines] == [None, None]


async def test_the_same_list_can_be_imported_again_afterwards(
    bureau: Bureau, published: Published
) -> None:
    rows = (row(2, "Bois Vert", siret=SIRET, contact="Anne Verdier"), row(3, "Scierie"))
    await undoes(bureau, await bureau.imports(*rows))

    await bureau.imports(*rows)

    assert await names(bureau, mine=True) == ["Bois Vert", "Scierie"]
    assert len(await published(CompanyRegisteredV1)) == 4


async def test_a_card_an_import_completed_is_as_it_was(
    bureau: Bureau, other_bureau: Bureau, published: Published
) -> None:
    company_id = await registered_by_another(other_bureau)
    before = (await bureau.do(read_company, company_id)).company
    import_id = await bureau.imports(
        row(2, "Chaudronnerie du Quercy", siret=SIRET, phone=PHONE, contact="Anne Verdier")
    )
    assert (await bureau.do(read_company, company_id)).company.details.siren == SIREN

    card = await undoes(bureau, import_id)

    after = await bureau.do(read_company, company_id)
    assert (after.company.details, after.company.sites) == (before.details, before.sites)
    assert not after.contacts
    assert not after.followed
    assert (card.totals.changed, card.totals.kept) == (1, 0)
    completed, restored = await published(CompanyCorrectedV1)
    assert (completed.siren, restored.siren) == (SIREN, None)
    assert restored.sites[0].site_key == SiteKey.local(before.sites[0].id)
    # Whoever keeps a copy must take the later state.
    assert after.company.version == 3


async def test_what_somebody_corrected_since_stays_and_the_rest_goes(
    bureau: Bureau, other_bureau: Bureau
) -> None:
    company_id = await registered_by_another(other_bureau)
    import_id = await bureau.imports(row(2, "Chaudronnerie du Quercy", phone=PHONE))
    known = (await bureau.do(read_company, company_id)).company
    main = known.sites[0]
    await other_bureau.do(
        correct_site,
        company_id=company_id,
        site_id=main.id,
        version=known.version,
        details=replace(main.details, phone="+33536490011"),
        now=NOW,
    )

    card = await undoes(bureau, import_id)

    after = await bureau.do(read_company, company_id)
    assert after.company.sites[0].details.phone == "+33536490011"
    assert after.company.sites[0].details.address is None
    assert after.company.details.legal_form is LegalForm.UNKNOWN
    assert after.followed
    [line] = card.kept
    assert list(line.kept) == ["téléphone\u00a0: corrigé depuis", "reste dans vos entreprises"]


async def test_a_correction_between_two_parts_of_a_long_list_stays(
    bureau: Bureau, other_bureau: Bureau
) -> None:
    company_id = await registered_by_another(other_bureau)
    filling = [row(line, f"Entreprise {line}") for line in range(3, CHUNK_ROWS + 2)]
    first = row(2, "Chaudronnerie du Quercy", phone=PHONE)
    last = row(CHUNK_ROWS + 2, "Chaudronnerie du Quercy", siret=SIRET)
    import_id = await bureau.imports(first, *filling, last)
    known = (await bureau.do(read_company, company_id)).company
    assert known.sites[0].details.siret is None, "the second part is still to come"
    corrected = replace(known.sites[0].details, phone="+33536490011")
    await other_bureau.do(
        correct_site,
        company_id=company_id,
        site_id=known.sites[0].id,
        version=known.version,
        details=corrected,
        now=NOW,
    )
    await bureau.confirms(import_id)

    for _ in range(3):
        await bureau.do(undo_import, import_id=import_id, now=NOW)

    after = await bureau.do(read_company, company_id)
    assert after.company.sites[0].details.phone == "+33536490011"
    assert after.company.sites[0].details.siret is None
    assert await names(bureau) == ["Chaudronnerie du Quercy"]


async def test_a_created_company_somebody_corrected_stays_on_the_list(bureau: Bureau) -> None:
    import_id = await bureau.imports(row(2, "Bois Vert"))
    card = await only(bureau)
    await bureau.corrects(card.company.id, 1, company("Bois Vert et Fils"))

    undone = await undoes(bureau, import_id)

    assert await names(bureau, mine=True) == ["Bois Vert et Fils"]
    assert "fiche modifiée depuis" in undone.kept[0].kept


async def test_a_company_another_lycee_follows_stays_for_it(
    bureau: Bureau, other_bureau: Bureau
) -> None:
    import_id = await bureau.imports(row(2, "Bois Vert", contact="Anne Verdier"))
    company_id = (await only(bureau)).company.id
    await other_bureau.do(follow_company, company_id=company_id)

    undone = await undoes(bureau, import_id)

    assert await names(other_bureau, mine=True) == ["Bois Vert"]
    assert await names(bureau, mine=True) == []
    [line] = undone.lines
    assert line.company_id == company_id
    assert list(line.told) == ["contact effacé", "retirée de vos entreprises"]
    assert list(line.kept) == ["fiche gardée au registre\u00a0: un autre lycée la suit"]


async def _pauses(bureau: Bureau, company_id: UUID) -> None:
    place = (await bureau.card(company_id)).sites[0].id
    until, reason = TODAY + timedelta(days=30), PauseReason.CAPACITY
    await bureau.do(
        pause_site, company_id=company_id, site_id=place, until_on=until, reason=reason, now=NOW
    )


async def _closes(bureau: Bureau, company_id: UUID) -> None:
    place = (await bureau.card(company_id)).sites[0].id
    await bureau.do(close_site, company_id=company_id, site_id=place, closed_on=TODAY, now=NOW)


async def _leads(bureau: Bureau, company_id: UUID) -> None:
    await bureau.do(take_lead, company_id=company_id, now=NOW)


async def _says_the_way(bureau: Bureau, company_id: UUID) -> None:
    await bureau.do(say_way, company_id=company_id, brought_by=None, through="M. Roux", now=NOW)


async def _declares_places(bureau: Bureau, company_id: UUID) -> None:
    months = (TODAY, TODAY)
    await bureau.do(
        declare_capacity,
        company_id=company_id,
        site_id=None,
        mef=None,
        months=months,
        seats=1,
        now=NOW,
    )


async def _files_a_declaration(bureau: Bureau, company_id: UUID) -> None:
    await bureau.do(
        file_declaration,
        company_id=company_id,
        site_id=None,
        works=tuple(RegulatedWork)[:1],
        filed_on=TODAY,
        now=NOW,
    )


async def _notes_a_pledge(bureau: Bureau, company_id: UUID) -> None:
    await bureau.do(note_pledge, company_id=company_id, year=2027, state=PledgeState.ASKED, now=NOW)


async def _adds_a_task(bureau: Bureau, company_id: UUID) -> None:
    details = TaskDetails(code=TaskCode.PREPARE)
    await bureau.do(add_task, details=details, company_id=company_id, now=NOW)


async def _plans_an_action(bureau: Bureau, company_id: UUID | None) -> UUID:
    details = ActionDetails(kind=ActionKind.VISIT, title="Visite", planned_on=TODAY)
    return await bureau.do(plan_action, details=details, company_id=company_id, now=NOW)


async def _invites(bureau: Bureau, company_id: UUID) -> None:
    action_id = await _plans_an_action(bureau, None)
    await bureau.do(
        invite_company, action_id=action_id, company_id=company_id, takes_part=True, now=NOW
    )


LEANING: list[tuple[Callable[[Bureau, UUID], Any], str]] = [
    (_pauses, "site_pauses"),
    (_leads, "company_leads"),
    (_says_the_way, "ways"),
    (_declares_places, "capacities"),
    (_files_a_declaration, "declarations"),
    (_notes_a_pledge, "tax_pledges"),
    (_adds_a_task, "tasks"),
    (_plans_an_action, "action_companies"),
    (_invites, "action_companies"),
]


@pytest.mark.parametrize(("leans", "table"), LEANING, ids=[f"{one[0].__name__}" for one in LEANING])
async def test_what_another_lycee_noted_of_a_company_it_does_not_follow_keeps_it(
    bureau: Bureau,
    other_bureau: Bureau,
    superuser: asyncpg.Connection,
    leans: Callable[[Bureau, UUID], Any],
    table: str,
) -> None:
    import_id = await bureau.imports(row(2, "Bois Vert"))
    company_id = (await only(bureau)).company.id
    await leans(other_bureau, company_id)

    undone = await undoes(bureau, import_id)

    assert await names(other_bureau, mine=True) == ["Bois Vert"]
    assert await superuser.fetchval(f"SELECT count(*) FROM {table}") == 1
    assert list(undone.kept[0].kept) == ["fiche gardée au registre\u00a0: un autre lycée la suit"]


@pytest.mark.parametrize("leans", [_pauses, _closes, _leads, _says_the_way])
async def test_a_company_the_lycee_says_something_of_stays(
    bureau: Bureau, leans: Callable[[Bureau, UUID], Any]
) -> None:
    import_id = await bureau.imports(row(2, "Bois Vert"))
    await leans(bureau, (await only(bureau)).company.id)

    undone = await undoes(bureau, import_id)

    assert await names(bureau, mine=True) == ["Bois Vert"]
    assert "une pause, une fermeture, un chef de file ou par qui passer" in undone.kept[0].kept[0]


async def test_a_company_spoken_with_stays(bureau: Bureau) -> None:
    import_id = await bureau.imports(row(2, "Bois Vert"), row(3, "Scierie"))
    [green, _] = (await bureau.do(read_companies)).items
    await bureau.logs(green.id)

    undone = await undoes(bureau, import_id)

    assert await names(bureau, mine=True) == ["Bois Vert"]
    assert "un échange y est noté" in undone.kept[0].kept[0]


async def test_a_company_a_pupil_asked_stays(bureau: Bureau) -> None:
    import_id = await bureau.imports(row(2, "Bois Vert", siret=SIRET), row(3, "Scierie"))
    await bureau.approaches(uuid4(), SiteKey(SIRET))

    undone = await undoes(bureau, import_id)

    assert await names(bureau, mine=True) == ["Bois Vert"]
    assert "un échange y est noté" in undone.kept[0].kept[0]


async def test_a_company_where_a_place_was_proposed_stays(bureau: Bureau) -> None:
    import_id = await bureau.imports(row(2, "Bois Vert", siret=SIRET))
    await bureau.proposes_a_place(uuid4(), SiteKey(SIRET))

    undone = await undoes(bureau, import_id)

    assert await names(bureau, mine=True) == ["Bois Vert"]
    assert "un lieu d’accueil y est proposé ou confirmé" in undone.kept[0].kept[0]


async def test_a_company_where_another_lycee_proposed_a_place_stays_for_it(
    bureau: Bureau, other_bureau: Bureau
) -> None:
    import_id = await bureau.imports(row(2, "Bois Vert", siret=SIRET))
    await other_bureau.proposes_a_place(uuid4(), SiteKey(SIRET))

    undone = await undoes(bureau, import_id)

    assert await names(other_bureau, mine=True) == ["Bois Vert"]
    assert list(undone.kept[0].kept) == ["fiche gardée au registre\u00a0: un autre lycée la suit"]


@pytest.mark.parametrize("siret", [SIRET, None])
async def test_a_place_proposed_while_an_import_is_undone_brings_its_site_back(
    bureau: Bureau, other_bureau: Bureau, published: Published, siret: Siret | None
) -> None:
    import_id = await bureau.imports(row(2, "Bois Vert", siret=siret), row(3, "Scierie"))
    [known, _] = (await bureau.do(read_companies)).items
    before = (await bureau.do(read_company, known.id)).company
    await undoes(bureau, import_id)

    # Its lycée had not heard yet that the site was gone.
    for _ in range(2):
        await other_bureau.proposes_a_place(UUID(int=9), before.sites[0].key)

    after = (await other_bureau.do(read_company, known.id)).company
    assert (after.details, after.sites) == (before.details, before.sites)
    assert await names(other_bureau, mine=True) == ["Bois Vert"]
    told = [e for e in await published(CompanyCorrectedV1) if e.company_id == known.id]
    assert [len(event.sites) for event in told] == [0, 1]
    assert after.version == before.version + 2, "whoever keeps a copy takes the later state"
    [line] = (await bureau.do(read_undo, import_id)).kept
    assert (line.name, line.company_id) == ("Bois Vert", known.id)
    assert "revenue depuis" in line.kept[0]


async def test_a_site_comes_back_to_its_company_when_that_was_registered_anew(
    bureau: Bureau,
) -> None:
    details = company("Bois Vert", siren=SIREN)
    import_id = await bureau.imports(row(2, "Bois Vert", details=details))
    gone = (await only(bureau)).company.sites[0]
    await undoes(bureau, import_id)
    await bureau.registers("Bois Vert", siren=SIREN, main=site(commune=MOISSAC))

    await bureau.proposes_a_place(uuid4(), gone.key)

    assert gone in (await only(bureau)).company.sites


# One time in three each waited for the other: five times tell.
@pytest.mark.parametrize("_time", range(5))
async def test_proposing_a_place_and_undoing_at_the_same_time_never_loses_the_site(
    bureau: Bureau, other_bureau: Bureau, _time: int
) -> None:
    import_id = await bureau.imports(row(2, "Bois Vert", siret=SIRET))

    await asyncio.gather(
        bureau.do(undo_import, import_id=import_id, now=NOW),
        other_bureau.proposes_a_place(uuid4(), SiteKey(SIRET)),
    )

    assert await names(bureau) == ["Bois Vert"]


async def test_a_card_corrected_while_its_import_is_undone_is_kept_or_not_found(
    bureau: Bureau,
) -> None:
    import_id = await bureau.imports(row(2, "Bois Vert", siret=SIRET))
    card = await only(bureau)

    _, corrected = await asyncio.gather(
        bureau.do(undo_import, import_id=import_id, now=NOW),
        bureau.corrects(card.company.id, 1, company("Bois Vert et Fils", siren=SIREN)),
        return_exceptions=True,
    )

    assert corrected is None or isinstance(corrected, NotFound)
    assert await names(bureau) == ([] if corrected else ["Bois Vert et Fils"])


async def test_a_siret_a_place_depends_on_stays(bureau: Bureau, other_bureau: Bureau) -> None:
    company_id = await registered_by_another(other_bureau)
    import_id = await bureau.imports(row(2, "Chaudronnerie du Quercy", siret=SIRET, phone=PHONE))
    await bureau.proposes_a_place(uuid4(), SiteKey(SIRET))

    undone = await undoes(bureau, import_id)

    after = (await bureau.do(read_company, company_id)).company
    assert (after.sites[0].details.siret, after.details.siren) == (SIRET, SIREN)
    assert after.sites[0].details.phone is None
    assert "SIRET\u00a0: un lieu d’accueil en dépend" in undone.kept[0].kept


async def test_a_contact_noted_since_keeps_the_company(bureau: Bureau) -> None:
    import_id = await bureau.imports(row(2, "Bois Vert", contact="Anne Verdier"))
    card = await only(bureau)
    await bureau.do(
        add_contact,
        company_id=card.company.id,
        site_id=card.company.sites[0].id,
        details=ContactDetails("Paul Lagarde"),
    )

    await undoes(bureau, import_id)

    assert [c.details.name for c in (await only(bureau)).contacts] == ["Paul Lagarde"]


async def test_a_contact_corrected_or_asked_since_stays(bureau: Bureau) -> None:
    import_id = await bureau.imports(
        row(2, "Bois Vert", contact="Anne Verdier"), row(3, "Bois Vert", contact="Paul Lagarde")
    )
    anne, paul = sorted((await only(bureau)).contacts, key=lambda one: one.details.name)
    await bureau.do(
        correct_contact,
        contact_id=anne.id,
        version=1,
        details=ContactDetails("Anne Verdier", mail="anne@boisvert.example"),
        now=NOW,
    )

    card = await undoes(bureau, import_id)

    assert [one.id for one in (await only(bureau)).contacts] == [anne.id] != [paul.id]
    assert "contact modifié depuis" in card.kept[0].kept


async def test_a_contact_asked_to_check_its_card_stays(browser: Browser, bureau: Bureau) -> None:
    preview = await browser.follows(
        await browser.sends(URL, URL, file=("liste.xlsx", workbook(FULL)))
    )
    await browser.sends(preview, f"{preview.url.path}/confirmation")
    [contact] = (await only(bureau)).contacts
    await bureau.do(ask_contact_check, contact_id=contact.id, now=NOW)

    card = await undoes(bureau, UUID(preview.url.path.rpartition("/")[2]))

    assert (await only(bureau)).contacts == [contact]
    assert "contact à qui une fiche ou un lien a été remis" in card.kept[0].kept


async def test_a_contact_who_was_relied_on_since_stays(bureau: Bureau) -> None:
    import_id = await bureau.imports(
        row(2, "Bois Vert", contact="Anne Verdier"),
        row(3, "Bois Vert", contact="Paul Lagarde"),
        row(4, "Bois Vert", contact="Rose Vidal"),
    )
    card = await only(bureau)
    anne, paul, _ = sorted(card.contacts, key=lambda one: one.details.name)
    await bureau.logs(card.company.id, contact_id=anne.id)
    await bureau.do(share_contact, contact_id=paul.id, informed_on=TODAY, now=NOW)

    undone = await undoes(bureau, import_id)

    left = sorted((await only(bureau)).contacts, key=lambda one: one.details.name)
    assert [one.details.name for one in left] == ["Anne Verdier", "Paul Lagarde"]
    assert "2 contacts dont vous vous êtes servi depuis" in undone.kept[0].kept


async def test_whoever_may_look_after_a_pupil_stays(bureau: Bureau) -> None:
    import_id = await bureau.imports(row(2, "Bois Vert", contact="Anne Verdier"))
    card = await only(bureau)
    await bureau.proposes_a_place(uuid4(), card.company.sites[0].key)

    undone = await undoes(bureau, import_id)

    assert [one.details.name for one in (await only(bureau)).contacts] == ["Anne Verdier"]
    assert "contact dont vous vous êtes servi depuis" in undone.kept[0].kept


async def test_a_card_that_was_merged_since_is_told_and_left(bureau: Bureau) -> None:
    kept = await bureau.registers("Atelier Roca")
    import_id = await bureau.imports(row(2, "Bois Vert", contact="Anne Verdier"), row(3, "Scierie"))
    [imported] = [
        one.id for one in (await bureau.do(read_companies)).items if one.name == "Bois Vert"
    ]
    await bureau.merges(kept, imported)

    undone = await undoes(bureau, import_id)

    assert await names(bureau) == ["Atelier Roca"]
    assert (undone.totals.changed, undone.totals.kept) == (1, 1)
    [line] = undone.kept
    assert (line.name, line.told) == ("Bois Vert", [])
    assert [text.partition("\u00a0")[0] for text in line.kept] == [
        "fiche fusionnée avec une autre depuis"
    ]


@pytest.mark.parametrize("closed", [False, True])
async def test_a_company_that_did_something_by_its_link_stays(bureau: Bureau, closed: bool) -> None:
    import_id = await bureau.imports(row(2, "Bois Vert", contact="Anne Verdier"), row(3, "Scierie"))
    card = next(one for one in (await bureau.do(read_companies)).items if one.name == "Bois Vert")
    [contact] = (await bureau.do(read_company, card.id)).contacts
    page = await bureau.do(give_host_page, contact_id=contact.id, by_mail=False, now=NOW)
    months = (TODAY, TODAY)
    offered = await bureau.do(offer_places, page_id=page, mef=None, months=months, seats=1, now=NOW)
    await bureau.do(take_places_back, page_id=page, capacity_id=offered, now=NOW)
    if closed:
        await bureau.do(close_host_page, contact_id=contact.id, now=NOW)

    undone = await undoes(bureau, import_id)

    left = await only(bureau)
    assert left.company.details.name == "Bois Vert"
    assert [one.id for one in left.contacts] == ([] if closed else [contact.id])
    kept = "contact à qui une fiche ou un lien a été remis"
    assert (kept in undone.kept[0].kept) is not closed


async def test_a_site_an_import_added_goes_unless_somebody_relies_on_it(
    bureau: Bureau, other_bureau: Bureau, published: Published
) -> None:
    await other_bureau.registers(main=site(siret=SIRET))
    added = [
        row(2, "Chaudronnerie du Quercy", siret=siret_of(12, SIREN), commune=MOISSAC),
        row(3, "Chaudronnerie du Quercy", siret=siret_of(13, SIREN), commune=MOISSAC),
    ]
    import_id = await bureau.imports(*added)
    card = await only(bureau)
    await bureau.logs(card.company.id, site_id=card.company.sites[1].id)

    await undoes(bureau, import_id)

    left = (await only(bureau)).company
    assert [one.details.siret for one in left.sites] == [SIRET, siret_of(12, SIREN)]
    *_, event = await published(CompanyCorrectedV1)
    assert len(event.sites) == 2


async def test_an_import_is_undone_once(bureau: Bureau, published: Published) -> None:
    import_id = await bureau.imports(row(2, "Bois Vert", siret=SIRET))
    await undoes(bureau, import_id)
    await bureau.registers("Bois Vert", main=site(siret=SIRET))

    await bureau.do(undo_import, import_id=import_id, now=NOW)

    assert await names(bureau) == ["Bois Vert"]
    assert len(await published(CompanyCorrectedV1)) == 1
    assert len(await published(ImportUndoneV1)) == 1


async def test_the_department_is_told_what_undoing_an_import_came_to(
    bureau: Bureau, other_bureau: Bureau, published: Published
) -> None:
    await registered_by_another(other_bureau)
    import_id = await bureau.imports(
        row(2, "Chaudronnerie du Quercy", siret=SIRET, phone=PHONE, contact="Anne Verdier"),
        row(3, "Scierie"),
        row(4, "Forge"),
        row(5, "Zinguerie"),
    )
    forge = next(one for one in (await bureau.do(read_companies)).items if one.name == "Forge")
    await bureau.logs(forge.id)

    card = await undoes(bureau, import_id)

    [told] = await published(ImportUndoneV1)
    assert (told.import_id, told.source) == (import_id, ImportSource.XLSX)
    assert (told.removed, told.restored, told.kept) == (2, 1, 1)
    assert (card.totals.changed, card.totals.kept) == (3, 1)


async def test_only_the_lycee_that_imported_may_undo(bureau: Bureau, other_bureau: Bureau) -> None:
    import_id = await bureau.imports(row(2, "Bois Vert"))

    with pytest.raises(NotFound):
        await other_bureau.do(read_undo, import_id)
    with pytest.raises(NotFound):
        await other_bureau.do(undo_import, import_id=import_id, now=NOW)
    assert await names(bureau) == ["Bois Vert"]


async def test_what_is_not_over_or_was_forgotten_cannot_be_undone(bureau: Bureau) -> None:
    previewed = await bureau.previews(row(2, "Bois Vert"))
    with pytest.raises(ImportNotUndoable):
        await bureau.do(undo_import, import_id=previewed, now=NOW)

    await bureau.confirms(previewed)
    await bureau.do(forget_import, import_id=previewed, now=NOW)

    with pytest.raises(ImportNotUndoable):
        await bureau.do(undo_import, import_id=previewed, now=NOW)
    assert not (await bureau.do(read_import_card, previewed)).undoable


async def test_two_lycees_that_imported_one_list_undo_it_one_after_the_other(
    bureau: Bureau, other_bureau: Bureau
) -> None:
    rows = (row(2, "Bois Vert", siret=SIRET), row(3, "Scierie"))
    ours = await bureau.imports(*rows)
    theirs = await other_bureau.imports(*rows)

    await undoes(other_bureau, theirs)
    assert await names(bureau, mine=True) == ["Bois Vert", "Scierie"]
    await undoes(bureau, ours)

    assert await names(bureau) == []
    assert (await other_bureau.do(read_import_card, theirs)).lines


async def test_what_undoing_needs_names_no_contact(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    await bureau.imports(row(2, "Bois Vert", contact="Anne Verdier"))

    kept = await superuser.fetch("SELECT import_effects::text AS said FROM import_effects")

    assert kept
    assert not [one for one in kept if "Verdier" in one["said"]]


async def test_an_import_is_undone_from_the_screen(
    browser: Browser, bureau: Bureau, signed_in: Callable[..., Browser]
) -> None:
    content = workbook(FULL, ("Scierie", "", "", "", "", "", "Moissac"))
    preview = await browser.follows(await browser.sends(URL, URL, file=("liste.xlsx", content)))
    result = await browser.follows(await browser.sends(preview, f"{preview.url.path}/confirmation"))
    address = f"{preview.url.path}/annulation"
    assert address in result.text
    await bureau.logs((await bureau.do(read_companies, words="Scierie")).items[0].id)

    page = await browser.opens(address)
    assert "rien n’est encore défait" in page.text
    assert "fiche retirée du registre\u202f; contact effacé" in page.text
    assert "Ce qui sera gardé" in page.text

    done = await browser.follows(await browser.sends(page, address))
    assert "Import annulé" in done.text
    assert "Ce qui a été gardé" in done.text
    assert await names(bureau, mine=True) == ["Scierie"]
    assert "Annulé" in (await browser.opens(URL)).text
    elsewhere = signed_in(Role.RBDE, ELSEWHERE)
    assert (await elsewhere.opens(address)).status_code == 404


async def test_one_company_of_an_import_is_undone_alone_then_the_rest(
    browser: Browser, bureau: Bureau, other_bureau: Bureau, published: Published
) -> None:
    import_id = await bureau.imports(row(2, "Bois Vert", siret=SIRET), row(3, "Scierie"))
    address = f"{URL}/{import_id}/annulation"
    scierie = (await bureau.do(read_companies, words="Scierie")).items[0].id
    with pytest.raises(NotFound):
        await other_bureau.do(undo_import, import_id=import_id, only=scierie, now=NOW)

    page = await browser.follows(await browser.sends(address, f"{address}/{scierie}"))

    assert "Entreprise défaite." in page.text
    assert await names(bureau) == ["Bois Vert"]
    assert await published(ImportUndoneV1) == []
    await bureau.do(undo_import, import_id=import_id, only=scierie, now=NOW)
    assert len(await published(CompanyCorrectedV1)) == 1

    await bureau.do(undo_import, import_id=import_id, now=NOW)
    assert await names(bureau) == []
    [told] = await published(ImportUndoneV1)
    assert (told.removed, told.restored, told.kept) == (2, 0, 0)


async def test_an_import_whose_last_company_is_undone_is_undone(
    bureau: Bureau, published: Published
) -> None:
    import_id = await bureau.imports(row(2, "Bois Vert", siret=SIRET))
    [one] = (await bureau.do(read_companies)).items
    await bureau.do(undo_import, import_id=import_id, only=one.id, now=NOW)
    assert (await bureau.do(read_undo, import_id)).about.status == "undone"
    assert len(await published(ImportUndoneV1)) == 1


async def test_a_company_corrected_meanwhile_is_not_said_to_be_undone(
    browser: Browser, bureau: Bureau
) -> None:
    import_id = await bureau.imports(row(2, "Bois Vert"), row(3, "Scierie"))
    address = f"{URL}/{import_id}/annulation"
    shown, shown_elsewhere = await browser.opens(address), await browser.opens(address)
    [green, _] = (await bureau.do(read_companies)).items
    await bureau.corrects(green.id, 1, company("Bois Vert et Fils"))

    page = await browser.follows(await browser.sends(shown, f"{address}/{green.id}"))

    assert "Entreprise défaite" not in page.text
    assert "Rien n’est défait. Gardé\u00a0: fiche modifiée depuis" in page.text
    assert await names(bureau, mine=True) == ["Bois Vert et Fils", "Scierie"]
    again = await browser.follows(await browser.sends(shown_elsewhere, f"{address}/{green.id}"))
    assert "cette entreprise est déjà comme avant" in again.text


async def test_lines_that_wait_are_recorded_after_the_last_company_was_undone(
    bureau: Bureau, published: Published
) -> None:
    same = [row(line, "Bois Vert") for line in range(2, CHUNK_ROWS + 2)]
    import_id = await bureau.imports(*same, row(CHUNK_ROWS + 2, "Scierie"))
    await bureau.do(stop_import, import_id=import_id)
    [one] = (await bureau.do(read_companies)).items

    await bureau.do(undo_import, import_id=import_id, only=one.id, now=NOW)

    assert (await bureau.do(read_import_card, import_id)).about.status == "stopped"
    assert await published(ImportUndoneV1) == []
    await bureau.do(resume_import, import_id=import_id, now=NOW)
    assert await names(bureau) == ["Scierie"]
    await bureau.do(undo_import, import_id=import_id, now=NOW)
    assert await names(bureau) == []
    [told] = await published(ImportUndoneV1)
    assert told.removed == 2


async def test_a_page_that_can_undo_nothing_says_why(browser: Browser, bureau: Bureau) -> None:
    import_id = await bureau.previews(row(2, "Bois Vert"))

    page = await browser.opens(f"{URL}/{import_id}/annulation")

    assert page.status_code == 200
    assert "Cet import ne peut pas être annulé" in page.text
    assert 'method="post" action="/entreprises' not in page.text


@pytest.mark.usefixtures("at_work")
async def test_a_long_import_is_undone_in_pieces(browser: Browser, bureau: Bureau) -> None:
    content = csv_of(*[(f"Entreprise {i}", "", "", "", "", "", "Moissac") for i in range(700)])
    preview = await browser.follows(await browser.sends(URL, URL, file=("liste.csv", content)))
    await browser.sends(preview, f"{preview.url.path}/confirmation")
    result = preview.url.path

    async def over() -> bool:
        return "Import terminé" in (await browser.opens(result)).text

    await eventually(over)
    address = f"{result}/annulation"
    page = await browser.follows(await browser.sends(await browser.opens(address), address))
    assert "Annulation en cours" in page.text

    async def undone() -> bool:
        return "Import annulé" in (await browser.opens(address)).text

    await eventually(undone)
    assert await names(bureau) == []
    told: list[str] = []
    following: str | None = address
    while following:
        page = await browser.opens(following)
        told += re.findall(r'<th scope="row">(Entreprise \d+)</th>', page.text)
        next_one = re.search(r'href="([^"]*apres=[^"]*)"', page.text)
        following = next_one[1] if next_one else None
    assert (len(told), len(set(told))) == (700, 700)
    # All of it at once, though it was undone in pieces.
    assert [told.removed for told in await bureau.published(ImportUndoneV1)] == [700]
