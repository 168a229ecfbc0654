"""« Modèles de courriels »: what each mail says, to whom and when, and what a lycée adds to it."""

import re

import pytest
import pytest_asyncio

from services.chassis.base.identity import Role
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kinds import KINDS
from services.notifications.sentences.model import takes_sentence
from tests.architecture.rules.pages import ASCII_APOSTROPHE, PLAIN_SPACE
from tests.notifications.desk.test_pages import SignsIn, relay, signs_in
from tests.notifications.world import ELSEWHERE, HERE, Post
from tests.support.pages import Page, Visitor

__all__ = ["relay", "signs_in"]
LIST = "/envois/modeles"
HOST = f"{LIST}/host_agreed"
SHOWN = [template for template in Template if template.shown]


@pytest_asyncio.fixture
async def bureau(signs_in: SignsIn) -> Visitor:
    return await signs_in(Role.RBDE)


async def adds(visitor: Visitor, text: str, *, path: str = HOST) -> Page:
    page = await visitor.get(path)
    return await visitor.send(page.form(path, exactly=True), text=text)


async def test_the_list_says_when_each_mail_leaves_to_whom_and_how_fast(bureau: Visitor) -> None:
    page = await bureau.get(LIST)

    for template in SHOWN:
        assert f'href="{LIST}/{template.value}"' in page.answer.text
        assert template.called in page.text
        kind = KINDS.get(template)
        assert " ".join((kind.when if kind else template.when).split() or ["nothing"]) in page.text
    assert "Alerte urgente Part toujours" in page.text
    assert "Direction déléguée (DDFPT) (Courriel du matin)" in page.text
    assert f'href="{LIST}/one_time_code"' not in page.answer.text
    # What companies are sent stands together; what waits for the morning says so.
    out = page.text.split("Élèves en entreprise")[0]
    for template in SHOWN:
        assert not template.to_a_contact or template.called in out, template
    for path in ("host_pupil_arrives", "notice_digest"):
        assert "Courriel du matin" in (await bureau.get(f"{LIST}/{path}")).text


async def test_the_mails_lead_to_their_models(bureau: Visitor) -> None:
    assert f'href="{LIST}"' in (await bureau.get("/envois")).answer.text


async def test_every_mail_is_shown_as_it_is_written_with_invented_people(bureau: Visitor) -> None:
    for template in SHOWN:
        page = await bureau.get(f"{LIST}/{template.value}")
        assert page.status == 200, template
        [drawn] = re.findall(r'<p class="note">(.*?)</p>', page.answer.text, re.DOTALL)
        assert len(drawn) > 200, template
        assert not ASCII_APOSTROPHE.findall(drawn), (template, drawn)
        assert not PLAIN_SPACE.findall(drawn), (template, drawn)
        assert page.has_form(f"{LIST}/") is takes_sentence(template), template


@pytest.mark.parametrize("name", ["one_time_code", "layout", "nimporte-quoi", "../layout"])
async def test_a_mail_between_the_portal_and_a_person_has_no_model(
    bureau: Visitor, name: str
) -> None:
    assert (await bureau.get(f"{LIST}/{name}")).status == 404


@pytest.mark.parametrize("role", [Role.RBDE, Role.HEAD])
async def test_a_sentence_is_added_seen_in_the_model_and_taken_back(
    signs_in: SignsIn, post: Post, role: Role
) -> None:
    visitor = await signs_in(role)

    page = await adds(visitor, "Portes ouvertes le 12 mars : venez !")

    assert "Phrase enregistrée." in page.text
    assert "le lycée. Portes ouvertes le 12 mars : venez ! Le bureau des entreprises" in page.text
    assert "Accord noté Phrase du lycée" in (await visitor.get(LIST)).text
    [row] = await post.superuser.fetch("SELECT * FROM own_sentences")
    assert (row["uai"], row["template"], row["version"]) == (HERE, "host_agreed", 1)
    noted = await post.superuser.fetch(
        "SELECT result FROM audit_entries WHERE action = 'write-sentences'"
    )
    assert [line["result"] for line in noted] == ["done"]
    undo = next(form for form in page.forms if ("text", "") in form.fields)
    undone = await visitor.send(undo)
    assert "Phrase retirée." in undone.text
    assert "Portes ouvertes" not in (await visitor.get(HOST)).text


async def test_a_sentence_that_is_removed_can_be_brought_back(bureau: Visitor) -> None:
    await adds(bureau, "Portes ouvertes le 12 mars.")

    removed = await adds(bureau, "")

    assert "Phrase retirée." in removed.text
    undo = next(
        form for form in removed.forms if ("text", "Portes ouvertes le 12 mars.") in form.fields
    )
    assert "Portes ouvertes le 12 mars." in (await bureau.send(undo)).text


async def test_a_sentence_with_a_link_is_refused_and_stays_as_it_was_typed(
    bureau: Visitor, post: Post
) -> None:
    page = await adds(bureau, "Tout est sur www.lycee.example")

    assert page.status == 422
    assert "Retirez « www.lycee.example » : la phrase ne peut contenir ni lien" in page.text
    assert "Tout est sur www.lycee.example</textarea>" in page.answer.text
    assert not await post.superuser.fetch("SELECT * FROM own_sentences")


async def test_a_sentence_that_is_too_long_stays_as_it_was_typed(bureau: Visitor) -> None:
    page = await adds(bureau, "mot " * 100)

    assert page.status == 422
    assert "Écrivez au plus 300 caractères : il y en a 399." in page.text
    assert "mot mot" in page.answer.text.partition("<textarea")[2]


async def test_an_invisible_character_is_refused(bureau: Visitor) -> None:
    page = await adds(bureau, "Venez \u202e nous voir.")

    assert page.status == 422
    assert "Ce texte contient un caractère invisible" in page.text


async def test_what_a_colleague_added_meanwhile_is_shown_beside_what_was_typed(
    bureau: Visitor,
) -> None:
    opened = (await bureau.get(HOST)).form(HOST, exactly=True)
    await adds(bureau, "Celle du collègue.")

    page = await bureau.send(opened, text="La mienne.")

    assert page.status == 409
    assert "La mienne.</textarea>" in page.answer.text
    assert "Celle du collègue." in page.text


async def test_the_secretariat_reads_and_adds_nothing(signs_in: SignsIn, bureau: Visitor) -> None:
    form = (await bureau.get(HOST)).form(HOST, exactly=True)
    await adds(bureau, "Portes ouvertes le 12 mars.")
    secretariat = await signs_in(Role.SECRETARIAT)

    page = await secretariat.get(HOST)

    assert "Portes ouvertes le 12 mars." in page.text
    assert not page.has_form(HOST)
    assert (await secretariat.send(form, text="Non.")).status == 404


async def test_a_teacher_does_not_see_the_models(signs_in: SignsIn) -> None:
    teacher = await signs_in(Role.FORM_TEACHER)

    assert (await teacher.get(LIST)).status == 404


async def test_another_lycee_sees_nothing_of_a_sentence(signs_in: SignsIn, bureau: Visitor) -> None:
    await adds(bureau, "Portes ouvertes le 12 mars.")
    stranger = await signs_in(Role.RBDE, ELSEWHERE)

    assert "Portes ouvertes" not in (await stranger.get(HOST)).text
    assert "Phrase du lycée" not in (await stranger.get(LIST)).text


async def test_who_runs_two_bureaux_adds_to_the_mails_of_each(
    signs_in: SignsIn, post: Post
) -> None:
    both = await signs_in(Role.RBDE, HERE, ELSEWHERE)
    page = await both.get(HOST)
    forms = [form for form in page.forms if form.action == HOST]
    assert len(forms) == 2
    second = next(form for form in forms if ("uai", ELSEWHERE) in form.fields)

    refused = await both.send(second, text="Voyez lycee.fr")
    assert refused.answer.text.count("Voyez lycee.fr</textarea>") == 1
    await both.send(second, text="Portes ouvertes le 12 mars.")

    [row] = await post.superuser.fetch("SELECT uai, text FROM own_sentences")
    assert tuple(row) == (ELSEWHERE, "Portes ouvertes le 12 mars.")
