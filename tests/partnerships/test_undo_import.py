"""Undoing an import: everything is as it was, but for what people did since, which is told."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from contracts.identifiers import SiteKey
from contracts.partnerships import CompanyCorrectedV1, CompanyRegisteredV1, LegalForm
from services.chassis.errors import NotFound
from services.chassis.identity import Role
from services.partnerships.domain.contact import ContactDetails
from services.partnerships.domain.import_undo import ImportNotUndoable
from services.partnerships.queries.companies import CompanyCard, read_companies, read_company
from services.partnerships.queries.import_undo import UndoCard, read_undo
from services.partnerships.queries.imports import read_import_card
from services.partnerships.use_cases.add_contact import add_contact
from services.partnerships.use_cases.ask_contact_check import ask_contact_check
from services.partnerships.use_cases.commit_import import CHUNK_ROWS
from services.partnerships.use_cases.correct_contact import correct_contact
from services.partnerships.use_cases.correct_site import correct_site
from services.partnerships.use_cases.follow_company import follow_company
from services.partnerships.use_cases.forget_import import forget_import
from services.partnerships.use_cases.note_place import note_place
from services.partnerships.use_cases.undo_import import undo_import
from tests.partnerships.browsing import Browser
from tests.partnerships.files import FULL, csv_of, workbook
from tests.partnerships.world import (
    ELSEWHERE,
    MOISSAC,
    NOW,
    SIREN,
    SIRET,
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
    assert (card.changed, card.untouched) == (2, 0)
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
    assert (card.changed, card.untouched) == (1, 0)
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


async def test_a_company_spoken_with_stays(bureau: Bureau) -> None:
    import_id = await bureau.imports(row(2, "Bois Vert"), row(3, "Scierie"))
    [green, _] = (await bureau.do(read_companies)).items
    await bureau.logs(green.id)

    undone = await undoes(bureau, import_id)

    assert await names(bureau, mine=True) == ["Bois Vert"]
    assert "un échange y est noté" in undone.kept[0].kept[0]


async def test_a_company_where_a_place_was_proposed_stays(bureau: Bureau) -> None:
    import_id = await bureau.imports(row(2, "Bois Vert", siret=SIRET))
    await bureau.do(note_place, placement_id=uuid4(), site_key=SiteKey(SIRET))

    undone = await undoes(bureau, import_id)

    assert await names(bureau, mine=True) == ["Bois Vert"]
    assert "un lieu d’accueil y est proposé ou confirmé" in undone.kept[0].kept[0]


async def test_a_siret_a_place_depends_on_stays(bureau: Bureau, other_bureau: Bureau) -> None:
    company_id = await registered_by_another(other_bureau)
    import_id = await bureau.imports(row(2, "Chaudronnerie du Quercy", siret=SIRET, phone=PHONE))
    await bureau.do(note_place, placement_id=uuid4(), site_key=SiteKey(SIRET))

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
    assert "contact à qui une fiche a été envoyée" in card.kept[0].kept


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


async def test_a_page_that_can_undo_nothing_says_why(browser: Browser, bureau: Bureau) -> None:
    import_id = await bureau.previews(row(2, "Bois Vert"))

    page = await browser.opens(f"{URL}/{import_id}/annulation")

    assert page.status_code == 200
    assert "Cet import ne peut pas être annulé" in page.text
    assert 'method="post" action="/entreprises' not in page.text


async def test_a_long_import_is_undone_in_pieces(browser: Browser, bureau: Bureau) -> None:
    content = csv_of(*[(f"Entreprise {i}", "", "", "", "", "", "Moissac") for i in range(700)])
    preview = await browser.follows(await browser.sends(URL, URL, file=("liste.csv", content)))
    await browser.sends(preview, f"{preview.url.path}/confirmation")
    result = preview.url.path

    async def over() -> bool:
        return "Import terminé" in (await browser.opens(result)).text

    await eventually(over, within_seconds=20)
    address = f"{result}/annulation"
    page = await browser.follows(await browser.sends(await browser.opens(address), address))
    assert "Annulation en cours" in page.text

    async def undone() -> bool:
        return "Import annulé" in (await browser.opens(address)).text

    await eventually(undone, within_seconds=20)
    assert await names(bureau) == []
