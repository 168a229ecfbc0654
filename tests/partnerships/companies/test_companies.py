"""Registering and correcting companies: one card per company, its whole state told each time."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from contracts.identifiers import Naf, Siren, SiteKey
from contracts.partnerships.companies import (
    CompanyCorrectedV1,
    CompanyRegisteredV1,
    Diffusion,
    LegalForm,
)
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.text import name_key
from services.partnerships.cards.queries import read_company
from services.partnerships.companies.model.company import (
    CompanyAlreadyKnown,
    SiretOfAnotherCompany,
    SiteAlreadyKnown,
)
from services.partnerships.companies.store.companies import Companies
from services.partnerships.company_list.queries.pages import read_companies
from services.partnerships.sites.commands import add_site, correct_site
from tests.partnerships.world import (
    MOISSAC,
    NOW,
    SIREN,
    SIRET,
    TODAY,
    Bureau,
    company,
    siret_of,
    site,
)
from tests.support.services import Published

OTHER_SITE = siret_of(12, SIREN)


async def test_a_registered_company_is_told_with_its_site(
    bureau: Bureau, published: Published
) -> None:
    company_id = await bureau.registers(main=site(siret=SIRET))

    (event,) = await published(CompanyRegisteredV1)
    assert (event.company_id, event.siren, event.occurred_on) == (company_id, SIREN, TODAY)
    assert event.sites[0].site_key == SiteKey(SIRET)
    assert event.sites[0].commune == "82121"


@pytest.mark.parametrize(
    ("form", "diffusion", "named"),
    [
        (LegalForm.COMPANY, Diffusion.FULL, True),
        (LegalForm.ASSOCIATION, Diffusion.FULL, True),
        (LegalForm.PUBLIC, Diffusion.FULL, True),
        (LegalForm.COMPANY, Diffusion.PARTIAL, False),
        (LegalForm.COMPANY, Diffusion.UNKNOWN, False),
        (LegalForm.SOLE_TRADER, Diffusion.FULL, False),
        (LegalForm.UNKNOWN, Diffusion.FULL, False),
    ],
)
async def test_only_a_fully_diffusible_legal_person_is_named(
    bureau: Bureau, published: Published, form: LegalForm, diffusion: Diffusion, named: bool
) -> None:
    await bureau.registers("Bois Vert", legal_form=form, diffusion=diffusion)

    (event,) = await published(CompanyRegisteredV1)
    assert event.public_name == ("Bois Vert" if named else None)


async def test_the_same_number_is_never_registered_twice(
    bureau: Bureau, other_bureau: Bureau
) -> None:
    await bureau.registers("Bois Vert", main=site(siret=SIRET))

    for main in (site(siret=SIRET), site(siret=OTHER_SITE, commune=MOISSAC)):
        with pytest.raises(CompanyAlreadyKnown):
            await other_bureau.registers("Un autre nom", main=main, distinct=True)


async def test_the_same_name_in_the_same_commune_is_asked_about(
    bureau: Bureau, other_bureau: Bureau, published: Published
) -> None:
    await bureau.registers("SARL Chaudronnerie du Quercy")

    with pytest.raises(CompanyAlreadyKnown):
        await other_bureau.registers("CHAUDRONNERIE  DU QUERCY")
    await other_bureau.registers("Chaudronnerie du Quercy", main=site(commune=MOISSAC))
    await other_bureau.registers("Chaudronnerie du Quercy", distinct=True)

    assert len(await published(CompanyRegisteredV1)) == 3


async def test_two_bureaux_at_the_same_time_make_one_card(
    bureau: Bureau, other_bureau: Bureau, published: Published
) -> None:
    attempts = [b.registers(main=site(siret=SIRET)) for b in (bureau, other_bureau) * 3]

    outcomes = await asyncio.gather(*attempts, return_exceptions=True)

    assert sum(isinstance(outcome, CompanyAlreadyKnown) for outcome in outcomes) == 5
    assert len(await published(CompanyRegisteredV1)) == 1


async def test_a_correction_tells_the_whole_state(bureau: Bureau, published: Published) -> None:
    company_id = await bureau.registers(main=site(siret=SIRET))

    await bureau.corrects(company_id, 1, company("Bois Vert", siren=SIREN, naf=Naf("43.32A")))

    (event,) = await published(CompanyCorrectedV1)
    assert (event.public_name, event.naf, len(event.sites)) == ("Bois Vert", "43.32A", 1)


async def test_a_stale_correction_is_refused_with_what_the_other_left(bureau: Bureau) -> None:
    company_id = await bureau.registers()
    await bureau.corrects(company_id, 1, company("Bois Vert"))

    with pytest.raises(StaleVersion) as refused:
        await bureau.corrects(company_id, 1, company("Bois Bleu"))

    assert refused.value.current["name"] == "Bois Vert"
    assert refused.value.current["version"] == 2


async def test_a_siren_of_another_company_is_refused(bureau: Bureau) -> None:
    await bureau.registers("Bois Vert", siren=SIREN)
    company_id = await bureau.registers("Bois Bleu")

    with pytest.raises(CompanyAlreadyKnown):
        await bureau.corrects(company_id, 1, company("Bois Bleu", siren=SIREN))


async def test_a_siret_belongs_to_its_siren(bureau: Bureau) -> None:
    other = Siren(siret_of(3)[:9])
    with pytest.raises(SiretOfAnotherCompany):
        await bureau.registers(siren=other, main=site(siret=SIRET))
    company_id = await bureau.registers(main=site(siret=SIRET))
    with pytest.raises(SiretOfAnotherCompany):
        await bureau.corrects(company_id, 1, company(siren=other))


async def test_a_site_is_added_once(bureau: Bureau, published: Published) -> None:
    company_id = await bureau.registers(main=site(siret=SIRET))
    added = site(siret=OTHER_SITE, commune=MOISSAC)

    await bureau.do(add_site, company_id=company_id, details=added, now=NOW)
    with pytest.raises(SiteAlreadyKnown):
        await bureau.do(add_site, company_id=company_id, details=added, now=NOW)

    (event,) = await published(CompanyCorrectedV1)
    assert [fact.site_key.siret for fact in event.sites] == [SIRET, OTHER_SITE]


async def test_a_site_keeps_answering_to_its_internal_key(bureau: Bureau) -> None:
    company_id = await bureau.registers()
    (known,) = (await bureau.do(read_company, company_id)).company.sites

    await bureau.do(
        correct_site,
        company_id=company_id,
        site_id=known.id,
        version=1,
        details=site(siret=SIRET),
        now=NOW,
    )

    async def found(uow: UnitOfWork, key: SiteKey) -> tuple[UUID, UUID] | None:
        return await Companies(uow).site_by_key(key)

    for key in (known.key, SiteKey(SIRET)):
        assert await bureau.do(found, key) == (company_id, known.id)


async def test_an_absent_company_is_not_found(bureau: Bureau) -> None:
    company_id = await bureau.registers()
    with pytest.raises(NotFound):
        await bureau.do(read_company, company_id=UUID(int=company_id.int + 1))


@pytest.mark.parametrize(
    "words",
    ["chaudronnerie", "QUERCY", "quer", "Chaudronnerie Montauban", "732 829 320", SIRET, "montau"],
)
async def test_a_company_is_found_by_the_start_of_any_word(bureau: Bureau, words: str) -> None:
    company_id = await bureau.registers("Chaudronnerie du Quercy", main=site(siret=SIRET))
    await bureau.registers("Élevage Sénéchal", main=site(commune=MOISSAC), naf=Naf("01.42Z"))

    page = await bureau.do(read_companies, words=words)

    assert [item.id for item in page.items] == [company_id]


async def test_accents_do_not_matter_and_old_names_are_forgotten(bureau: Bureau) -> None:
    company_id = await bureau.registers("Élevage Sénéchal")
    assert (await bureau.do(read_companies, words="elevage senechal")).items

    await bureau.corrects(company_id, 1, company("Bois Vert"))

    assert not (await bureau.do(read_companies, words="senechal")).items
    assert (await bureau.do(read_companies, words="bois")).items


async def test_the_list_goes_on_page_after_page(bureau: Bureau) -> None:
    names = [f"Entreprise {rank:03d}" for rank in range(60)]
    for name in names:
        await bureau.registers(name)

    first = await bureau.do(read_companies)
    second = await bureau.do(read_companies, after=first.after)

    assert [item.name for item in (*first.items, *second.items)] == names
    assert second.after is None


async def test_my_companies_are_those_my_lycee_took_up(
    bureau: Bureau, other_bureau: Bureau
) -> None:
    mine = await bureau.registers("Bois Vert")
    await other_bureau.registers("Bois Bleu")

    assert [item.id for item in (await bureau.do(read_companies, mine=True)).items] == [mine]
    assert len((await bureau.do(read_companies)).items) == 2


async def test_companies_that_may_be_one_already_known_are_found_by_number_and_by_name_and_place(
    bureau: Bureau,
) -> None:
    by_number = await bureau.registers("Bois Vert", main=site(siret=SIRET))
    there = await bureau.registers("Menuiserie du Tarn", main=site(commune=MOISSAC))
    nowhere = await bureau.registers("Toits de Quercy", main=site(commune=None))

    async def found(uow: UnitOfWork, /, **asked: Any) -> list[UUID]:
        return sorted(one.id for one in await Companies(uow).resembling(**asked))

    name, unplaced, place = name_key("Menuiserie du Tarn"), name_key("Toits de Quercy"), MOISSAC
    for asked, those in (
        ({}, []),
        ({"sirens": [SIREN]}, [by_number]),
        ({"sirens": [SIREN, SIREN, "999999999"]}, [by_number]),
        ({"keys": [SiteKey(SIRET)]}, [by_number]),
        ({"names": [(name, place)]}, [there]),
        ({"names": [(name, place), (name, place), (unplaced, place)]}, [there]),
        # A name and a place are asked side by side: not each with any of the others.
        ({"names": [(name, "ailleurs"), ("autre", place)]}, []),
        ({"placeless": [unplaced, name]}, [nowhere]),
        ({"names": [(f"nom {one}", place) for one in range(9_000)] + [(name, place)]}, [there]),
        (
            {"sirens": [SIREN], "names": [(name, place)], "placeless": [unplaced]},
            sorted([by_number, there, nowhere]),
        ),
    ):
        assert await bureau.do(found, **asked) == those, asked
