"""The pages of needs: each role finds what it may do, nothing typed is lost, each step has a way back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from contracts.coordination.needs import NeedKind, NeedSource
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.coordination.need_delays.commands import escalate_needs
from services.coordination.need_list.queries import PAGE_LENGTH
from services.coordination.needs.commands.send_need import send_need
from services.coordination.needs.commands.tell_need import tell_need
from services.coordination.needs.model.assignment import AssignmentStatus
from services.coordination.needs.model.states import NeedStatus
from tests.coordination.needs.world import DETAILS, WHO, assignments_of, company, need_of
from tests.coordination.world import Somebody, people
from tests.support.network import ELSEWHERE, HERE, Network
from tests.support.pages import Form, Page, Visitor

NEEDS = "/besoins"
FOUND = f"{NEEDS}?q=oeuvrard"
SIRET = "73282932000074"
NAMES = {HERE: "Lycée Bourdelle", ELSEWHERE: "Lycée des Deux Rives"}


@pytest_asyncio.fixture
async def network(network: Network) -> Network:
    _, dsden = people(network.runtime("coordination").work)
    await dsden.knows(NAMES)
    return network


@pytest.fixture
def work(network: Network) -> UnitsOfWork:
    return network.runtime("coordination").work


@pytest_asyncio.fixture
async def bureau(network: Network) -> Visitor:
    return Visitor(await network.client_as(Role.RBDE))


@pytest_asyncio.fixture
async def supervisor(network: Network) -> Visitor:
    return Visitor(await network.client_as(Role.SUPERVISOR, None))


async def now_sent(work: UnitsOfWork, *, verified: bool = True, **details: Any) -> UUID:
    """Sent by the form at this instant: pages count from the day they are read."""
    return await replace(company(work), now=datetime.now(UTC)).do(
        send_need,
        details=replace(DETAILS, **details),
        requester=WHO,
        verified=verified,
        now=datetime.now(UTC),
    )


async def qualifies(supervisor: Visitor, need_id: UUID, **typed: Any) -> Page:
    page = await supervisor.get(f"{NEEDS}/{need_id}")
    return await supervisor.send(page.form(f"{NEEDS}/{need_id}/qualification"), **typed)


async def routes(supervisor: Visitor, need_id: UUID, *bureaux: str, actor: str = "") -> Page:
    page = await supervisor.get(f"{NEEDS}/{need_id}")
    form = page.form(f"{NEEDS}/{need_id}/transmission")
    return await supervisor.send(form, bureaux=list(bureaux), actor=actor)


async def passed(supervisor: Visitor, work: UnitsOfWork, *bureaux: str, **details: Any) -> UUID:
    need_id = await now_sent(work, **details)
    await qualifies(supervisor, need_id)
    page = await routes(supervisor, need_id, *(bureaux or (HERE,)))
    assert "Besoin transmis" in page.text, page.text
    return need_id


def reader(work: UnitsOfWork) -> Somebody:
    return people(work)[1]


async def status(work: UnitsOfWork, need_id: UUID) -> NeedStatus:
    return (await need_of(reader(work), need_id)).status


def undo(page: Page) -> Form:
    """What « Annuler » would send."""
    return next(form for form in page.forms if form.action.startswith(NEEDS + "/"))


async def test_a_need_is_qualified_passed_on_taken_answered_and_closed(
    supervisor: Visitor, bureau: Visitor, work: UnitsOfWork
) -> None:
    need_id = await now_sent(work)
    here = f"{NEEDS}/{need_id}"
    listed = await supervisor.get(NEEDS)
    assert "À qualifier" in listed.text
    # It follows nothing: it says its hour, and is made again for who asks.
    assert (
        f'<a class="live-again" href="{here}">Actualiser</a>'
        in (await supervisor.get(here)).answer.text
    )
    assert "Menuiserie Delrieu" in listed.text
    assert "Menuiserie Delrieu" not in (await bureau.get(NEEDS)).text
    assert (await bureau.get(here)).status == 404

    page = await qualifies(
        supervisor, need_id, kind="pfmp", siret="732 829 320 00074", commune="Moissac", seats="2"
    )
    assert "Besoin qualifié." in page.text
    assert "732 829 320 00074" in page.text
    need = await need_of(reader(work), need_id)
    assert need.details
    assert (need.details.kind, need.details.siret, need.details.commune) == (
        NeedKind.PFMP,
        SIRET,
        "82112",
    )
    assert need.details.text == DETAILS.text

    assert "Lycée Bourdelle" in (await routes(supervisor, need_id, HERE)).text
    waits = await bureau.get(NEEDS)
    assert "À prendre en charge" in waits.text
    page = await bureau.get(here)
    assert "Nadia Belkacem" in page.text
    page = await bureau.send(page.form(f"{here}/prise-en-charge"))
    assert "Besoin pris en charge" in page.text
    assert "En cours chez vous" in (await bureau.get(NEEDS)).text
    page = await bureau.send(page.form(f"{here}/reponse"), outcome="helped", answer="C’est fait.")
    assert "Réponse enregistrée." in page.text

    page = await supervisor.get(here)
    assert "C’est fait." in page.text
    page = await supervisor.send(page.form(f"{here}/cloture"))
    assert await status(work, need_id) is NeedStatus.CLOSED
    await supervisor.send(undo(page))
    assert await status(work, need_id) is NeedStatus.ANSWERED


def in_four_weeks() -> str:
    """A day one may promise an answer for."""
    return f"{datetime.now(UTC).date() + timedelta(days=28)}"


async def test_a_promise_is_ten_working_days_unless_said_otherwise_and_is_given_back(
    supervisor: Visitor, bureau: Visitor, work: UnitsOfWork
) -> None:
    need_id = await passed(supervisor, work)
    here = f"{NEEDS}/{need_id}"
    page = await bureau.get(here)
    refused = await bureau.send(page.form(f"{here}/prise-en-charge"), promised_on="2020-01-06")
    assert refused.status == 422
    assert "aujourd’hui ou un jour à venir" in refused.text

    refused = await bureau.send(page.form(f"{here}/prise-en-charge"), promised_on="2099-06-01")
    assert refused.status == 422
    assert 'value="2099-06-01"' in refused.answer.text
    assert "30 jours ouvrés" in refused.text
    day = in_four_weeks()
    page = await bureau.send(page.form(f"{here}/prise-en-charge"), promised_on=day)
    (mine,) = await assignments_of(reader(work), need_id)
    assert f"{mine.promised_on}" == day
    page = await bureau.send(page.form(f"{here}/rendu"))
    assert await status(work, need_id) is NeedStatus.ROUTED
    await bureau.send(undo(page))
    (mine,) = await assignments_of(reader(work), need_id)
    assert (mine.status, f"{mine.promised_on}") == (AssignmentStatus.TAKEN, day)


async def test_a_need_is_taken_back_and_given_back_with_what_was_promised(
    supervisor: Visitor, bureau: Visitor, work: UnitsOfWork
) -> None:
    need_id = await passed(supervisor, work)
    here = f"{NEEDS}/{need_id}"
    page = await bureau.get(here)
    day = in_four_weeks()
    await bureau.send(page.form(f"{here}/prise-en-charge"), promised_on=day)

    page = await supervisor.get(here)
    page = await supervisor.send(page.form(f"{here}/reprise"))
    assert await status(work, need_id) is NeedStatus.QUALIFIED
    assert (await bureau.get(here)).status == 404
    await supervisor.send(undo(page))

    (mine,) = await assignments_of(reader(work), need_id)
    assert (mine.status, f"{mine.promised_on}") == (AssignmentStatus.TAKEN, day)
    assert (await bureau.get(here)).status == 200


async def test_an_actor_without_an_address_is_refused_and_says_what_to_do(
    supervisor: Visitor, work: UnitsOfWork
) -> None:
    dsden = reader(work)
    await dsden.adds("Greta du Quercy")
    await dsden.adds("Chambre de métiers", mail="accueil@chambre.example")
    need_id = await now_sent(work)
    await qualifies(supervisor, need_id)

    refused = await routes(supervisor, need_id, actor="Greta du Quercy")
    assert refused.status == 422
    assert "corrigez sa fiche dans l’annuaire" in refused.text
    assert 'value="Greta du Quercy"' in refused.answer.text
    assert "Aucun acteur" in (await routes(supervisor, need_id, actor="Greta")).text
    assert "au moins un bureau" in (await routes(supervisor, need_id)).text
    assert (await routes(supervisor, need_id, "0829999Z")).status == 422

    page = await routes(supervisor, need_id, HERE, actor="chambre de metiers")
    assert "Chambre de métiers" in page.text
    held = await assignments_of(dsden, need_id)
    assert {one.actor_id is None for one in held} == {True, False}


async def test_a_head_reads_what_its_bureau_has_and_nobody_by_name(
    network: Network, supervisor: Visitor, work: UnitsOfWork
) -> None:
    need_id = await passed(supervisor, work)
    head = Visitor(await network.client_as(Role.HEAD))
    stranger = Visitor(await network.client_as(Role.RBDE, ELSEWHERE))

    page = await head.get(f"{NEEDS}/{need_id}")
    assert DETAILS.text in page.text
    assert "Belkacem" not in page.answer.text
    assert "menuiserie.example" not in page.answer.text
    assert not page.has_form(f"{NEEDS}/")
    assert "Noter un besoin" not in (await head.get(NEEDS)).text
    assert (await stranger.get(f"{NEEDS}/{need_id}")).status == 404
    assert "Delrieu" not in (await stranger.get(NEEDS)).text


async def test_whom_it_is_not_for_is_told_nobody_to_answer(
    supervisor: Visitor, bureau: Visitor, work: UnitsOfWork
) -> None:
    need_id = await passed(supervisor, work)
    here = f"{NEEDS}/{need_id}"
    page = await bureau.get(here)
    assert "Nadia Belkacem" in page.text

    page = await bureau.send(page.form(f"{here}/reponse"), outcome="not_for_us")
    assert "Pas pour nous" in page.text
    assert "Belkacem" not in page.answer.text
    assert "menuiserie.example" not in page.answer.text

    await routes(supervisor, need_id, HERE)
    assert "Nadia Belkacem" in (await bureau.get(here)).text


async def test_a_bureau_does_nothing_of_what_is_the_supervisors_or_anothers(
    network: Network, supervisor: Visitor, bureau: Visitor, work: UnitsOfWork
) -> None:
    need_id = await passed(supervisor, work)
    here = f"{NEEDS}/{need_id}"
    form = (await bureau.get(here)).form(f"{here}/prise-en-charge")
    other = Visitor(await network.client_as(Role.RBDE, ELSEWHERE))

    assert (await other.send(form)).status == 404
    for word in ("qualification", "transmission", "reprise", "cloture", "ecart", "remise"):
        fields = [("command_id", str(uuid4())), ("version", "3")]
        assert (await bureau.send(Form(f"{here}/{word}", fields))).status == 404, word
    assert await status(work, need_id) is NeedStatus.ROUTED


async def test_the_supervisor_reads_to_whom_is_written_before_she_receives_what_nobody_confirmed(
    supervisor: Visitor, work: UnitsOfWork
) -> None:
    need_id = await now_sent(work, verified=False)
    here = f"{NEEDS}/{need_id}"
    page = await supervisor.get(here)
    assert f"Un courriel part à {WHO.mail}, l’adresse donnée dans le formulaire" in page.text

    await supervisor.send(page.form(f"{here}/verification"))

    assert await status(work, need_id) is NeedStatus.RECEIVED


async def test_several_are_set_apart_in_one_go_and_brought_back(
    supervisor: Visitor, work: UnitsOfWork
) -> None:
    spam = [await now_sent(work, verified=False, company=f"Offre {n}") for n in range(3)]
    real = await now_sent(work)
    page = await supervisor.get(NEEDS)
    assert "À vérifier (3)" in page.text
    forms = [form for form in page.forms if form.action == f"{NEEDS}/ecart"]
    unverified = next(form for form in forms if str(spam[0]) in form.options["need_ids"])

    assert (await supervisor.send(unverified)).status == 422
    page = await supervisor.send(unverified, need_ids=[str(one) for one in spam[:2]])
    assert "2 demandes écartées." in page.text
    states = {one: await status(work, one) for one in (*spam, real)}
    assert list(states.values()) == [
        *(NeedStatus.DISMISSED, NeedStatus.DISMISSED),
        *(NeedStatus.UNVERIFIED, NeedStatus.RECEIVED),
    ]
    await supervisor.send(undo(page))
    assert {await status(work, one) for one in spam} == {NeedStatus.UNVERIFIED}


async def test_what_the_supervisor_answers_herself_says_something_to_the_company(
    supervisor: Visitor, work: UnitsOfWork
) -> None:
    need_id = await now_sent(work)
    await qualifies(supervisor, need_id)
    here = f"{NEEDS}/{need_id}"
    form = (await supervisor.get(here)).form(f"{here}/cloture")
    refused = await supervisor.send(form, outcome="helped")
    assert "Écrivez la réponse" in refused.text
    assert "Dites ce qu’il en est" in (await supervisor.send(form, answer="Voyez la CMA.")).text

    page = await supervisor.send(form, outcome="helped", answer="Voyez la CMA.")
    assert "Voyez la CMA." in page.text
    await supervisor.send(undo(page))
    assert await status(work, need_id) is NeedStatus.QUALIFIED


async def test_an_answer_of_signs_alone_is_no_answer(
    supervisor: Visitor, bureau: Visitor, work: UnitsOfWork
) -> None:
    need_id = await passed(supervisor, work)
    here = f"{NEEDS}/{need_id}"
    form = (await bureau.get(here)).form(f"{here}/reponse")

    refused = await bureau.send(form, outcome="helped", answer="…")

    assert refused.status == 422
    assert await status(work, need_id) is NeedStatus.ROUTED


async def test_a_stale_decision_decides_nothing_and_shows_what_changed(
    supervisor: Visitor, work: UnitsOfWork
) -> None:
    need_id = await now_sent(work)
    here = f"{NEEDS}/{need_id}"
    before = (await supervisor.get(here)).form(f"{here}/qualification")
    await qualifies(supervisor, need_id, formation="CAP menuisier")

    refused = await supervisor.send(before, formation="Bac pro bois")

    assert refused.status == 409
    assert "CAP menuisier" in refused.text
    assert "Ce besoin, maintenant : À transmettre" in refused.text
    assert 'value="Bac pro bois"' in refused.answer.text


async def test_a_stale_decision_nobody_may_send_again_is_not_asked_for_anew(
    supervisor: Visitor, work: UnitsOfWork
) -> None:
    need_id = await now_sent(work)
    here = f"{NEEDS}/{need_id}"
    page = await supervisor.get(here)
    before = page.form(f"{here}/qualification")
    await supervisor.send(page.form(f"{here}/ecart"), reason="spam")

    refused = await supervisor.send(before, formation="Bac pro bois", seats="3")

    assert refused.status == 409
    assert "Ce besoin, maintenant : Écarté." in refused.text
    # The form is not there any more: what was typed is shown, and nothing is promised.
    assert "renvoyez" not in refused.text
    assert "Enregistrez de nouveau" not in refused.text
    assert "Bac pro bois" in refused.text
    assert "<td>3</td>" in refused.answer.text


async def test_what_two_wrote_at_once_is_kept_of_one_and_shown_to_the_other(
    network: Network, supervisor: Visitor, bureau: Visitor, work: UnitsOfWork
) -> None:
    need_id = await passed(supervisor, work, HERE, ELSEWHERE)
    here, answering = f"{NEEDS}/{need_id}", f"{NEEDS}/{need_id}/reponse"
    other = Visitor(await network.client_as(Role.RBDE, ELSEWHERE))
    second = (await bureau.get(here)).form(answering)
    closing = (await supervisor.get(here)).form(f"{here}/cloture")
    first = (await other.get(here)).form(answering)
    await other.send(first, outcome="helped", answer="C’est fait.")

    late = await bureau.send(second, outcome="helped", answer="Un élève peut venir.")
    assert (late.status, "Un élève peut venir." in late.text) == (409, True)
    assert "demandez à la supervision de rouvrir" in late.text
    stale = await supervisor.send(closing, outcome="helped", answer="Voyez la CMA.")
    assert (stale.status, "Voyez la CMA." in stale.text) == (409, True)
    assert "n’est pas enregistré" in stale.text


async def test_what_the_morning_notes_makes_no_form_late_that_was_open_overnight(
    supervisor: Visitor, bureau: Visitor, work: UnitsOfWork
) -> None:
    need_id = await passed(supervisor, work)
    here = f"{NEEDS}/{need_id}"
    page = await supervisor.get(here)
    routing, closing = page.form(f"{here}/transmission"), page.form(f"{here}/cloture")
    recalling = page.form(f"{here}/reprise")
    answering = (await bureau.get(here)).form(f"{here}/reponse")
    later = datetime.now(UTC) + timedelta(days=30)
    for _ in range(7):
        later += timedelta(days=1)
        await replace(reader(work), now=later).do(escalate_needs, now=later)
    assert (await need_of(reader(work), need_id)).escalated_at is not None

    page = await supervisor.send(routing, bureaux=ELSEWHERE)
    assert page.status == 200
    assert len(await assignments_of(reader(work), need_id)) == 2
    # Somebody decided: that is no note, and the others are told where it stands.
    stale = await supervisor.send(closing, outcome="helped", answer="Voyez la CMA.")
    assert (stale.status, "Voyez la CMA." in stale.text) == (409, True)
    assert "Ce besoin, maintenant : Transmis, pas encore pris (" in stale.text
    assert (await supervisor.send(recalling)).status == 409
    assert (await bureau.send(answering, outcome="helped", answer="Venez.")).status == 200
    assert await status(work, need_id) is NeedStatus.ANSWERED


async def test_what_is_done_after_a_note_is_taken_back(
    supervisor: Visitor, work: UnitsOfWork
) -> None:
    need_id = await passed(supervisor, work)
    here = f"{NEEDS}/{need_id}"
    dismissing = (await supervisor.get(here)).form(f"{here}/ecart")
    later = datetime.now(UTC) + timedelta(days=30)
    for _ in range(7):
        later += timedelta(days=1)
        await replace(reader(work), now=later).do(escalate_needs, now=later)
    page = await supervisor.send(dismissing, reason="spam")
    assert await status(work, need_id) is NeedStatus.DISMISSED
    await supervisor.send(undo(page))
    assert await status(work, need_id) is NeedStatus.ROUTED


async def test_the_list_is_found_filtered_and_read_page_after_page(
    supervisor: Visitor, work: UnitsOfWork
) -> None:
    for n in range(PAGE_LENGTH + 1):
        await now_sent(work, company=f"Atelier {n:02}")
    await now_sent(work, company="Boulangerie Œuvrard", kind=NeedKind.JOB)

    first = await supervisor.get(f"{NEEDS}?q=atelier")
    address = first.answer.text.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    second = await supervisor.get(address.replace("&amp;", "&"))
    assert (first.text.count("Atelier"), second.text.count("Atelier")) == (PAGE_LENGTH, 1)
    assert "Atelier" not in (await supervisor.get(f"{NEEDS}?nature=job")).text
    found = await supervisor.get(f"{FOUND}&etat=a-qualifier")
    assert "Boulangerie Œuvrard" in found.text
    for empty in (
        "etat=clos",
        "etat=en-retard",
        f"lycee_concerne={HERE}",
        "etat=chez-nous",
    ):
        assert "Boulangerie" not in (await supervisor.get(f"{FOUND}&{empty}")).text, empty
    assert "Boulangerie" in (await supervisor.get(f"{FOUND}&etat=nimporte&nature=quoi")).text


async def test_what_is_late_says_by_how_many_working_days(
    supervisor: Visitor, work: UnitsOfWork
) -> None:
    long_ago = datetime(2026, 1, 5, 9, tzinfo=UTC)
    await replace(company(work), now=long_ago).do(
        send_need, details=DETAILS, requester=WHO, verified=True, now=long_ago
    )

    assert "En retard de" in (await supervisor.get(f"{NEEDS}?etat=en-retard")).text


async def test_the_list_is_taken_away_without_anybody_and_without_formulas(
    supervisor: Visitor, bureau: Visitor, work: UnitsOfWork
) -> None:
    await now_sent(work, company="=SOMME(A1:A9)")
    text = (await supervisor.get(f"{NEEDS}/liste.csv")).answer.text
    assert "'=SOMME" in text
    assert "Belkacem" not in text
    assert "Trouver un apprenti" in text
    book = await supervisor.get(f"{NEEDS}/liste.xlsx?nature=job")
    assert book.answer.content[:2] == b"PK"
    assert "SOMME" not in (await bureau.get(f"{NEEDS}/liste.csv")).answer.text


async def test_markup_is_shown_as_it_was_sent(supervisor: Visitor, work: UnitsOfWork) -> None:
    need_id = await now_sent(work, company="<b>x</b>", text="<script>alert(1)</script>")

    page = await supervisor.get(f"{NEEDS}/{need_id}")

    assert "<script>alert" not in page.answer.text
    assert "<script>alert(1)</script>" in page.text


async def test_who_runs_two_lycees_answers_for_each(
    network: Network, supervisor: Visitor, work: UnitsOfWork
) -> None:
    need_id = await passed(supervisor, work, HERE, ELSEWHERE)
    both = Visitor(await network.client_as(Role.RBDE, HERE, ELSEWHERE))
    here = f"{NEEDS}/{need_id}"

    page = await both.get(here)
    assert "Pour Lycée Bourdelle" in page.text
    forms = [form for form in page.forms if form.action == f"{here}/reponse"]
    assert len(forms) == 2
    refused = await both.send(forms[1], outcome="helped")
    assert refused.answer.text.count('id="champ-answer-2-erreur"') == 1
    assert 'id="champ-answer-1-erreur"' not in refused.answer.text


async def test_an_empty_list_says_where_needs_come_from(
    supervisor: Visitor, bureau: Visitor
) -> None:
    assert "formulaire" in (await supervisor.get(NEEDS)).text
    assert "Aucun besoin n’attend votre bureau." in (await bureau.get(NEEDS)).text


async def test_what_a_bureau_told_is_followed_by_it(bureau: Visitor, work: UnitsOfWork) -> None:
    teller = replace(people(work)[0], now=datetime.now(UTC))
    need_id = await teller.do(
        tell_need,
        details=DETAILS,
        requester=WHO,
        source=NeedSource.PHONE,
        now=datetime.now(UTC),
    )
    assert "En attente ailleurs" in (await bureau.get(NEEDS)).text
    page = await bureau.get(f"{NEEDS}/{need_id}")
    assert "Nadia Belkacem" in page.text
    assert not page.has_form(f"{NEEDS}/{need_id}")


async def test_the_supervisor_notes_what_an_actor_said_by_phone_and_takes_it_back(
    supervisor: Visitor, work: UnitsOfWork
) -> None:
    await reader(work).adds("Greta du Tarn", mail="contact@greta.example")
    need_id = await now_sent(work)
    await qualifies(supervisor, need_id)
    page = await routes(supervisor, need_id, actor="Greta du Tarn")
    here = f"{NEEDS}/{need_id}"

    refused = await supervisor.send(page.form(f"{here}/telephone"), outcome="helped", answer="")
    assert "Écrivez la réponse" in refused.text
    form = refused.form(f"{here}/telephone")
    page = await supervisor.send(form, outcome="helped", answer="Oui, en mars.")
    assert "Réponse donnée par téléphone le" in page.text
    assert await status(work, need_id) is NeedStatus.ANSWERED

    page = await supervisor.send(undo(page))
    assert "La réponse n’est plus notée" in page.text
    assert await status(work, need_id) is NeedStatus.ROUTED
    # What was typed is in the form again.
    assert "Oui, en mars." in page.text


async def test_answered_needs_are_ticked_and_closed_from_the_list_and_come_back(
    supervisor: Visitor, bureau: Visitor, work: UnitsOfWork
) -> None:
    need_id = await passed(supervisor, work)
    here = f"{NEEDS}/{need_id}"
    page = await bureau.get(here)
    await bureau.send(page.form(f"{here}/reponse"), outcome="helped", answer="C’est fait.")
    assert "Aucun besoin ne répond" in (await supervisor.get(f"{NEEDS}?etat=a-clore")).text

    listed = await supervisor.get(f"{NEEDS}?etat=repondus")
    form = listed.form(f"{NEEDS}/cloture", exactly=True)
    assert (await supervisor.send(form)).status == 422
    page = await supervisor.send(form, need_ids=[str(need_id)])
    assert "besoin clos." in page.text
    assert await status(work, need_id) is NeedStatus.CLOSED
    page = await supervisor.send(page.form(f"{NEEDS}/reouverture", exactly=True))
    assert await status(work, need_id) is NeedStatus.ANSWERED
    assert f"{NEEDS}/cloture" not in (await bureau.get(f"{NEEDS}?etat=repondus")).answer.text
