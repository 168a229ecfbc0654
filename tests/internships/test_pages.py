"""The pages of a bureau, read and filled in without script."""

import asyncio
from datetime import date
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from contracts.identifiers import SiteKey
from contracts.internships.periods import (
    CoverageChangedV1,
    HostAgreedV1,
    PfmpPeriodPublishedV1,
    PlacementConfirmedV1,
    PlacementOrigin,
)
from services.chassis.base.identity import Role
from tests.internships.conftest import Served
from tests.internships.world import ELEC, ELSEWHERE, Lycee
from tests.support.pages import Page, Visitor


class Class:
    """Two pupils in a published period, and a host."""

    lea: UUID
    tom: UUID
    period: UUID
    site: str


@pytest_asyncio.fixture
async def class_(lycee: Lycee) -> Class:
    at = Class()
    formation = await lycee.opens(ELEC)
    at.lea, at.tom = await lycee.imports(
        "MARTIN Léa 2ELEC", "ROUX Tom 2ELEC", classes={"2ELEC": formation}
    )
    at.period = await lycee.publishes_a_period(formation)
    at.site = await lycee.knows_a_host()
    return at


async def test_the_home_of_pfmp_puts_pupils_without_a_place_first(
    bureau: Visitor, class_: Class
) -> None:
    page = await bureau.get("/pfmp")
    assert page.status == 200
    assert "2 élèves sans lieu d’accueil" in page.text
    assert str(class_.period) in page.answer.text


async def test_an_empty_bureau_is_told_where_to_begin(bureau: Visitor) -> None:
    for path in ("/pfmp", "/pfmp/eleves", "/pfmp/formations", "/pfmp/periodes/nouvelle"):
        page = await bureau.get(path)
        assert page.status == 200
        assert "Aucun" in page.text


async def test_a_bureau_opens_a_formation_then_prepares_and_publishes_a_period(
    bureau: Visitor, lycee: Lycee
) -> None:
    page = await bureau.get("/pfmp/formations")
    page = await bureau.send(
        page.form("/pfmp/formations"), mef="24731214115", label="2de pro Électricité"
    )
    assert "Formation enregistrée." in page.text
    assert "2473121411" in page.text

    form = (await bureau.get("/pfmp/periodes/nouvelle")).form("/pfmp/periodes")
    page = await bureau.send(
        form,
        starts_on="2027-01-04",
        ends_on="2027-01-29",
        weeks="4",
        formation_ids=form.options["formation_ids"],
    )
    assert "PFMP préparée." in page.text
    assert await lycee.published(PfmpPeriodPublishedV1) == []
    page = await bureau.send(page.form(f"{page.answer.url.path}/publication"))
    assert "PFMP publiée." in page.text
    assert len(await lycee.published(PfmpPeriodPublishedV1)) == 1


async def test_a_refused_form_keeps_what_was_typed_and_says_where_it_is_wrong(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    form = (await bureau.get("/pfmp/periodes/nouvelle")).form("/pfmp/periodes")
    page = await bureau.send(
        form,
        starts_on="2027-01-29",
        ends_on="2027-01-04",
        weeks="4",
        formation_ids=str(formation),
    )
    assert page.status == 422
    assert "La fin doit être après le début." in page.text
    kept = page.form("/pfmp/periodes").typed()
    assert (kept["starts_on"], kept["ends_on"], kept["weeks"]) == ("2027-01-29", "2027-01-04", "4")
    assert kept["formation_ids"] == str(formation)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
async def test_a_year_typed_wrong_is_refused_on_the_form(
    bureau: Visitor, lycee: Lycee, day: str
) -> None:
    formation = await lycee.opens(ELEC)
    form = (await bureau.get("/pfmp/periodes/nouvelle")).form("/pfmp/periodes")
    page = await bureau.send(
        form, starts_on=day, ends_on=day, weeks="4", formation_ids=str(formation)
    )
    assert page.status == 422
    assert "vérifiez l’année" in page.text
    assert page.form("/pfmp/periodes").typed()["starts_on"] == day


async def test_a_bureau_searches_a_host_proposes_it_and_confirms_it(
    bureau: Visitor, lycee: Lycee, class_: Class
) -> None:
    here = f"/pfmp/periodes/{class_.period}/eleves/{class_.lea}"
    many = await bureau.get(f"{here}?q=chaudronnerie+c+ch+cha+chau+chaud+chaudr+chaudro+zzz")
    assert "premiers mots différents sont cherchés" in many.text
    assert "Chaudronnerie" in many.text
    page = await bureau.get(f"{here}?q=chaudronnerie")
    page = await bureau.send(page.form(f"{here}/placements"), site_key=class_.site)
    assert "Lieu d’accueil proposé." in page.text

    confirmation = page.form(f"{page.answer.url.path}/confirmation")
    page = await bureau.send(confirmation, on="2026-11-20")
    assert "Lieu d’accueil confirmé." in page.text
    (agreed,) = await lycee.published(HostAgreedV1)
    assert agreed.occurred_on == date(2026, 11, 20)
    page = await bureau.get(f"/pfmp/periodes/{class_.period}")
    assert "Chaudronnerie du Quercy" in page.text


async def test_a_host_not_found_by_its_name_is_looked_for_in_the_registry_with_the_same_words(
    bureau: Visitor, class_: Class
) -> None:
    own = f"/pfmp/periodes/{class_.period}/eleves/{class_.lea}"
    for here in (own, f"{own}/recherche"):
        page = await bureau.get(f"{here}?q=vannerie+lacombe")
        assert 'href="/entreprises?filtre=toutes&amp;q=vannerie+lacombe"' in page.answer.text


async def test_a_choice_changed_on_the_way_is_refused_on_the_form(
    bureau: Visitor, class_: Class
) -> None:
    here = f"/pfmp/periodes/{class_.period}/eleves/{class_.lea}"
    form = (await bureau.get(f"{here}?q=chaudronnerie")).form(f"{here}/placements")
    refused = await bureau.send(form, site_key="n’importe quoi")
    assert refused.status == 422
    unknown = await bureau.send(form, site_key=SiteKey.local(uuid4()))
    assert unknown.status == 422
    assert "n’est pas connue ici" in unknown.text


async def test_a_site_of_the_registry_is_proposed_from_its_card(
    bureau: Visitor, class_: Class
) -> None:
    page = await bureau.get(f"/pfmp/placements/nouveau?site={class_.site}")
    form = page.form("/pfmp/placements")
    assert "ROUX Tom" in page.text
    refused = await bureau.send(form)
    assert refused.status == 422
    choice = f"{class_.period}/{class_.tom}"
    page = await bureau.send(refused.form("/pfmp/placements"), waiting=choice)
    assert "Lieu d’accueil de ROUX Tom" in page.text


async def test_a_site_without_a_public_name_is_named_by_the_registry(
    bureau: Visitor, lycee: Lycee, class_: Class
) -> None:
    site = await lycee.knows_a_host(name=None, commune="82112", naf="96.02A")
    page = await bureau.get(f"/pfmp/placements/nouveau?site={site}")
    assert "Entreprise à Moissac (coiffure) (nom affiché par le registre)" in page.text
    assert f'hx-get="/entreprises/fragments/sites/{site}/nom"' in page.answer.text


async def test_a_site_not_known_so_far_is_said_to_be_on_its_way(bureau: Visitor) -> None:
    page = await bureau.get(f"/pfmp/placements/nouveau?site={SiteKey.local(uuid4())}")
    assert page.status == 200
    assert "pas encore connue ici" in page.text
    assert (await bureau.get("/pfmp/placements/nouveau?site=n’importe quoi")).status == 404


async def test_a_form_opened_before_somebody_else_confirmed_is_refused_with_the_difference(
    bureau: Visitor, lycee: Lycee, class_: Class
) -> None:
    placement = await lycee.proposes(class_.lea, class_.period, SiteKey(class_.site))
    form = (await bureau.get(f"/pfmp/placements/{placement}")).form("/pfmp/placements/")
    await lycee.confirms(placement)

    page = await bureau.send(form, on="2026-11-20")
    assert page.status == 409
    assert "Quelqu’un d’autre a agi" in page.text
    assert "Date de l’accord 2026-11-20 2026-11-24" in page.text
    assert len(await lycee.published(HostAgreedV1)) == 1


async def test_twenty_clicks_on_confirm_tell_one_agreement(
    bureau: Visitor, lycee: Lycee, class_: Class
) -> None:
    placement = await lycee.proposes(class_.lea, class_.period, SiteKey(class_.site))
    form = (await bureau.get(f"/pfmp/placements/{placement}")).form("/pfmp/placements/")

    pages = await asyncio.gather(*(bureau.send(form) for _ in range(20)))

    assert {page.status for page in pages} == {200}
    assert len(await lycee.published(HostAgreedV1)) == 1
    assert len(await lycee.published(PlacementConfirmedV1)) == 1


async def test_a_withdrawal_needs_a_reason(bureau: Visitor, lycee: Lycee, class_: Class) -> None:
    placement = await lycee.places(class_.lea, class_.period, SiteKey(class_.site))
    here = f"/pfmp/placements/{placement}"
    page = await bureau.send((await bureau.get(here)).form(f"{here}/retrait"))
    assert page.status == 422
    page = await bureau.send(page.form(f"{here}/retrait"), reason="host")
    assert "Lieu d’accueil retiré." in page.text
    assert "L’entreprise ne peut plus accueillir" in page.text


async def test_a_place_given_up_by_mistake_is_put_back_as_it_was(
    bureau: Visitor, lycee: Lycee, class_: Class
) -> None:
    placement = await lycee.places(class_.lea, class_.period, SiteKey(class_.site))
    here = f"/pfmp/placements/{placement}"
    page = await bureau.get(here)
    assert "de nouveau sans lieu d’accueil" in page.text
    page = await bureau.send(page.form(f"{here}/retrait"), reason="host")

    page = await bureau.send(page.form(f"{here}/remise"))

    assert "Lieu d’accueil remis comme avant." in page.text
    told = await lycee.published(CoverageChangedV1)
    assert [fact.host_agreed for fact in told][-3:] == [1, 0, 1]
    again = (await lycee.published(PlacementConfirmedV1))[-1]
    assert again.origin == PlacementOrigin.OFFICE
    assert not again.new_host
    # Once: what is put back is not put back again.
    twice = await bureau.send((await bureau.get(here)).form(f"{here}/remise"))
    assert twice.status == 409
    assert len(await lycee.published(PlacementConfirmedV1)) == 2


async def test_a_proposal_given_up_comes_back_as_a_proposal(
    bureau: Visitor, lycee: Lycee, class_: Class
) -> None:
    placement = await lycee.proposes(class_.lea, class_.period, SiteKey(class_.site))
    here = f"/pfmp/placements/{placement}"
    page = await bureau.send((await bureau.get(here)).form(f"{here}/retrait"), reason="mistake")
    page = await bureau.send(page.form(f"{here}/remise"))
    assert "Confirmer le lieu d’accueil" in page.text
    assert await lycee.published(PlacementConfirmedV1) == []


async def test_a_place_leads_to_its_company(bureau: Visitor, lycee: Lycee, class_: Class) -> None:
    placement = await lycee.proposes(class_.lea, class_.period, SiteKey(class_.site))
    company = await lycee.superuser.fetchval("SELECT company_id FROM host_companies")
    source = (await bureau.get(f"/pfmp/placements/{placement}")).answer.text
    assert f'href="/entreprises/{company}"' in source


async def test_a_withdrawal_of_what_somebody_else_moved_says_what_changed_and_nothing_else(
    bureau: Visitor, lycee: Lycee, class_: Class
) -> None:
    placement = await lycee.proposes(class_.lea, class_.period, SiteKey(class_.site))
    here = f"/pfmp/placements/{placement}"
    form = (await bureau.get(here)).form(f"{here}/retrait")
    await lycee.confirms(placement)

    page = await bureau.send(form, reason="host")
    assert page.status == 409
    assert "Quelqu’un d’autre a agi" in page.text
    assert "Vous avez saisi" not in page.text

    await lycee.withdraws(placement, version=2)
    page = await bureau.send(form, reason="other", command_id=str(uuid4()))
    assert page.status == 409
    changed = " ".join(page.text.partition("Valeur actuelle")[2].split())
    assert changed.startswith("Motif Autre motif L’entreprise ne peut plus accueillir")


async def test_a_pupil_is_exempted_then_not_any_more(bureau: Visitor, class_: Class) -> None:
    here = f"/pfmp/periodes/{class_.period}/eleves/{class_.lea}"
    page = await bureau.get(here)
    page = await bureau.send(page.form(f"{here}/dispense"), exemption="apprenticeship")
    assert "En apprentissage" in page.text
    page = await bureau.get(here)
    page = await bureau.send(page.form(f"{here}/dispense/retrait"))
    assert "En apprentissage" not in page.text


async def test_a_departure_is_recorded_and_cancelled_on_the_pupils_page(
    bureau: Visitor, class_: Class
) -> None:
    here = f"/pfmp/eleves/{class_.lea}"
    page = await bureau.get(here)
    page = await bureau.send(page.form(f"{here}/sortie"), on="2026-11-23")
    assert "Sortie le 23/11/2026" in page.text
    page = await bureau.send(page.form(f"{here}/retour"))
    assert "Sortie le" not in page.text


async def test_a_roster_is_previewed_then_imported(bureau: Visitor, lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    await lycee.imports("ROUX Tom 2ELEC", classes={"2ELEC": formation})
    content = "Nom;Prénom;Classe\nROUX;Tom;1ELEC\nVIDAL;Inès;1ELEC\nPONS;;1ELEC\n".encode("cp1252")

    page = await _previewed(bureau, content)
    assert page.status == 200
    assert "Ligne 4 : Prénom manquant" in page.text
    assert "Un élève de ce nom est déjà en 2ELEC." in page.text
    assert await _pupils(lycee) == 1

    refused = await bureau.send(page.form("/pfmp/eleves/import"))
    assert refused.status == 422
    assert "Quelle formation suit la classe 1ELEC" in refused.text
    assert "Ligne 4 : Prénom manquant" in refused.text
    assert await _pupils(lycee) == 1

    done = await bureau.send(
        refused.form("/pfmp/eleves/import"),
        following=f"1elec:{formation}",
        deciding="2:other",
    )
    assert "2 élèves ajoutés." in done.text
    assert await _pupils(lycee) == 3


async def test_a_roster_of_a_thousand_pupils_goes_through_the_preview(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    rows = "".join(f"NOM{n};Zoé;C{n % 40}\n" for n in range(1_000))
    page = await _previewed(bureau, f"Nom;Prénom;Classe\n{rows}".encode())
    following = [f"c{n}:{formation}" for n in range(40)]
    done = await bureau.send(page.form("/pfmp/eleves/import"), following=following)
    assert "1 000 élèves ajoutés." in done.text
    assert await _pupils(lycee) == 1_000


async def test_hundreds_of_bad_rows_stop_nobody(bureau: Visitor, lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    rows = "".join(f"NOM{n};{'Zoé' if n % 2 else ''};2ELEC\n" for n in range(2_900))
    page = await _previewed(bureau, f"Nom;Prénom;Classe\n{rows}".encode())
    assert "et 1 350 autres" in page.text
    done = await bureau.send(page.form("/pfmp/eleves/import"), following=f"2elec:{formation}")
    assert "1 450 élèves ajoutés." in done.text


async def test_a_file_that_is_no_roster_is_refused_on_the_form(
    bureau: Visitor, lycee: Lycee
) -> None:
    await lycee.opens(ELEC)
    page = await _previewed(bureau, b"\x89PNG\x00")
    assert page.status == 422
    assert "n’a pas pu être lu" in page.text
    assert page.has_form("/pfmp/eleves/import/apercu")


async def test_rows_changed_on_the_way_are_refused(bureau: Visitor, lycee: Lycee) -> None:
    await lycee.opens(ELEC)
    page = await _previewed(bureau, "Nom;Prénom;Classe\nROUX;Tom;1ELEC\n".encode())
    refused = await bureau.send(page.form("/pfmp/eleves/import"), rows="[[1]]")
    assert refused.status == 422


async def _previewed(bureau: Visitor, content: bytes) -> Page:
    form = (await bureau.get("/pfmp/eleves/import")).form("/pfmp/eleves/import/apercu")
    return await bureau.send(form, files={"file": ("eleves.csv", content, "text/csv")})


async def _pupils(lycee: Lycee) -> int:
    count: int = await lycee.superuser.fetchval("SELECT count(*) FROM pupils")
    return count


async def test_the_home_page_is_told_how_many_pupils_have_no_place(
    bureau: Visitor, lycee: Lycee, class_: Class
) -> None:
    await lycee.places(class_.lea, class_.period, SiteKey(class_.site))
    fragment = await bureau.get("/pfmp/fragments/aujourdhui")
    assert "1 élève sans lieu d’accueil" in fragment.text
    assert "<html" not in fragment.answer.text


async def test_a_period_that_is_over_is_folded_away(bureau: Visitor, lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    await lycee.publishes_a_period(
        formation, starts_on=date(2026, 9, 21), ends_on=date(2026, 10, 16)
    )
    assert "1 PFMP terminée" in (await bureau.get("/pfmp")).text
    assert "Aucune PFMP en cours" in (await bureau.get("/pfmp/fragments/aujourdhui")).text


async def test_dates_of_a_period_are_corrected_and_a_draft_given_up(
    bureau: Visitor, lycee: Lycee
) -> None:
    here = f"/pfmp/periodes/{await lycee.drafts_a_period(await lycee.opens(ELEC))}"
    form = (await bureau.get(f"{here}/dates")).form(f"{here}/dates")
    assert form.typed()["starts_on"] == "2027-01-04"
    page = await bureau.send(form, ends_on="2027-02-05", weeks="5")
    assert "PFMP du 4 janvier au 5 février 2027" in page.text
    stale = await bureau.send(form, command_id=str(uuid4()), weeks="4")
    assert stale.status == 409
    assert "Semaines en entreprise 4 5" in stale.text
    page = await bureau.send((await bureau.get(here)).form(f"{here}/abandon"))
    assert "Brouillon abandonné." in page.text


async def test_pupils_are_listed_by_name(bureau: Visitor, lycee: Lycee) -> None:
    names = ["LE GOFF Éva", "LE Zoé", "LEA Ali", "ÉTÉ Ode"]
    rows = "".join(f"{n.rsplit(' ', 1)[0]};{n.rsplit(' ', 1)[1]};2ELEC\n" for n in names)
    formation = await lycee.opens(ELEC)
    page = await _previewed(bureau, f"Nom;Prénom;Classe\n{rows}".encode())
    page = await bureau.send(page.form("/pfmp/eleves/import"), following=f"2elec:{formation}")
    places = [page.text.index(name) for name in ("ÉTÉ Ode", "LE Zoé", "LE GOFF Éva", "LEA Ali")]
    assert places == sorted(places)


async def test_the_pupils_of_a_period_go_out_with_where_each_stands(
    bureau: Visitor, lycee: Lycee, class_: Class, app: Served
) -> None:
    await lycee.proposes(class_.tom, class_.period, SiteKey(class_.site))
    path = f"/pfmp/periodes/{class_.period}/eleves"

    text = (await bureau.get(f"{path}.csv")).answer.content.decode("utf-8-sig")
    none = (await bureau.get(f"{path}.csv?classe=ailleurs")).answer.text
    book = await bureau.get(f"{path}.xlsx")
    async with app.visited_by((Role.RBDE, ELSEWHERE)) as stranger:
        theirs = [await stranger.get(f"{path}.{kind}") for kind in ("csv", "xlsx")]

    assert "\r\nMARTIN Léa;2ELEC;2de pro Électricité;Sans lieu d’accueil;" in text
    assert "\r\nROUX Tom;2ELEC;2de pro Électricité;Lieu d’accueil proposé;" in text
    assert ";04/01/2027;29/01/2027;4\r\n" in text
    assert "MARTIN" not in none
    assert book.answer.content.startswith(b"PK")
    assert [page.status for page in theirs] == [404, 404]


async def test_the_notice_to_families_has_the_dates_and_names_nobody(
    bureau: Visitor, lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    period = await lycee.publishes_a_period(formation)

    page = await bureau.get(f"/pfmp/periodes/{period}")
    assert f'href="/pfmp/periodes/{period}/notice"' in page.answer.text
    notice = await bureau.get(f"/pfmp/periodes/{period}/notice")
    assert "PFMP du 4 au 29 janvier 2027, 4 semaines en entreprise." in notice.text
    assert notice.answer.text.count("<li>") >= 10
    assert "Le papier suffit toujours" in notice.text
    assert "Au bureau des entreprises du lycée." in notice.text, "nobody answered who they are"
    assert "MARTIN" not in notice.answer.text
