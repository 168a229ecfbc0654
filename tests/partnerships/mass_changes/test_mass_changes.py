"""One change to many companies: chosen in the list, looked at, confirmed once, taken back row by row."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from contracts.identifiers import Naf
from contracts.partnerships.actions import ActionKind, ActionPlannedV1
from contracts.partnerships.companies import CompanyCorrectedV1
from contracts.partnerships.partnerships import PartnershipChangedV1, PartnershipStage
from services.chassis.base.identity import Role
from services.partnerships.acquaintances.commands import follow_company
from services.partnerships.actions import model as action
from services.partnerships.actions.commands import cancel_action, plan_action
from services.partnerships.actions.model import ActionDetails
from services.partnerships.actions.queries import invited as invited_companies
from services.partnerships.base.mentions import Named
from services.partnerships.choices.model import CHOSEN_MAX
from services.partnerships.company_list.queries.columns import leads_of
from services.partnerships.erasure.store.notes import Notes
from services.partnerships.invitations.commands import invite_company
from services.partnerships.mass_changes.commands.make_changes import CHUNK_COMPANIES
from services.partnerships.retention import retention
from services.partnerships.tasks.commands import change_task, finish_task, remove_task
from services.partnerships.tasks.model import TaskCode, TaskDetails
from services.partnerships.territories.commands import take_lead
from services.partnerships.territories.store import Leads
from tests.partnerships.browsing import Answer, Browser
from tests.partnerships.world import (
    BOURDELLE,
    ELSEWHERE,
    MOISSAC,
    Bureau,
    company,
    many_companies,
    site,
)
from tests.support.services import Published
from tests.support.waiting import eventually

CHANGES = "/entreprises/changements"
NAMES = ("Bois Vert", "Menuiserie Vidal", "Serrurerie Roca")
DUE = date(2027, 1, 11)
TASK = {"code": "call_back", "due_on": DUE, "note": "Proposer janvier."}


async def known(bureau: Bureau, *names: str) -> list[UUID]:
    return [await bureau.registers(name) for name in names or NAMES]


def choice(*ids: UUID, quoi: str = "tache") -> str:
    """As the boxes of the list say it."""
    return f"/entreprises/choix?quoi={quoi}&" + "&".join(f"choix.{one}=oui" for one in ids)


async def looks_at(browser: Browser, address: str, **typed: Any) -> Answer:
    """What the change would do."""
    return await browser.follows(await browser.sends(address, CHANGES, typed))


async def confirms(browser: Browser, preview: Answer) -> Answer:
    here = preview.url.path
    return await browser.follows(await browser.sends(preview, f"{here}/confirmation"))


async def undoes(browser: Browser, done: Answer) -> Answer:
    """By the button of the notice."""
    undo = f"{done.url.path}/annulation"
    assert 'class="notice-undo"' in done.text
    return await browser.follows(await browser.sends(done, undo))


def words(page: Answer) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page.text).split())


async def tasks(superuser: asyncpg.Connection) -> list[asyncpg.Record]:
    return await superuser.fetch(
        "SELECT t.*, c.name FROM tasks t JOIN companies c USING (company_id) ORDER BY c.name"
    )


async def test_a_task_is_planned_for_each_company_that_was_ticked(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    vert, _, roca = await known(bureau)
    listed = await browser.opens("/entreprises")
    box = re.search(rf'name="choix.{vert}" aria-labelledby="(\w+) (\w+)"', listed.text)
    assert box is not None
    heard = [re.search(rf'id="{one}"[^>]*>([^<]+)<', listed.text) for one in box.groups()]
    assert [one[1] for one in heard if one] == ["Choisir", "Bois Vert"]

    preview = await looks_at(browser, choice(vert, roca), **TASK)
    assert "Tâche : Rappeler, pour le lundi 11 janvier 2027" in words(preview)
    assert "Rien n’est encore changé" in preview.text
    assert await tasks(superuser) == []
    done = await confirms(browser, preview)

    assert "2 entreprises changées." in words(done)
    planned = await tasks(superuser)
    assert [(one["name"], one["code"], one["due_on"], one["note"]) for one in planned] == [
        (name, "call_back", DUE, "Proposer janvier.") for name in ("Bois Vert", "Serrurerie Roca")
    ]
    week = await browser.opens("/semaine?qui=tous")
    assert week.text.count("<strong>Rappeler</strong>") == 2
    reminder = await superuser.fetchval("SELECT key FROM due_work WHERE job = 'remind-tasks'")
    assert reminder == str(DUE)


async def test_it_is_undone_in_one_click(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    done = await confirms(browser, await looks_at(browser, choice(*await known(bureau)), **TASK))

    undone = await undoes(browser, done)

    assert await tasks(superuser) == []
    assert "Le changement est annulé." in undone.text
    assert "3 comme avant" in words(undone)
    again = await browser.opens("/entreprises/choix")
    assert "Annulé" in again.text


async def test_what_somebody_did_since_is_kept_and_listed(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    ids = await known(bureau, *NAMES, "Zinguerie Pons")
    done = await confirms(browser, await looks_at(browser, choice(*ids), **TASK))
    finished, changed, removed, _ = [one["task_id"] for one in await tasks(superuser)]
    await bureau.do(finish_task, task_id=finished, now=bureau.now)
    other = TaskDetails(code=TaskCode.MEET)
    await bureau.do(change_task, task_id=changed, version=1, details=other, now=bureau.now)
    await bureau.do(remove_task, task_id=removed, now=bureau.now)

    undone = words(await undoes(browser, done))

    assert [one["name"] for one in await tasks(superuser)] == ["Bois Vert", "Menuiserie Vidal"]
    assert "1 comme avant 3 gardées" in undone
    assert "Bois Vert : la tâche a été faite depuis." in undone
    assert "Menuiserie Vidal : a été modifié depuis." in undone
    assert "n’existe plus" in undone


async def test_the_preview_says_which_companies_are_left_and_why(
    browser: Browser, bureau: Bureau, other_bureau: Bureau
) -> None:
    mine, led, ours = await known(bureau)
    theirs = await other_bureau.registers("Zinguerie Pons")
    await other_bureau.do(take_lead, company_id=led, now=bureau.now)
    await bureau.do(take_lead, company_id=ours, now=bureau.now)

    preview = await looks_at(browser, choice(mine, led, ours, theirs, quoi="chef-de-file"))
    shown = words(preview)

    assert "1 à changer 3 laissées comme elles sont" in shown
    assert "Menuiserie Vidal : un autre bureau est chef de file." in shown
    assert "Serrurerie Roca : est déjà ainsi." in shown
    assert "Zinguerie Pons : n’est pas sur la liste de votre lycée." in shown
    await confirms(browser, preview)
    leads = await bureau.do(lambda uow: leads_of(uow, [mine, led]))
    assert leads == {mine: BOURDELLE, led: ELSEWHERE}


async def test_a_lead_that_was_given_up_is_taken_again(browser: Browser, bureau: Bureau) -> None:
    ids = await known(bureau)
    for one in ids:
        await bureau.do(take_lead, company_id=one, now=bureau.now)
    before = await bureau.do(lambda uow: Leads(uow).of(ids[0]))
    preview = await looks_at(browser, choice(*ids, quoi="plus-chef-de-file"))
    done = await confirms(browser, preview)
    assert await bureau.do(lambda uow: Leads(uow).of(ids[0])) is None

    await undoes(browser, done)

    assert await bureau.do(lambda uow: Leads(uow).of(ids[0])) == before


async def test_partnerships_move_where_the_role_may_and_go_back(
    signed_in: Callable[..., Browser],
    bureau: Bureau,
    published: Published,
    superuser: asyncpg.Connection,
) -> None:
    first, second, without = await known(bureau)
    for one in (first, second):
        await bureau.opens_a_partnership(one, stage=PartnershipStage.CONTACTED)
    assistant = signed_in(Role.ATCT, BOURDELLE)
    address = choice(first, second, without, quoi="etape")

    refused = await looks_at(assistant, address, stage="ended")
    assert "ne permet pas cette étape, ou pas à votre fonction" in refused.text
    done = await confirms(assistant, await looks_at(assistant, address, stage="in_discussion"))

    assert "2 entreprises changées." in words(done)
    assert "n’a pas de partenariat ouvert avec votre lycée" in done.text
    stages = "SELECT stage, version FROM partnerships"
    assert [tuple(row) for row in await superuser.fetch(stages)] == [("in_discussion", 3)] * 2
    await bureau.moves(
        await superuser.fetchval("SELECT partnership_id FROM partnerships LIMIT 1"),
        3,
        PartnershipStage.ACTIVE,
    )
    await undoes(assistant, done)
    assert sorted(row["stage"] for row in await superuser.fetch(stages)) == ["active", "contacted"]
    told = await published(PartnershipChangedV1)
    assert told[-1].stage is PartnershipStage.CONTACTED


async def test_an_activity_is_written_on_many_cards_and_taken_off_those_nobody_corrected(
    browser: Browser, bureau: Bureau, published: Published
) -> None:
    first, second, third = await known(bureau)
    await bureau.corrects(second, 1, company(NAMES[1], naf=None))
    preview = await looks_at(browser, choice(first, second, third, quoi="activite"), naf="43.21A")
    done = await confirms(browser, preview)
    for one in (first, second, third):
        assert (await bureau.card(one)).details.naf == "43.21A"
    corrected = await bureau.card(third)
    await bureau.corrects(third, corrected.version, company(NAMES[2], naf=Naf("16.23Z")))

    undone = await undoes(browser, done)

    nafs = [(await bureau.card(one)).details.naf for one in (first, second, third)]
    assert nafs == ["25.11Z", None, "16.23Z"]
    assert "2 comme avant 1 gardée" in words(undone)
    # Whoever keeps a copy is told of each step.
    assert len(await published(CompanyCorrectedV1)) == 2 + 3 + 2


async def test_all_of_a_list_is_chosen_with_its_filters_and_its_number_is_shown(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    await known(bureau)
    there = await bureau.registers("Forge du Tarn", main=site(commune=MOISSAC))
    listed = await browser.opens(f"/entreprises?commune={MOISSAC}")
    assert f'name="commune" value="{MOISSAC}"' in listed.text

    shown = await browser.opens(f"/entreprises/choix?ensemble=toutes&commune={MOISSAC}")

    assert "1\u00a0entreprise</h2>" in shown.text
    assert "Toute une liste : Commune : Moissac" in words(shown)
    await confirms(browser, await looks_at(browser, str(shown.url), **TASK))
    assert [one["company_id"] for one in await tasks(superuser)] == [there]


async def test_the_companies_of_the_page_are_chosen_at_once(
    browser: Browser, bureau: Bureau
) -> None:
    await known(bureau)

    shown = await browser.opens("/entreprises/choix?ensemble=page")

    assert "3\u00a0entreprises</h2>" in shown.text
    assert "quoi=etape&amp;choix=" in shown.text


async def test_nothing_ticked_leads_back_to_the_list(browser: Browser) -> None:
    shown = await browser.opens("/entreprises/choix?filtre=miennes")
    assert "Aucune entreprise n’est choisie." in shown.text

    refused = await browser.client.post(
        CHANGES,
        data={"command_id": str(uuid4()), "choice": "choix=x.y", "kind": "lead"},
        headers={"sec-fetch-site": "same-origin"},
    )
    assert refused.status_code == 422
    assert "cochez-en" in refused.text


async def test_a_refused_change_keeps_what_was_typed_and_the_choice(
    browser: Browser, bureau: Bureau
) -> None:
    address = choice(*await known(bureau))

    refused = await browser.sends(address, CHANGES, {"code": "other", "due_on": DUE})

    assert refused.status_code == 422
    assert "Dites en quelques mots ce qu’il y a à faire." in refused.text
    assert f'value="{DUE}"' in refused.text
    assert "3\u00a0entreprises</h2>" in refused.text
    nobody = await browser.sends(address, CHANGES, {**TASK, "assignee": uuid4()})
    assert "ne travaille pas au bureau" in nobody.text


async def test_a_list_that_is_too_long_is_refused(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    await many_companies(superuser, CHOSEN_MAX + 1)

    shown = await browser.opens("/entreprises/choix?ensemble=toutes")

    assert "plus de 1\u202f000 entreprises" in shown.text.replace("1 000", "1\u202f000")
    assert CHANGES not in shown.text


async def test_the_list_of_the_lycee_a_change_is_for_is_counted_alone(
    signed_in: Callable[..., Browser],
    bureau: Bureau,
    other_bureau: Bureau,
    superuser: asyncpg.Connection,
) -> None:
    await many_companies(superuser, CHOSEN_MAX)
    await other_bureau.registers("Une de trop")
    both = signed_in(Role.RBDE, BOURDELLE, ELSEWHERE)
    address = "/entreprises/choix?ensemble=toutes"

    together = await both.opens(address)
    assert "choisissez-le en haut de la page" in together.text
    alone = await both.opens(f"{address}&lycee={BOURDELLE}")
    refused = await both.sends(alone, CHANGES, {"uai": BOURDELLE})  # without what to do
    assert refused.status_code == 422
    assert "en haut de la page, ou ajoutez" not in refused.text
    accepted = await both.sends(refused, CHANGES, TASK | {"uai": BOURDELLE})
    assert accepted.status_code == 303, accepted.text


@pytest.mark.usefixtures("at_work")
async def test_a_long_change_goes_on_by_itself_and_so_does_its_undoing(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    number = 2 * CHUNK_COMPANIES + 5
    await many_companies(superuser, number)
    preview = await looks_at(browser, "/entreprises/choix?quoi=tache&ensemble=toutes", **TASK)
    assert f"Changer {number}\u00a0entreprises" in preview.text

    begun = await confirms(browser, preview)
    assert "Le changement avance" in begun.text

    async def says(text: str) -> bool:
        return text in (await browser.opens(begun.url.path)).text

    await eventually(lambda: says("Le changement est fait."))
    assert len({one["company_id"] for one in await tasks(superuser)}) == number
    assert len(await tasks(superuser)) == number
    second = await browser.opens(f"{begun.url.path}?apres=100")
    assert second.text.count("Changée</span>") == 100
    await browser.sends(begun.url.path, f"{begun.url.path}/annulation")
    await eventually(lambda: says("Le changement est annulé."))
    assert await tasks(superuser) == []


async def test_confirming_again_changes_nothing_more_and_a_late_undo_is_told(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    preview = await looks_at(browser, choice(*await known(bureau)), **TASK)
    here = preview.url.path
    done = await confirms(browser, preview)
    await browser.sends(preview, f"{here}/confirmation")
    assert len(await tasks(superuser)) == 3

    await undoes(browser, done)
    # Somebody else's page, that still shows it as done.
    again = await browser.sends(done, f"{here}/annulation")
    assert again.status_code == 303
    assert await tasks(superuser) == []
    stale = await browser.sends(preview, f"{here}/abandon")
    assert "/entreprises" in stale.headers["location"]
    assert (await browser.opens(here)).status_code == 200


async def test_what_was_only_looked_at_is_given_up(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    preview = await looks_at(browser, choice(*await known(bureau)), **TASK)

    dropped = await browser.follows(await browser.sends(preview, f"{preview.url.path}/abandon"))

    assert "rien n’a été enregistré" in dropped.text
    assert await superuser.fetchval("SELECT count(*) FROM mass_change_rows") == 0


async def test_it_is_for_the_lycee_that_is_said_and_for_companies_it_knows(
    signed_in: Callable[..., Browser],
    bureau: Bureau,
    other_bureau: Bureau,
    superuser: asyncpg.Connection,
) -> None:
    first, second, _ = await known(bureau)
    await other_bureau.do(follow_company, company_id=second)
    both = signed_in(Role.RBDE, BOURDELLE, ELSEWHERE)

    preview = await looks_at(both, choice(first, second), uai=ELSEWHERE, **TASK)
    await confirms(both, preview)

    assert [(one["uai"], one["company_id"]) for one in await tasks(superuser)] == [
        (ELSEWHERE, second)
    ]


async def test_the_task_of_a_card_that_became_one_with_another_is_taken_back_too(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    kept, absorbed, _ = await known(bureau)
    done = await confirms(browser, await looks_at(browser, choice(absorbed), **TASK))
    await bureau.merges(kept, absorbed)

    await undoes(browser, done)

    assert await tasks(superuser) == []


async def test_the_stage_of_a_card_that_became_one_with_another_goes_back_there(
    browser: Browser, bureau: Bureau, published: Published, superuser: asyncpg.Connection
) -> None:
    kept, absorbed, _ = await known(bureau)
    await bureau.opens_a_partnership(absorbed, stage=PartnershipStage.CONTACTED)
    address = choice(absorbed, quoi="etape")
    done = await confirms(browser, await looks_at(browser, address, stage="in_discussion"))
    await bureau.merges(kept, absorbed)

    undone = await undoes(browser, done)

    assert "1 comme avant 0 gardée" in words(undone)
    assert "n’existe plus" not in undone.text
    rows = await superuser.fetch("SELECT company_id, stage FROM partnerships")
    assert [tuple(row) for row in rows] == [(kept, "contacted")]
    told = (await published(PartnershipChangedV1))[-1]
    assert (told.company_id, told.stage) == (kept, PartnershipStage.CONTACTED)


async def test_an_activity_goes_from_the_card_that_has_it_by_a_merge_alone(
    browser: Browser, bureau: Bureau
) -> None:
    kept, absorbed, same = await known(bureau)
    other, gone = await known(bureau, "Zinguerie Pons", "Ferronnerie Lafon")
    for one, name in ((kept, NAMES[0]), (absorbed, NAMES[1])):
        await bureau.corrects(one, 1, company(name, naf=None))
    chosen = (absorbed, same, gone)
    preview = await looks_at(browser, choice(*chosen, quoi="activite"), naf="43.21A")
    done = await confirms(browser, preview)
    await bureau.merges(kept, absorbed)
    card = await bureau.card(other)
    await bureau.corrects(other, card.version, company("Zinguerie Pons", naf=Naf("43.21A")))
    await bureau.merges(other, gone)
    assert (await bureau.card(kept)).details.naf == "43.21A"

    undone = words(await undoes(browser, done))

    nafs = [(await bureau.card(one)).details.naf for one in (kept, same, other)]
    assert nafs == [None, "25.11Z", "43.21A"]
    assert "2 comme avant 1 gardée" in undone
    assert "Zinguerie Pons : la fiche a été fusionnée depuis" in undone


async def test_each_of_two_cards_that_were_changed_and_then_merged_goes_back_once(
    browser: Browser, bureau: Bureau
) -> None:
    kept, absorbed, _ = await known(bureau)
    preview = await looks_at(browser, choice(kept, absorbed, quoi="activite"), naf="43.21A")
    done = await confirms(browser, preview)
    await bureau.merges(kept, absorbed)

    undone = words(await undoes(browser, done))

    assert (await bureau.card(kept)).details.naf == "25.11Z"
    assert "1 comme avant 1 gardée" in undone
    assert "la fiche a été fusionnée depuis" in undone


@pytest.mark.parametrize("by_hand", [False, True])
async def test_a_lead_goes_from_the_card_that_has_it_by_a_merge_alone(
    browser: Browser, bureau: Bureau, by_hand: bool
) -> None:
    kept, absorbed, _ = await known(bureau)
    done = await confirms(browser, await looks_at(browser, choice(absorbed, quoi="chef-de-file")))
    if by_hand:
        lead = await bureau.do(lambda uow: Leads(uow).of(absorbed))
        assert lead
        await bureau.do(lambda uow: Leads(uow).take(BOURDELLE, kept, lead.taken_on))
    await bureau.merges(kept, absorbed)

    undone = words(await undoes(browser, done))

    left = await bureau.do(lambda uow: Leads(uow).of(kept))
    assert (left is not None) is by_hand
    assert ("la fiche a été fusionnée depuis" in undone) is by_hand


async def test_a_lead_that_was_given_up_is_taken_again_on_the_card_it_became(
    browser: Browser, bureau: Bureau
) -> None:
    kept, absorbed, _ = await known(bureau)
    await bureau.do(take_lead, company_id=absorbed, now=bureau.now)
    before = await bureau.do(lambda uow: Leads(uow).of(absorbed))
    preview = await looks_at(browser, choice(absorbed, quoi="plus-chef-de-file"))
    done = await confirms(browser, preview)
    await bureau.merges(kept, absorbed)

    await undoes(browser, done)

    assert await bureau.do(lambda uow: Leads(uow).of(kept)) == before


async def test_the_words_of_a_task_are_found_while_nobody_confirmed_and_gone_after_a_month(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    typed = {**TASK, "note": "Voir avec Hortense Delbosc."}
    ids = await known(bureau)
    preview = await looks_at(browser, choice(*ids), **typed)
    found = await bureau.do(lambda uow: Notes(uow).naming(Named("Delbosc", "Hortense")))
    assert [one.company for one in found] == ["Tâche pour plusieurs entreprises"]

    await confirms(browser, preview)

    assert await superuser.fetchval("SELECT note FROM mass_changes") is None
    rule, later = retention.rules["mass_changes"], datetime.now(UTC) + timedelta(days=31)
    due = await bureau.do(rule.find, now=later, limit=10)
    assert await bureau.do(rule.remove, [one.id for one in due], later)
    assert await superuser.fetchval("SELECT count(*) FROM mass_change_rows") == 0


@pytest.mark.parametrize("role", [Role.HEAD, Role.REFERENT_TEACHER])
async def test_who_only_reads_companies_ticks_none(
    signed_in: Callable[..., Browser], bureau: Bureau, role: Role
) -> None:
    await known(bureau)

    listed = await signed_in(role, BOURDELLE).opens("/entreprises")

    assert "Bois Vert" in listed.text
    assert "Choisir Bois Vert" not in listed.text


async def plans(bureau: Bureau, **changes: Any) -> UUID:
    known = {"kind": ActionKind.FORUM, "title": "Forum des métiers", "planned_on": DUE}
    details = ActionDetails(**{**known, **changes})
    return await bureau.do(plan_action, details=details, now=bureau.now)


async def invited(superuser: asyncpg.Connection) -> dict[str, str]:
    rows = await superuser.fetch(
        "SELECT c.name, a.answer FROM action_companies a JOIN companies c USING (company_id)"
    )
    return {row["name"]: row["answer"] for row in rows}


async def test_a_list_is_invited_to_an_action_and_one_that_answered_stays(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection, published: Published
) -> None:
    ids = await known(bureau)
    action_id = await plans(bureau)
    await bureau.do(
        invite_company, action_id=action_id, company_id=ids[0], takes_part=True, now=bureau.now
    )

    whole = "/entreprises/choix?quoi=action&filtre=toutes&ensemble=toutes"
    preview = await looks_at(browser, whole, action_id=action_id)
    assert "2 à inviter" in words(preview)
    assert "Bois Vert : est déjà ainsi" in words(preview)
    done = await confirms(browser, preview)

    assert "2\u00a0entreprises invitées." in done.text
    assert await invited(superuser) == dict.fromkeys(NAMES[1:], "invited") | {NAMES[0]: "coming"}
    here = f"/entreprises/actions/{action_id}"
    page = await browser.opens(f"{here}?reponse=invited")
    typed = {"company_id": ids[1], "answer": "coming"}
    page = await browser.follows(await browser.sends(page, f"{here}/entreprises/reponse", typed))
    assert "Sans réponse 1" in words(page)
    assert "Viennent 2" in words(page)

    undone = await undoes(browser, done)

    assert "Menuiserie Vidal : a répondu depuis" in words(undone)
    assert await invited(superuser) == dict.fromkeys(NAMES[:2], "coming")
    # Neither the invitations nor taking them back says anything to the department.
    assert [one.companies for one in await published(ActionPlannedV1)] == [0, 1, 2]


async def test_an_answer_noted_on_a_next_page_leads_back_to_that_page(
    browser: Browser, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invited_companies, "SHOWN", 1)
    ids = await known(bureau)
    action_id = await plans(bureau)
    for one in ids:
        await bureau.do(
            invite_company, action_id=action_id, company_id=one, takes_part=True, now=bureau.now
        )
    here = f"/entreprises/actions/{action_id}"
    address = f"{here}?reponse=coming&apres={ids[0]}"

    noted = await browser.sends(address, f"{here}/entreprises/reponse", {"answer": "declined"})

    assert noted.headers["location"] == address
    shown = await browser.follows(noted)
    assert "Serrurerie Roca" in shown.text
    assert "Bois Vert" not in shown.text


async def test_an_action_that_is_over_full_or_of_another_lycee_invites_nobody(
    browser: Browser, bureau: Bureau, other_bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = await known(bureau)
    one = await plans(bureau)
    address = choice(*ids, quoi="action")
    monkeypatch.setattr(action, "COMPANIES_MAX", 2)
    preview = await looks_at(browser, address, action_id=one)
    assert "2 à inviter" in words(preview)
    assert "Serrurerie Roca : l’action a déjà" in words(preview)

    await bureau.do(cancel_action, action_id=one, version=1, now=bureau.now)
    done = await confirms(browser, preview)
    assert "Bois Vert : l’action n’est plus prévue" in words(done)

    theirs = await plans(other_bureau)
    sent = await browser.sends(address, CHANGES, {"action_id": theirs})
    assert sent.status_code == 404
    refused = await browser.sends(address, CHANGES, {"action_id": ""})
    assert refused.status_code == 422


async def test_who_runs_two_lycees_is_told_whose_each_action_is(
    signed_in: Callable[..., Browser],
    bureau: Bureau,
    other_bureau: Bureau,
    superuser: asyncpg.Connection,
) -> None:
    ids = await known(bureau)
    theirs = await plans(other_bureau, title="Forum des Deux Rives")
    await plans(bureau)
    both = signed_in(Role.RBDE, BOURDELLE, ELSEWHERE)
    address = choice(*ids, quoi="action")

    page = await both.opens(address)
    assert ">Bourdelle\u00a0: Forum des métiers, " in page.text
    assert ">Deux Rives\u00a0: Forum des Deux Rives, " in page.text
    refused = await both.sends(page, CHANGES, {"uai": BOURDELLE, "action_id": theirs})

    assert refused.status_code == 422
    assert 'href="#champ-action_id"' in refused.text
    assert "celle d’un autre lycée" in refused.text
    assert await superuser.fetchval("SELECT count(*) FROM mass_changes") == 0


async def test_a_mail_goes_to_exactly_those_that_were_invited_and_did_not_answer(
    browser: Browser, bureau: Bureau
) -> None:
    ids = await known(bureau)
    one = await plans(bureau)
    here = f"/entreprises/actions/{one}"
    preview = await looks_at(browser, choice(*ids[:2], quoi="action"), action_id=one)
    await confirms(browser, preview)
    typed = {"company_id": ids[0], "answer": "declined"}
    await browser.sends(here, f"{here}/entreprises/reponse", typed)

    page = await browser.opens(f"{here}?reponse=invited")
    link = f"/entreprises/courriels/nouveau?action={one}&amp;reponse=invited"
    assert f'href="{link}"' in page.text
    mailing = await browser.opens(link.replace("&amp;", "&"))

    assert "1\u00a0entreprise choisie" in mailing.text
    assert "Menuiserie Vidal" in mailing.text
    assert "Bois Vert" not in mailing.text
