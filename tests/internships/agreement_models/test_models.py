"""The lycée's own text of the agreement: brought, replaced, gone back to, tried on a pupil."""

import io
from typing import Any
from uuid import UUID

import pypdf
import pytest
import pytest_asyncio

from contracts.partnerships.host_party import HostParty, HostPerson
from services.chassis.base.identity import Role
from services.chassis.documents import kept_process
from services.chassis.files import reader_process
from services.internships.agreement_models.model.agreement_fields import (
    MEANINGS,
    AgreementField,
    known_field,
    lacking,
    unknown_fields,
)
from services.internships.agreement_prints.queries import Printed, read_agreement, values_of
from services.internships.leavers.commands import record_departure
from tests.internships.conftest import Served
from tests.internships.world import BOURDELLE, CARE, ELEC, ELSEWHERE, TODAY, Lycee
from tests.support.docx import docx, files_in, has_field, paragraph, words
from tests.support.pages import Page, Visitor

MODELS = "/pfmp/conventions/modeles"
TEXT = docx(
    paragraph("Convention de {{élè", "ve}}, {{Classe}}"),
    paragraph("Chez {{entreprise}} {{dates}}"),
    paragraph("Tuteur : {{tuteur}} ; n° {{numéro de sécurité sociale}} ; {{tutuer}}"),
)


def sending(content: bytes, name: str = "Convention votée.docx") -> dict[str, tuple[str, bytes]]:
    return {"file": (name, content)}


async def brings(
    visitor: Visitor, content: bytes = TEXT, name: str = "Convention votée.docx", **fields: str
) -> Page:
    page = await visitor.get(MODELS)
    form = page.form(MODELS, exactly=True)
    return await visitor.send(
        form, files=sending(content, name), **{"voted_on": "2026-10-12", **fields}
    )


class Class:
    """A pupil with a confirmed host, and one who still looks for one."""

    lea: UUID
    tom: UUID
    formation: UUID
    period: UUID
    placement: UUID


@pytest_asyncio.fixture
async def class_(lycee: Lycee) -> Class:
    at = Class()
    at.formation = await lycee.opens(ELEC)
    at.lea, at.tom = await lycee.imports(
        "MARTIN Léa 2ELEC", "ROUX Tom 2ELEC", classes={"2ELEC": at.formation}
    )
    at.period = await lycee.publishes_a_period(at.formation)
    at.placement = await lycee.places(at.lea, at.period, await lycee.knows_a_host())
    return at


def test_a_field_is_known_however_it_is_typed() -> None:
    for typed in ("élève", "ÉLÈVE", " eleve ", "Elève"):
        assert known_field(typed) is AgreementField.PUPIL
    assert known_field("nom_eleve") is AgreementField.PUPIL_LAST_NAME
    assert known_field("adresse entreprise") is AgreementField.COMPANY_ADDRESS
    assert known_field("siret") is AgreementField.SIRET
    assert set(MEANINGS) == set(AgreementField)


def test_an_unknown_field_comes_with_the_one_that_was_meant() -> None:
    [first, second] = unknown_fields(["tutuer", "élève", "couleur préférée"])
    assert (first.typed, first.nearest) == ("tutuer", AgreementField.TUTOR)
    assert second.nearest is None


async def test_a_secretary_brings_the_voted_text_and_reads_what_was_found(
    app: Served, class_: Class
) -> None:
    async with app.visited_by((Role.SECRETARIAT, BOURDELLE)) as secretary:
        page = await brings(secretary)
        assert "Modèle enregistré : 1 champ inconnu" in page.text
        assert "{{tutuer}} : peut-être {{tuteur}} ?" in page.text
        assert "Convention votée" in page.text
        assert "12/10/2026" in page.text
        assert "{{enseignant référent}}" in page.text
        model = page.form(f"{MODELS}/").action.split("/")[4]
        kept = await secretary.get(f"{MODELS}/{model}/fichier")
        assert kept.answer.content == TEXT


async def test_a_text_is_printed_for_a_pupil_and_what_is_not_known_is_a_line(
    bureau: Visitor, class_: Class
) -> None:
    await brings(bureau)
    printed = await bureau.get(f"/pfmp/placements/{class_.placement}/convention/word")
    assert printed.status == 200
    assert "attachment" in printed.answer.headers["content-disposition"]
    line = "_" * 30
    assert words(printed.answer.content) == [
        "Convention de MARTIN Léa, 2ELEC",
        "Chez Chaudronnerie du Quercy du 4\u00a0janvier au 29\u00a0janvier 2027",
        f"Tuteur : {line} ; n° {line} ; {line}",
    ]


async def test_a_new_text_takes_the_place_of_the_former_which_comes_back_with_one_click(
    bureau: Visitor, class_: Class
) -> None:
    await brings(bureau)
    page = await brings(bureau, docx(paragraph("Second texte {{élève}}")), "Second.docx")
    assert page.text.count("Utilisé") == 1
    undo = page.form(f"{MODELS}/")
    assert undo.action.endswith("/usage")
    page = await bureau.send(undo)
    assert "Modèle utilisé." in page.text
    printed = await bureau.get(f"/pfmp/placements/{class_.placement}/convention/word")
    assert words(printed.answer.content)[0] == "Convention de MARTIN Léa, 2ELEC"


async def test_the_text_of_a_formation_goes_before_the_one_of_all(
    bureau: Visitor, lycee: Lycee, class_: Class
) -> None:
    other = await lycee.opens(CARE, "2de pro ASSP")
    await brings(bureau, docx(paragraph("Pour tous")))
    await brings(bureau, docx(paragraph("Pour l’ASSP")), formation_id=str(other))
    address = f"/pfmp/placements/{class_.placement}/convention/word"
    assert words((await bureau.get(address)).answer.content) == ["Pour tous"]
    page = await brings(bureau, docx(paragraph("Électricité")), formation_id=str(class_.formation))
    assert page.text.count("Utilisé") == 3
    assert words((await bureau.get(address)).answer.content) == ["Électricité"]


async def test_a_text_is_tried_on_a_pupil_before_it_serves(bureau: Visitor, class_: Class) -> None:
    await brings(bureau)
    page = await brings(bureau, docx(paragraph("Autre")))
    aside = next(f.action for f in page.forms if f.action.endswith("/suppression"))
    tried = await bureau.get(aside.replace("suppression", "essai"))
    assert words(tried.answer.content)[0] == "Convention de MARTIN Léa, 2ELEC"
    assert not has_field(tried.answer.content)


async def test_a_text_nobody_may_be_tried_on_says_what_to_do(bureau: Visitor, lycee: Lycee) -> None:
    await lycee.opens(ELEC)
    page = await brings(bureau)
    used = next(f.action for f in page.forms if f.action.endswith("/arret"))
    tried = await bureau.get(used.replace("arret", "essai"))
    assert MODELS in tried.answer.text
    assert "confirmez d’abord le lieu d’accueil" in tried.text


async def test_a_text_that_serves_is_not_thrown_away_and_one_set_aside_is(
    bureau: Visitor, class_: Class
) -> None:
    page = await brings(bureau)
    stop = next(f for f in page.forms if f.action.endswith("/arret"))
    page = await bureau.send(stop)
    assert "Modèle mis de côté." in page.text
    remove = next(f for f in page.forms if f.action.endswith("/suppression"))
    await bureau.send(next(f for f in page.forms if f.action.endswith("/usage")))
    stale = await bureau.send(remove)
    assert stale.status == 409
    assert "entre-temps" in stale.text
    page = await bureau.get(MODELS)
    page = await bureau.send(next(f for f in page.forms if f.action.endswith("/arret")))
    page = await bureau.send(next(f for f in page.forms if f.action.endswith("/suppression")))
    assert "Modèle supprimé." in page.text
    assert "Aucun modèle pour l’instant." in page.text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (docx(paragraph("{{ 7*7 }}")), "n’est pas un champ"),
        (docx(paragraph("x"), others={"word/vbaProject.bin": b"x"}), "macros"),
        (b"%PDF-1.7", "n’est pas un document Word"),
    ],
)
async def test_a_text_with_expressions_or_macros_is_refused_and_what_was_typed_stays(
    bureau: Visitor, class_: Class, content: bytes, said: str
) -> None:
    refused = await brings(bureau, content)
    assert refused.status == 422
    assert said in refused.text
    assert refused.form(MODELS, exactly=True).typed()["voted_on"] == "2026-10-12"
    assert "Aucun modèle pour l’instant." in refused.text


async def test_a_document_nobody_has_time_to_read_is_not_blamed_for_it(
    bureau: Visitor, class_: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_process, "PATIENCE_SECONDS", 0)
    refused = await brings(bureau)
    assert refused.status == 422
    assert "La machine est très occupée" in refused.text


async def test_a_text_is_voted_before_it_serves(bureau: Visitor, class_: Class) -> None:
    refused = await brings(bureau, voted_on="2026-11-25")
    assert refused.status == 422
    assert "ne peut pas être dans le futur" in refused.text
    assert (await brings(bureau, voted_on="")).status == 422


async def test_another_lycee_s_text_and_formation_are_not_there(
    app: Served, bureau: Visitor, lycee: Lycee, other_lycee: Lycee, class_: Class
) -> None:
    theirs = await other_lycee.opens(ELEC)
    refused = await brings(bureau, formation_id=str(theirs))
    assert refused.status == 422
    assert "formation de ce lycée" in refused.text
    page = await brings(bureau)
    model = page.form(f"{MODELS}/").action.split("/")[4]
    async with app.visited_by((Role.RBDE, ELSEWHERE)) as elsewhere:
        assert "Convention votée" not in (await elsewhere.get(MODELS)).text
        for what in ("fichier", "essai"):
            assert (await elsewhere.get(f"{MODELS}/{model}/{what}")).status == 404
        word = f"/pfmp/placements/{class_.placement}/convention/word"
        assert (await elsewhere.get(word)).status == 404


async def test_the_registry_s_names_are_put_on_paper(lycee: Lycee, class_: Class) -> None:
    facts = await lycee.do(read_agreement, class_.placement)
    tutor = HostPerson(name="Anne Verdier", function="Cheffe d’atelier", phone="+33536491234")
    party = HostParty(
        company="Bois & Fils",
        siret="73282932000074",
        address="12 rue des Forges",
        postcode="82200",
        town="Moissac",
        tutor=tutor,
    )
    values = values_of(facts, party, Printed("Lycée des Tilleuls", TODAY), None)
    assert values[AgreementField.COMPANY] == "Bois & Fils"
    assert values[AgreementField.SIRET] == "732\u00a0829\u00a0320\u00a000074"
    assert values[AgreementField.COMPANY_ADDRESS] == "12 rue des Forges, 82200 Moissac"
    assert values[AgreementField.TUTOR] == "Anne Verdier"
    assert values[AgreementField.TUTOR_PHONE] == "05\u00a036\u00a049\u00a012\u00a034"
    asked = frozenset(
        {AgreementField.TUTOR, AgreementField.SIGNATORY, AgreementField.SOCIAL_SECURITY}
    )
    # What is never kept is no news; who runs the place might be known one day.
    assert lacking(values, asked) == [AgreementField.SIGNATORY]


async def test_the_page_before_printing_lists_what_is_missing_and_hinders_nobody(
    bureau: Visitor, class_: Class
) -> None:
    for leads in ("tableau", "conventions"):
        page = await bureau.get(f"/pfmp/periodes/{class_.period}/{leads}")
        assert f"/pfmp/periodes/{class_.period}/impression" in page.answer.text
    page = await bureau.get(f"/pfmp/periodes/{class_.period}/impression")
    assert "Aucun modèle du lycée ne sert à cette classe." in page.text
    await brings(bureau)
    page = await bureau.get(f"/pfmp/periodes/{class_.period}/impression?classe=2ELEC")
    assert "MARTIN Léa Chaudronnerie du Quercy tuteur" in page.text
    assert "ROUX" not in page.text
    assert "Le registre des entreprises ne répond pas" in page.text


async def test_a_class_is_printed_in_one_file_or_in_a_zip(
    bureau: Visitor, lycee: Lycee, class_: Class
) -> None:
    await lycee.places(class_.tom, class_.period, await lycee.knows_a_host(name="Bois du Tarn"))
    address = f"/pfmp/periodes/{class_.period}/impression/word?classe=2ELEC"
    none = await bureau.get(address)
    assert f"/pfmp/periodes/{class_.period}/impression" in none.answer.text
    assert "Aucun modèle Word" in none.text
    await brings(bureau, docx(paragraph("{{élève}} chez {{entreprise}}")))
    whole = (await bureau.get(address)).answer
    assert words(whole.content) == [
        "MARTIN Léa chez Chaudronnerie du Quercy",
        "ROUX Tom chez Bois du Tarn",
    ]
    numbered = "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>{{élève}}</w:t></w:r></w:p>"
    await brings(bureau, docx(numbered))
    apart_ = (await bureau.get(address)).answer
    assert apart_.headers["content-type"] == "application/zip"
    files = {name: words(content) for name, content in files_in(apart_.content).items()}
    assert files == {
        "Convention 2ELEC MARTIN Léa.docx": ["MARTIN Léa"],
        "Convention 2ELEC ROUX Tom.docx": ["ROUX Tom"],
    }


async def test_who_is_in_no_file_for_want_of_a_text_is_listed_before_it_is_printed(
    bureau: Visitor, lycee: Lycee
) -> None:
    elec, care = await lycee.opens(ELEC), await lycee.opens(CARE, "2de pro ASSP")
    pupils = ("MARTIN Léa 2ELEC", "ROUX Tom 2ELEC")
    lea, tom = await lycee.imports(*pupils, classes={"2ELEC": elec})
    period = await lycee.publishes_a_period(elec, care)
    site = await lycee.knows_a_host()
    await lycee.places(lea, period, site)
    # The class follows another formation: who was placed before keeps the former one.
    await lycee.imports(*pupils, classes={"2ELEC": care})
    await lycee.places(tom, period, site)
    await brings(bureau, docx(paragraph("{{élève}}")), formation_id=str(care))

    page = await bureau.get(f"/pfmp/periodes/{period}/impression")
    assert "Non imprimées MARTIN Léa : aucun texte du lycée ne sert à sa formation" in page.text
    word = await bureau.get(f"/pfmp/periodes/{period}/impression/word?classe=2ELEC")
    assert words(word.answer.content) == ["ROUX Tom"]


async def test_a_pupil_who_left_has_no_agreement_any_more_and_is_told_why(
    bureau: Visitor, lycee: Lycee, class_: Class
) -> None:
    await brings(bureau)
    await lycee.do(record_departure, pupil_year_id=class_.lea, version=1, on=TODAY, now=lycee.now)
    one = await bureau.get(f"/pfmp/placements/{class_.placement}/convention/word")
    assert f"/pfmp/placements/{class_.placement}" in one.answer.text
    assert "a quitté le lycée le 24/11/2026" in one.text
    page = await bureau.get(f"/pfmp/periodes/{class_.period}/impression")
    assert "Aucune convention à imprimer." in page.text
    assert "MARTIN" not in page.text
    whole = await bureau.get(f"/pfmp/periodes/{class_.period}/impression/word")
    assert "confirmez d’abord le lieu d’accueil" in whole.text


async def test_an_agreement_is_printed_again_from_the_page_of_the_place(
    bureau: Visitor, class_: Class
) -> None:
    place = f"/pfmp/placements/{class_.placement}"
    without = await bureau.get(place)
    assert f"{place}/convention/word" not in without.answer.text
    assert f"{place}/convention/pdf" in without.answer.text
    await brings(bureau)
    assert f"{place}/convention/word" in (await bureau.get(place)).answer.text


async def test_who_printed_the_papers_of_a_pupil_is_told(
    app: Served, bureau: Visitor, class_: Class
) -> None:
    await brings(bureau)
    await bureau.get(f"/pfmp/placements/{class_.placement}/convention/word")
    async with app.visited_by((Role.HEAD, BOURDELLE)) as head:
        page = await head.get(f"/pfmp/eleves/{class_.lea}/consultations")
        assert "Conventions imprimées" in page.text


def read_pdf(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


async def test_a_lycee_without_a_text_prints_a_built_in_one_that_says_who_and_where(
    bureau: Visitor, class_: Class
) -> None:
    answer = (await bureau.get(f"/pfmp/placements/{class_.placement}/convention/pdf")).answer
    assert answer.headers["content-type"] == "application/pdf"
    pdf = read_pdf(answer.content)
    text = " ".join(page.extract_text() for page in pdf.pages)
    words_ = " ".join(text.split())
    for said in (
        "MARTIN Léa",
        "Chaudronnerie du Quercy",
        "du 4 janvier au 29 janvier 2027",
        "L. 124-1",
        "Annexe pédagogique",
        "Annexe financière",
        "Annexe de sécurité",
        "Durée effective totale",
    ):
        assert said in words_, said
    assert "None" not in words_
    # What readers of screens need, as PDF/UA-1 asks: tags, a language, a title.
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr-FR"
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()


async def test_a_class_is_one_pdf_with_a_bookmark_a_pupil_and_pages_from_one(
    bureau: Visitor, lycee: Lycee, class_: Class
) -> None:
    strange = "#eval(1) *gras* $x$ @ref \\u{41} #include"
    await lycee.places(class_.tom, class_.period, await lycee.knows_a_host(name=strange))
    answer = (await bureau.get(f"/pfmp/periodes/{class_.period}/impression/pdf")).answer
    pdf = read_pdf(answer.content)
    named = [one.title for one in pdf.outline if not isinstance(one, list)]
    assert [str(title).rpartition(", ")[2] for title in named] == ["MARTIN Léa", "ROUX Tom"]
    pages = [" ".join(page.extract_text().split()) for page in pdf.pages]
    assert sum(page.endswith(", page 1") for page in pages) == 2
    assert any(strange in page for page in pages)


async def test_a_pupil_who_left_has_no_pdf_either(
    bureau: Visitor, lycee: Lycee, class_: Class
) -> None:
    await lycee.do(record_departure, pupil_year_id=class_.lea, version=1, on=TODAY, now=lycee.now)
    one = await bureau.get(f"/pfmp/placements/{class_.placement}/convention/pdf")
    assert "a quitté le lycée le 24/11/2026" in one.text
    whole = await bureau.get(f"/pfmp/periodes/{class_.period}/impression/pdf")
    assert "confirmez d’abord le lieu d’accueil" in whole.text


async def test_papers_that_could_not_be_made_are_explained_and_a_class_is_told_another_way(
    bureau: Visitor, class_: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_process, "MAKING_SECONDS_MAX", 0)
    one = await bureau.get(f"/pfmp/placements/{class_.placement}/convention/pdf")
    whole = await bureau.get(f"/pfmp/periodes/{class_.period}/impression/pdf")

    for page in (one, whole):
        assert page.status == 503
        assert page.answer.headers["retry-after"]
        assert "réessayez dans un instant" in page.text
    assert "imprimez les conventions une à une" in whole.text
    assert "une à une" not in one.text
    assert f'href="/pfmp/periodes/{class_.period}/impression"' in whole.answer.text
