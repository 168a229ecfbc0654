"""The pages of the training offer: from an idea to the vote, read by the lycée, printed and taken away."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
import pytest_asyncio
import python_calamine

from contracts.coordination.offer_files import OfferBody
from contracts.identifiers import SchoolYear, Siren
from services.chassis.base.identity import Role
from services.coordination.news.model.calendar import local_date
from services.coordination.offer_calendar.commands import add_date
from services.coordination.offer_calendar.model import DatePlan
from services.coordination.offer_files import queries
from services.coordination.offer_files.model.states import OfferAction
from tests.coordination.offer_files.world import (
    MEF,
    SECRET,
    TO_THE_VOTE,
    TRADE,
    a_draft,
    a_file,
    a_signal,
    attaches,
    know_the_network,
)
from tests.coordination.world import Somebody, people
from tests.support.network import ELSEWHERE, HERE, Network
from tests.support.pages import Page, Visitor

OFFER = "/offre"
IDEA: dict[str, Any] = {
    "change": "ouverture_nette",
    "lycee": HERE,
    "formation": "MC Zinguerie",
    "diploma": "Mention complémentaire",
    "trades": "F1602\nfaçadier",
    "capacity_wanted": "12",
    "text": SECRET,
    "asked": "Dire si l’atelier suffit.",
}


@pytest_asyncio.fixture
async def network(network: Network) -> Network:
    await know_the_network(workers(network)[1])
    return network


@pytest_asyncio.fixture
async def supervisor(network: Network) -> Visitor:
    return Visitor(await network.client_as(Role.SUPERVISOR, None))


@pytest_asyncio.fixture
async def bureau(network: Network) -> Visitor:
    return Visitor(await network.client_as(Role.RBDE))


def workers(network: Network) -> tuple[Somebody, Somebody]:
    """The bureau and the supervisor, by the clock of the pages."""
    units = network.runtime("coordination").work
    bureau, dsden = people(units)
    bureau.now = dsden.now = units.now()
    return bureau, dsden


def year_of(page: Page) -> str:
    """The next school year a form offers."""
    return page.form("/offre/nouveau").options["effect_year"][2]


async def prepared(supervisor: Visitor, **typed: Any) -> str:
    """A draft as the supervisor types it; its address."""
    page = await supervisor.get("/offre/nouveau")
    form = page.form("/offre/nouveau")
    card = await supervisor.send(form, **(IDEA | {"effect_year": year_of(page)} | typed))
    assert card.status == 200, card.text
    return card.answer.url.path


async def moves(supervisor: Visitor, here: str, action: str, **typed: Any) -> Page:
    page = await supervisor.get(here)
    return await supervisor.send(page.form(f"{here}/etat"), action=action, **typed)


async def test_an_idea_becomes_a_file_that_is_voted_and_its_lycee_follows_it(
    network: Network, supervisor: Visitor, bureau: Visitor
) -> None:
    here = await prepared(supervisor)
    head = Visitor(await network.client_as(Role.HEAD))
    assert "Brouillon : vous seul le lisez" in (await supervisor.get(here)).text
    for reader in (bureau, head):
        assert (await reader.get(here)).status == 404
        assert "Aucun dossier ne concerne votre lycée" in (await reader.get(OFFER)).text

    page = await moves(supervisor, here, "propose", reason="Le CLEE le demande")
    assert "Noté : proposé." in page.text
    shown = await bureau.get(here)
    assert SECRET in shown.text
    assert "Le CLEE le demande" in shown.text
    for form in ("etat", "avis", "annulation", "suppression", "correction"):
        assert not shown.has_form(f"{here}/{form}")
    own, _ = workers(network)
    await a_signal(own, told_on=local_date(own.now))
    chosen = (await bureau.get(f"{here}/signaux")).form(f"{here}/signaux")
    [signal_id] = chosen.options["signal_ids"]
    page = await bureau.send(chosen, signal_ids=signal_id)
    assert "1 signal rattaché" in page.text
    assert page.has_form(f"{here}/signaux/retrait")
    assert not page.has_form(f"{here}/signaux/citation")

    for action in ("complete", "plan", "make_ready"):
        await moves(supervisor, here, action)
    page = await supervisor.get(here)
    noted: dict[str, Any] = {"body": "cden", "stage": "consultatif", "opinion": "favorable"}
    page = await supervisor.send(page.form(f"{here}/avis"), **noted)
    assert "CDEN : Favorable avis consultatif" in page.text
    page = await moves(supervisor, here, "validate")
    assert "Demande validée" in page.text
    assert not page.has_form(f"{here}/suppression")
    read = await head.get(here)
    assert "Demande validée" in read.text
    assert not read.has_form(here)
    assert "MC Zinguerie" not in (await head.get(OFFER)).text, "nobody waits for it any more"
    assert "MC Zinguerie" in (await head.get(f"{OFFER}?etat=validated")).text


async def test_what_was_done_is_undone_and_what_was_written_stays(supervisor: Visitor) -> None:
    here = await prepared(supervisor)
    page = await moves(supervisor, here, "propose", reason="Trop tôt")
    page = await supervisor.send(page.form(f"{here}/annulation"))
    assert "Changement annulé" in page.text
    assert "Trop tôt" in page.text
    page = await supervisor.send(page.form(f"{here}/suppression"))
    assert "Dossier supprimé" in page.text
    assert "MC Zinguerie" not in (await supervisor.get(OFFER)).text
    assert "MC Zinguerie" in (await supervisor.get(f"{OFFER}?etat=deleted")).text
    page = await supervisor.send(page.form(f"{here}/annulation"))
    assert "MC Zinguerie" in (await supervisor.get(OFFER)).text


async def test_opinions_and_signals_are_taken_back(network: Network, supervisor: Visitor) -> None:
    _, dsden = workers(network)
    file_id = await a_file(dsden)
    here = f"{OFFER}/{file_id}"
    await attaches(dsden, file_id, await a_signal(dsden))
    page = await supervisor.get(here)
    noted: dict[str, Any] = {
        "body": "caen",
        "stage": "final",
        "opinion": "reserve",
        "text": "Locaux à voir",
    }
    page = await supervisor.send(page.form(f"{here}/avis"), **noted)
    page = await supervisor.send(page.form(f"{here}/avis/retrait"))
    assert "Locaux à voir" not in page.text
    page = await supervisor.send(page.form(f"{here}/avis/retour"))
    assert "Locaux à voir" in page.text
    page = await supervisor.send(page.form(f"{here}/signaux/retrait"))
    assert "Aucun signal n’est rattaché" in page.text
    page = await supervisor.send(page.form(f"{here}/signaux", exactly=True))
    assert "1 signal rattaché" in page.text


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"formation": ""}, "formation", "écrivez l’intitulé"),
        ({"trades": "Z9999"}, "trades", "code ROME"),
        ({"trades": "zzz introuvable"}, "trades", "Aucun métier"),
        ({"capacity_wanted": "-1"}, "capacity_wanted", "0"),
        ({"lycee": "0310001H"}, "lycee", "choisissez dans la liste"),
        ({"territory": "123456782"}, "territory", ""),
        ({"effect_year": "2027"}, "effect_year", "deux années"),
        ({"change": "autre"}, "change", ""),
    ],
)
async def test_a_file_typed_wrong_is_shown_again_with_what_was_typed(
    supervisor: Visitor, typed: dict[str, Any], field: str, said: str
) -> None:
    page = await supervisor.get("/offre/nouveau")
    sent = IDEA | {"effect_year": year_of(page)} | typed
    refused = await supervisor.send(page.form("/offre/nouveau"), **sent)
    assert refused.status == 422
    assert f'id="champ-{field}-erreur"' in refused.answer.text
    assert said in refused.text
    assert SECRET in refused.text


async def test_a_refused_move_keeps_the_reason_and_says_what_to_do(supervisor: Visitor) -> None:
    here = await prepared(supervisor)
    page = await supervisor.get(here)
    form = page.form(f"{here}/etat")
    refused = await supervisor.send(form, action="validate", reason="Le vote a eu lieu")
    assert refused.status == 409
    assert "proposez-le d’abord" in refused.text
    assert "Le vote a eu lieu</textarea>" in refused.answer.text
    tomorrow = await supervisor.send(
        form, action="propose", moved_on="2100-01-01", reason="Bientôt"
    )
    assert tomorrow.status == 422
    assert "Bientôt</textarea>" in tomorrow.answer.text
    await supervisor.send(form, action="propose")
    late = await supervisor.send(
        (await supervisor.get(here)).form(f"{here}/etat"),
        action="complete",
        version="1",
        reason="Les pièces sont là",
    )
    assert late.status == 409
    assert "Les pièces sont là</textarea>" in late.answer.text


async def test_what_is_voted_is_corrected_by_a_move_alone(
    network: Network, supervisor: Visitor
) -> None:
    _, dsden = workers(network)
    file_id = await a_draft(dsden)
    here = f"{OFFER}/{file_id}"
    editing = (await supervisor.get(f"{here}/correction")).form(f"{here}/correction")
    for action in ("propose", "complete", "plan", "make_ready", "validate"):
        await moves(supervisor, here, action)
    late = await supervisor.send(editing, version="6", text="Une autre raison")
    assert late.status == 409
    assert "Une autre raison</textarea>" in late.answer.text
    refused = await moves(supervisor, here, "resize")
    assert "Indiquez la nouvelle capacité" in refused.text
    page = await moves(supervisor, here, "resize", capacity="8")
    assert "Capacité modifiée" in page.text
    assert "0 → 8" in page.text


async def test_what_is_voted_is_shown_instead_of_a_form_nobody_may_send(
    network: Network, supervisor: Visitor
) -> None:
    _, dsden = workers(network)
    here = f"{OFFER}/{await a_file(dsden, *TO_THE_VOTE, OfferAction.VALIDATE)}"
    page = await supervisor.get(f"{here}/correction")
    assert page.status == 200
    assert not page.has_form(f"{here}/correction")
    assert "Corriger après le vote" in page.text


async def test_a_signal_detached_in_another_window_is_said_and_the_file_shown(
    network: Network, supervisor: Visitor
) -> None:
    _, dsden = workers(network)
    file_id = await a_file(dsden)
    here = f"{OFFER}/{file_id}"
    await attaches(dsden, file_id, await a_signal(dsden))
    page = await supervisor.get(here)
    other = await supervisor.get(here)
    await supervisor.send(page.form(f"{here}/signaux/retrait"))
    for late in (f"{here}/signaux/retrait", f"{here}/signaux/citation"):
        refused = await supervisor.send(other.form(late))
        assert refused.status == 409
        assert "n’est plus rattaché" in refused.text
        assert "Aucun signal n’est rattaché" in refused.text


async def test_a_list_of_signals_that_is_cut_says_so(
    network: Network, supervisor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, dsden = workers(network)
    here = f"{OFFER}/{await a_file(dsden)}/signaux"
    for _ in range(2):
        await a_signal(dsden)
    said = "signaux les plus récents sont montrés"
    assert said not in (await supervisor.get(here)).text
    monkeypatch.setattr(queries, "SIGNALS_OFFERED", 1)
    assert said in (await supervisor.get(here)).text


async def test_what_looks_like_a_formula_is_text_in_the_files(
    network: Network, supervisor: Visitor
) -> None:
    _, dsden = workers(network)
    await a_file(dsden, formation="=1+1", reference="@SUM(A1)", diploma="+CAP")
    text = (await supervisor.get(f"{OFFER}/liste.csv")).answer.text
    for sign in ("=1+1", "@SUM(A1)", "+CAP"):
        assert f"'{sign}" in text
        assert f";{sign}" not in text


async def test_the_page_of_a_signal_lists_its_files(
    network: Network, supervisor: Visitor, bureau: Visitor
) -> None:
    own, dsden = workers(network)
    file_id, signal_id = await a_file(dsden), await a_signal(own)
    part = f"/offre/fragments/signaux/{signal_id}"
    assert f'hx-get="{part}"' in (await bureau.get(f"/signaux/{signal_id}")).answer.text
    assert (await bureau.get(part)).text == ""
    await attaches(own, file_id, signal_id)
    for reader in (bureau, supervisor):
        shown = await reader.get(part)
        assert f'href="/offre/{file_id}"' in shown.answer.text
        assert "Proposition" in shown.text
    stranger = Visitor(await network.client_as(Role.RBDE, ELSEWHERE))
    assert (await stranger.get(part)).status == 404


async def test_the_evidence_of_a_formation_names_its_files_then_those_of_its_trades(
    network: Network, supervisor: Visitor, bureau: Visitor
) -> None:
    _, dsden = workers(network)
    here, there = Siren("248200099"), Siren("248200016")
    known = {"trades": (TRADE,), "territory": here}
    of_a_trade = await a_file(dsden, formation="CAP Couvreur", mef=None, **known)
    of_it = await a_file(dsden, formation="Bac pro MELEC", mef=MEF, trades=(), territory=None)
    draft = await a_draft(dsden, formation="CAP Plombier", mef=MEF)
    other = await a_file(dsden, formation="CAP Zingueur", lycee=ELSEWHERE, mef=MEF)
    gone = await a_file(dsden, OfferAction.PROPOSE, OfferAction.DELETE, mef=MEF)

    async def named(reader: Visitor, **more: str) -> list[str]:
        asked = {"mef": f"{MEF[:9]}99", "metiers": TRADE} | more
        text = (await reader.get(f"/offre/fragments/formation?{urlencode(asked)}")).answer.text
        return re.findall(r'href="/offre/([^"]+)"', text)

    assert str(gone) not in await named(supervisor)
    *first, last = await named(supervisor)
    assert {*first} == {str(of_it), str(draft), str(other)}
    assert last == str(of_a_trade)
    assert await named(bureau) == [str(of_it), str(of_a_trade)]
    assert await named(supervisor, metiers="", lycee=HERE) == [str(of_it)]
    assert str(of_a_trade) not in await named(supervisor, territoire=there)
    assert str(of_a_trade) in await named(supervisor, territoire=here)
    assert (await supervisor.get("/offre/fragments/formation")).text == ""
    none = await bureau.get(f"/offre/fragments/formation?mef=2472340531&lycee={HERE}")
    assert "Aucun dossier d’évolution que votre lycée lit" in none.text
    shown = (await bureau.get(f"/offre/fragments/formation?mef={MEF}")).text
    assert "Proposition" in shown
    assert "tout le département" in shown


async def test_a_file_leads_to_the_evidence_of_its_formation_with_its_trades(
    network: Network, supervisor: Visitor, bureau: Visitor
) -> None:
    _, dsden = workers(network)
    here = f"/offre/{await a_file(dsden, mef=MEF)}"
    asked = f"formation?mef={MEF}&amp;metiers={TRADE}"
    assert f'href="/departement/offre/{asked}"' in (await supervisor.get(here)).answer.text
    assert f'href="/departement/nos-chiffres/{HERE}/{asked}"' in (
        (await bureau.get(here)).answer.text
    )
    assistant = Visitor(await network.client_as(Role.ATCT))
    assert "/departement/" not in (await assistant.get(here)).answer.text.partition("<main")[2]


async def test_a_file_of_a_formation_of_the_network_is_corrected(supervisor: Visitor) -> None:
    here = await prepared(supervisor, formation="", mef=MEF, diploma="CAP")
    page = await supervisor.get(f"{here}/correction")
    form = page.form(f"{here}/correction")
    assert ("mef", MEF) in form.fields
    page = await supervisor.send(form, trades="F1602", text="Mieux dit", capacity_now="24")
    assert "CAP Électricien" in page.text
    assert "Mieux dit" in page.text
    assert "24 → 12" in page.text
    assert "Chiffres non disponibles pour le moment" in page.text


async def test_a_lycee_reads_its_own_and_no_other(network: Network, bureau: Visitor) -> None:
    _, dsden = workers(network)
    file_id = await a_file(dsden)
    here = f"{OFFER}/{file_id}"
    stranger = Visitor(await network.client_as(Role.RBDE, ELSEWHERE))
    for path in (here, f"{here}/signaux"):
        assert (await bureau.get(path)).status == 200
        assert (await stranger.get(path)).status == 404
    assert "zingueur" not in (await stranger.get(OFFER)).text
    for path in (
        f"{here}/correction",
        "/offre/nouveau",
        "/offre/note",
        "/offre/calendrier/nouvelle",
    ):
        assert (await bureau.get(path)).status == 404


async def test_the_list_is_taken_away_without_any_text(
    network: Network, supervisor: Visitor, bureau: Visitor
) -> None:
    _, dsden = workers(network)
    await a_file(dsden)
    await a_draft(dsden, formation="CAP Secret")
    text = (await supervisor.get(f"{OFFER}/liste.csv?q=zingueur")).answer.text
    assert "Mention complémentaire zingueur" in text
    assert "Mots" in text
    for word in (SECRET, "CAP Secret", "atelier suffit"):
        assert word not in text
    content = (await bureau.get(f"{OFFER}/liste.xlsx")).answer.content
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    cells = {str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row}
    assert "Proposition" in cells
    assert "CAP Secret" not in cells


async def test_filters_are_kept_and_an_empty_cut_says_so(
    network: Network, supervisor: Visitor
) -> None:
    _, dsden = workers(network)
    await a_file(dsden)
    page = await supervisor.get(f"{OFFER}?type=ouverture_nette&q=zingueur&rentree=2027-2028")
    assert "Mention complémentaire zingueur" in page.text
    assert 'value="zingueur"' in page.answer.text
    empty = await supervisor.get(f"{OFFER}?type=fermeture&lycee_concerne={ELSEWHERE}")
    assert "Aucun dossier ne répond à ces filtres" in empty.text
    odd = await supervisor.get(f"{OFFER}?type=x&etat=y&rentree=z&lycee_concerne=w")
    assert odd.status == 200


async def test_home_says_what_is_near_and_what_concerns_a_lycee(
    network: Network, supervisor: Visitor, bureau: Visitor
) -> None:
    _, dsden = workers(network)
    today = local_date(dsden.now)
    await a_file(dsden)
    hers = ours = "/reseau/fragments/offre"
    assert (await supervisor.get(hers)).text == ""
    for days, year in ((29, "2027-2028"), (31, "2027-2028"), (3, "2030-2031")):
        plan = DatePlan(OfferBody.CDEN, SchoolYear(year), today + timedelta(days=days))
        await dsden.do(add_date, plan=plan)
    near = await supervisor.get(hers)
    assert near.text.count("1 dossier pas prêt") == 1
    assert "1 dossier d’évolution concerne votre lycée" in (await bureau.get(ours)).text
    stranger = Visitor(await network.client_as(Role.RBDE, ELSEWHERE))
    assert (await stranger.get(ours)).text == ""
    await a_file(dsden, *TO_THE_VOTE)
    assert "1 dossier pas prêt" in (await supervisor.get(hers)).text


async def test_a_signal_is_cited_in_the_note_without_its_company(
    network: Network, supervisor: Visitor
) -> None:
    _, dsden = workers(network)
    file_id: UUID = await a_file(dsden)
    await attaches(dsden, file_id, await a_signal(dsden))
    here, note = f"{OFFER}/{file_id}", f"{OFFER}/note?dossier={file_id}"
    before = (await supervisor.get(note)).text
    assert "On manque de personnes formées" in before
    assert "deux zingueurs" not in before
    for word in (SECRET, "Bélaubre"):
        assert word not in before
    assert "Dire si l’atelier suffit" in before
    page = await supervisor.get(here)
    page = await supervisor.send(page.form(f"{here}/signaux/citation"))
    assert "Citée dans la note" in page.text
    after = (await supervisor.get(note)).text
    assert "[entreprise] cherche deux zingueurs depuis un an" in after
    assert "Bélaubre" not in after
    page = await supervisor.send(page.form(f"{here}/signaux/citation"))
    assert "deux zingueurs" not in (await supervisor.get(note)).text


async def test_a_note_has_a_sheet_for_each_file_and_the_body_it_is_for(
    network: Network, supervisor: Visitor
) -> None:
    _, dsden = workers(network)
    first, second = await a_file(dsden), await a_draft(dsden, formation="CAP Couvreur", asked=None)
    plan = DatePlan(
        OfferBody.WORKING_GROUP, SchoolYear("2027-2028"), local_date(dsden.now) + timedelta(days=9)
    )
    date_id = await dsden.do(add_date, plan=plan)
    chooser = (await supervisor.get("/offre/note")).form("/offre/note")
    assert set(chooser.options["dossier"]) == {str(first), str(second)}
    page = await supervisor.send(chooser, dossier=[str(first), str(second)], groupe=str(date_id))
    assert page.answer.url.params["dossier"] == f"{first},{second}"
    page = await supervisor.get(f"/offre/note?dossier={first},{second}&groupe={date_id}")
    assert page.answer.text.count('class="sheet"') == 2
    assert "Groupe de travail, " in page.text
    assert "Rien n’est encore écrit" in page.text
    odd = await supervisor.get(f"/offre/note?dossier=x,{date_id}&groupe=y")
    assert odd.status == 200
