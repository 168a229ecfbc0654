"""The public form: what a company types is kept, once, and nothing of it is lost."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.chassis.base.identity import Role
from services.coordination.need_forms.pages.need_form import FORM, SENT, TO_CONFIRM
from tests.coordination.need_forms.world import TYPED, Forms, worked


async def test_a_company_tells_a_need_and_reads_what_happens_now(forms: Forms) -> None:
    page = await forms.fills(
        siret="732 829 320 00074",
        commune="Montauban",
        seats="2",
        wanted_from="2027-01-04",
        formation="CAP menuisier",
        name="Nadia Belkacem",
        phone="05 36 49 10 10",
    )

    assert page.answer.url.path == SENT
    assert "Votre demande est reçue" in page.text
    assert "5 jours ouvrés" in page.text
    [row] = await forms.superuser.fetch("SELECT * FROM needs")
    assert (row["status"], row["source"], row["siret"]) == ("received", "form", "73282932000074")
    assert (row["commune"], row["seats"], row["requester_phone"]) == ("82121", 2, "0536491010")
    assert row["uai"] == row["department"] == forms.network.settings.department_uai
    assert await forms.letters("received") == [row["need_id"]]
    assert page.answer.headers.get("set-cookie") is None


async def test_without_a_script_it_is_kept_apart_and_asked_for_by_mail(forms: Forms) -> None:
    page = await forms.fills(script=False)

    assert page.answer.url.path == TO_CONFIRM
    assert "appuyez sur «\u202fConfirmer ma demande\u202f»" in page.answer.text
    assert await forms.statuses() == {"unverified": 1}
    assert len(await forms.letters("confirm")) == 1
    assert await forms.letters("received") == []


async def test_a_double_click_makes_one_need_and_the_same_answer(forms: Forms) -> None:
    visitor = forms.visitor()
    form = await forms.opened(visitor)
    ticket = forms.ticket(form)
    typed = {**TYPED, "work": worked(ticket.challenge, ticket.bits)}

    first, second = [await visitor.send(form, **typed) for _ in range(2)]

    assert first.answer.url.path == second.answer.url.path == SENT
    assert await forms.statuses() == {"received": 1}


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"siret": "123"}, "siret", "14 chiffres"),
        ({"siret": "73282932000075"}, "siret", "clé est fausse"),
        ({"mail": "nadia"}, "mail", "adresse complète"),
        ({"mail": "a@b.example\r\nBcc: x@y.example"}, "mail", "adresse complète"),
        ({"phone": "12"}, "phone", "dix chiffres"),
        ({"commune": "Nulle-Part-les-Bains"}, "commune", "pas connue"),
        ({"kind": "gold"}, "kind", "liste"),
        ({"kind": ""}, "kind", ""),
        ({"seats": "0"}, "seats", "1"),
        ({"seats": "1e309"}, "seats", ""),
        ({"wanted_from": "2026-02-30"}, "wanted_from", ""),
        ({"text": ""}, "text", ""),
        ({"text": "x" * 2_001}, "text", "2"),
        ({"company": "Menuiserie\u202eexe.tnem"}, "company", "caractère invisible"),
        ({"text": "Bonjour\x00"}, "text", "caractère invisible"),
    ],
)
async def test_what_is_refused_is_said_beside_its_field_and_all_stays_as_typed(
    forms: Forms, typed: dict[str, Any], field: str, sentence: str
) -> None:
    page = await forms.fills(**typed)

    assert page.status == 422
    assert f'id="champ-{field}-erreur"' in page.answer.text
    assert sentence in page.text
    kept = page.form(FORM).typed()
    for name in ("company", "mail"):
        if name not in typed:
            assert kept[name] == TYPED[name]
    if "text" not in typed:
        assert TYPED["text"] in page.text
    if "kind" not in typed:
        assert f'value="{TYPED["kind"]}" checked' in page.answer.text
    assert await forms.statuses() == {}


async def test_a_form_that_was_refused_is_mended_and_sent_without_doing_the_work_again(
    forms: Forms,
) -> None:
    visitor = forms.visitor()
    form = await forms.opened(visitor)
    ticket = forms.ticket(form)
    work = worked(ticket.challenge, ticket.bits)

    page = await visitor.send(form, **{**TYPED, "mail": "nadia", "work": work})
    mended = page.form(FORM)
    assert mended.typed()["work"] == work
    page = await visitor.send(mended, **TYPED)

    assert page.answer.url.path == SENT
    assert await forms.statuses() == {"received": 1}


@pytest.mark.parametrize("how", ["forged", "cut", "too old", "none", "of tomorrow"])
async def test_a_ticket_that_is_no_good_loses_nothing_and_the_form_opens_again(
    forms: Forms, how: str
) -> None:
    visitor = forms.visitor()
    form = await forms.opened(visitor)
    good = str(form.typed()["ticket"])
    bad = {
        "forged": re.sub(r"[0-9a-f]$", lambda sign: "0" if sign[0] != "0" else "1", good),
        "cut": good[:40],
        "too old": forms.earlier(form, timedelta(days=1)),
        "none": "",
        "of tomorrow": forms.earlier(form, timedelta(days=-1)),
    }[how]

    page = await visitor.send(form, **{**TYPED, "ticket": bad})

    assert page.status == 409
    assert "rien n’est perdu" in page.text
    again = page.form(FORM)
    assert again.typed()["company"] == TYPED["company"]
    assert again.typed()["ticket"] not in ("", bad)
    assert await forms.statuses() == {}
    page = await visitor.send(again, **TYPED)
    assert page.answer.url.path == TO_CONFIRM


async def test_a_ticket_makes_one_need(forms: Forms) -> None:
    visitor = forms.visitor()
    form = await forms.opened(visitor)
    ticket = forms.ticket(form)
    typed = {**TYPED, "work": worked(ticket.challenge, ticket.bits)}
    await visitor.send(form, **typed)

    replayed = await visitor.send(form, **typed, command_id=str(uuid4()))
    changed = await visitor.send(form, **{**typed, "text": "Autre chose."})

    assert (replayed.status, changed.status) == (409, 409)
    assert "Autre chose." in changed.text
    assert await forms.statuses() == {"received": 1}


@pytest.mark.parametrize(
    "how", [{"fax": "05"}, {"hurried": True}, {"work": "12"}, {"work": "-1"}, {"work": "9" * 21}]
)
async def test_what_looks_like_a_robot_is_kept_apart_rather_than_refused(
    forms: Forms, how: dict[str, Any]
) -> None:
    visitor = forms.visitor()
    hurried = how.pop("hurried", None) if "hurried" in how else None
    form = await forms.opened(visitor, by=timedelta() if hurried else timedelta(minutes=1))
    ticket = forms.ticket(form)
    work = worked(ticket.challenge, ticket.bits)

    page = await visitor.send(form, **{**TYPED, "work": work, **how})

    assert page.answer.url.path == TO_CONFIRM
    assert await forms.statuses() == {"unverified": 1}


async def test_more_than_a_few_of_one_visitor_are_kept_apart_and_far_too_many_wait(
    forms: Forms,
) -> None:
    host = str(uuid4())
    for number in range(4):
        await forms.fills(host=host, mail=f"a{number}@menuiserie.example")
    assert await forms.statuses() == {"received": 3, "unverified": 1}

    pages = [await forms.fills(host=host, script=False) for _ in range(57)]
    assert (pages[-2].status, pages[-1].status) == (200, 429)
    assert pages[-1].form(FORM).typed()["company"] == TYPED["company"]
    assert "Trop de demandes" in pages[-1].text


async def test_one_address_is_believed_a_few_times_a_day(forms: Forms) -> None:
    for _ in range(4):
        await forms.fills()

    assert await forms.statuses() == {"received": 3, "unverified": 1}


async def test_the_page_runs_nothing_inline_and_is_told_of_where_companies_look(
    forms: Forms,
) -> None:
    visitor = forms.visitor()
    page = await visitor.get(FORM)
    assert not re.search(r"<script(?![^>]*\bsrc=)", page.answer.text)
    assert "proof_of_work.js" in page.answer.text
    for sentence in ("Qui lit votre demande", "un an après", "vos droits"):
        assert sentence in page.text
    for path in ("/connexion", "/plan-du-site"):
        assert 'href="/besoin"' in (await visitor.get(path)).answer.text
    supervisor = await forms.network.client_as(Role.SUPERVISOR, None)
    assert (await supervisor.get(FORM)).status_code == 200
