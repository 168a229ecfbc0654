"""« Avis » and its settings, as somebody reads them and acts there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import httpx2
import pytest
import pytest_asyncio
from fastapi import FastAPI

from contracts.identifiers import AccountId, Uai
from contracts.notices import (
    INTERNSHIP_NOTICES,
    UNREAD_NOTICES,
    NoticeFacts,
    NoticeLine,
    NoticesAnswer,
    UnreadNotices,
    UnreadRequest,
)
from contracts.portal.accounts import ACCOUNT_NAMES, AccountNames, NamedAccount
from services.chassis.application.application import build_app
from services.chassis.base.identity import Grant, Identity, Role
from services.chassis.base.settings import placeholder_uai
from services.chassis.live.unread_counts import COUNTS
from services.notifications.mails.model.recipients import account as account_of_mail
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.rhythm import Rhythm
from services.notifications.notices.model import Telling, Told
from services.notifications.notices.queries.centre import PAGE_LENGTH, TakenNotice
from services.notifications.notices.queries.words import may_see
from services.notifications.notices.store.notices import Notices
from services.notifications.rests.model import PARIS
from services.notifications.service import SERVICE
from tests.notifications.owners import OWNERS, Answering, asking
from tests.notifications.world import ELSEWHERE, HERE, Post, own
from tests.support.bus import bus_of
from tests.support.pages import Visitor
from tests.support.portal import KnownSessions
from tests.support.services import NOW, ServiceDatabases
from tests.support.statements import statements

FACTS = NoticeFacts(
    standing=True,
    object="LAGARDELLE Khalil, Garage Peyrusse",
    lines=(NoticeLine(label="Classe", text="2de MV"),),
    path="/pfmp/placements/1/suivi",
)


@dataclass
class Reading:
    """Somebody with notices, at their browser, and the owners of what these are about."""

    post: Post
    sessions: KnownSessions
    app: FastAPI
    owners: Answering
    stack: AsyncExitStack

    async def sign_in(self, role: Role, *uais: Uai | None, account: UUID | None = None) -> Visitor:
        who = account or uuid4()
        COUNTS.forget(who)
        cookie = self.sessions.sign_in(*((role, uai) for uai in uais or (HERE,)), account=who)
        client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(self.app),
            base_url="http://127.0.0.1:8000",
            cookies={"passerelle": cookie},
        )
        return Visitor(await self.stack.enter_async_context(client))

    async def tell(
        self,
        account: UUID,
        kind: Template = Template.AGREEMENT_REFUSED,
        *,
        uai: Uai = HERE,
        about: UUID | None = None,
        minutes: int = 0,
    ) -> UUID:
        now = NOW + timedelta(minutes=minutes)
        told = Told(uai, kind, about or uuid4(), uuid4())
        async with self.post.units.begin(own(uai), now=now) as uow:
            await Notices(uow).add(told, [Telling(account, Rhythm.NOTICE, now)], now=now)
        found: UUID = await self.post.superuser.fetchval(
            "SELECT notice_id FROM notices WHERE cause = $1 AND account_id = $2",
            told.cause,
            account,
        )
        return found


@pytest_asyncio.fixture
async def reading(
    post: Post, service_databases: ServiceDatabases, tmp_path: Path
) -> AsyncIterator[Reading]:
    sessions = KnownSessions()
    async with asking(service_databases.settings, tmp_path) as (here, _), AsyncExitStack() as stack:
        buses = {name: await stack.enter_async_context(bus_of(here, name)) for name in OWNERS}
        owners = Answering()
        await owners.listen(buses)
        owners.tell(INTERNSHIP_NOTICES, lambda one: NoticesAnswer(facts=(FACTS,) * len(one.asked)))
        database = service_databases.kept(SERVICE.name, here)
        app = build_app(SERVICE, here, portal=sessions.app, database=database)
        await stack.enter_async_context(app.router.lifespan_context(app))
        yield Reading(post, sessions, app, owners, stack)


async def test_nothing_to_read_says_so_and_where_to_set_it(reading: Reading) -> None:
    bureau = await reading.sign_in(Role.RBDE)

    assert "Rien de nouveau." in (await bureau.get("/avis")).text
    page = await bureau.get("/avis?etat=tous")
    assert "Aucun avis pour l’instant." in page.text
    assert 'href="/avis/reglages"' in page.answer.text


async def test_a_notice_says_what_it_is_about_and_leads_there(reading: Reading) -> None:
    account = uuid4()
    await reading.tell(account)
    bureau = await reading.sign_in(Role.RBDE, account=account)

    page = await bureau.get("/avis")

    assert "mardi 24 novembre 2026" in page.text
    assert "Convention refusée" in page.text
    assert "Classe : 2de MV" in page.text
    assert 'href="/pfmp/placements/1/suivi"' in page.answer.text
    assert page.answer.headers["Passerelle-Unread"] == "1"
    assert "1 avis non lus" in page.text


async def test_what_its_owner_says_is_over_is_shown_as_settled(reading: Reading) -> None:
    account = uuid4()
    notice = await reading.tell(account, Template.ALERT_URGENT)
    over = FACTS.model_copy(update={"standing": False})
    reading.owners.tell(INTERNSHIP_NOTICES, NoticesAnswer(facts=(over,)))
    bureau = await reading.sign_in(Role.RBDE, account=account)

    page = await bureau.get("/avis")

    assert "Réglé" in page.text
    assert "Nouveau" not in page.text
    assert page.has_form(f"/avis/{notice}/lecture")


async def test_who_changed_roles_at_the_lycee_reads_no_words_of_what_concerns_them_no_more(
    reading: Reading,
) -> None:
    account = uuid4()
    await reading.tell(account)
    teacher = await reading.sign_in(Role.FORM_TEACHER, account=account)

    page = await teacher.get("/avis")
    assert "Convention refusée" in page.text
    assert "LAGARDELLE" not in page.text

    named = FACTS.model_copy(update={"concerned": (AccountId(account),)})
    reading.owners.tell(INTERNSHIP_NOTICES, NoticesAnswer(facts=(named,)))
    assert "LAGARDELLE" in (await teacher.get("/avis")).text


async def test_while_the_owner_is_silent_the_list_still_says_what_happened(
    reading: Reading,
) -> None:
    account = uuid4()
    await reading.tell(account)
    del reading.owners.told["notice_facts"]
    bureau = await reading.sign_in(Role.RBDE, account=account)

    gone = await bureau.get("/avis")
    assert "Convention refusée" in gone.text
    assert "Ce dont il parlait n’existe plus." in gone.text


async def test_a_notice_is_read_and_read_again(reading: Reading) -> None:
    account = uuid4()
    notice = await reading.tell(account)
    bureau = await reading.sign_in(Role.RBDE, account=account)

    page = await bureau.get("/avis")
    page = await bureau.send(page.form(f"/avis/{notice}/lecture"))
    assert "Avis lu." in page.text
    assert "Rien de nouveau." in page.text
    assert page.answer.headers["Passerelle-Unread"] == "0"

    page = await bureau.send(page.form(f"/avis/{notice}/non-lu"))
    assert "de nouveau à lire" in page.text
    assert page.has_form(f"/avis/{notice}/lecture")
    assert page.answer.headers["Passerelle-Unread"] == "1"


async def test_all_is_read_at_one_stroke_and_that_is_taken_back(reading: Reading) -> None:
    account = uuid4()
    for _ in range(2):
        await reading.tell(account)
    earlier = await reading.tell(account)
    bureau = await reading.sign_in(Role.RBDE, account=account)
    page = await bureau.get("/avis")
    await bureau.send(page.form(f"/avis/{earlier}/lecture"))

    page = await bureau.send((await bureau.get("/avis")).form("/avis/lecture", exactly=True))
    assert "2 avis lus." in page.text
    page = await bureau.send(page.form("/avis/lecture/annulation"))

    unread = await reading.post.superuser.fetchval(
        "SELECT count(*) FROM notices WHERE read_at IS NULL"
    )
    assert unread == 2
    assert "de nouveau à lire" in page.text


async def test_nobody_reads_or_marks_what_was_told_to_somebody_else(reading: Reading) -> None:
    notice = await reading.tell(uuid4())
    account = uuid4()
    await reading.tell(account)
    other = await reading.sign_in(Role.RBDE, account=account)

    page = await other.get("/avis?etat=tous")
    assert not page.has_form(f"/avis/{notice}/lecture")
    form = page.form("/avis/lecture", exactly=True)
    form.action = f"/avis/{notice}/lecture"
    refused = await other.send(form)

    assert "Cet avis n’est plus dans votre liste." in refused.text
    row = await reading.post.superuser.fetchrow(
        "SELECT read_at FROM notices WHERE notice_id = $1", notice
    )
    assert row is not None
    assert row["read_at"] is None


async def test_a_lycee_somebody_left_is_in_neither_list_nor_count(reading: Reading) -> None:
    account = uuid4()
    await reading.tell(account, uai=ELSEWHERE)
    bureau = await reading.sign_in(Role.RBDE, HERE, account=account)

    page = await bureau.get("/avis?etat=tous")

    assert "Aucun avis pour l’instant." in page.text
    assert page.answer.headers["Passerelle-Unread"] == "0"


async def test_a_long_list_is_read_page_by_page(reading: Reading) -> None:
    account = uuid4()
    ids = [await reading.tell(account, minutes=-rank) for rank in range(PAGE_LENGTH + 1)]
    bureau = await reading.sign_in(Role.RBDE, account=account)

    first = await bureau.get("/avis")
    assert not first.has_form(f"/avis/{ids[-1]}/lecture")
    href = first.answer.text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = await bureau.get(href.replace("&amp;", "&"))

    assert second.has_form(f"/avis/{ids[-1]}/lecture")
    assert not second.has_form(f"/avis/{ids[0]}/lecture")


async def test_a_kind_of_a_newer_version_is_shown_as_unknown(reading: Reading) -> None:
    account = uuid4()
    notice = await reading.tell(account)
    await reading.post.superuser.execute("UPDATE notices SET kind = 'not_yet_known'")
    bureau = await reading.sign_in(Role.RBDE, account=account)

    page = await bureau.get("/avis")

    assert page.status == 200
    assert "Avis d’une version plus récente" in page.text
    assert page.has_form(f"/avis/{notice}/lecture")


async def test_somebody_chooses_how_to_hear_of_each_kind(reading: Reading) -> None:
    account = uuid4()
    bureau = await reading.sign_in(Role.RBDE, account=account)

    page = await bureau.get("/avis/reglages")
    form = page.form("/avis/reglages")
    assert dict(form.fields)["agreement_refused"] == "at_once"
    page = await bureau.send(form, agreement_refused="monday")

    assert "Vos réglages sont enregistrés." in page.text
    assert dict(page.form("/avis/reglages").fields)["agreement_refused"] == "monday"
    kept = await reading.post.superuser.fetch("SELECT kind, rhythm FROM notice_choices")
    assert [tuple(row) for row in kept] == [("agreement_refused", "monday")]


async def test_somebody_says_when_they_are_not_written_to(reading: Reading) -> None:
    account = uuid4()
    bureau = await reading.sign_in(Role.RBDE, account=account)
    form = (await bureau.get("/avis/reglages")).form("/avis/repos")
    assert dict(form.fields) | {"morning": "7", "evening": "20"} == dict(form.fields)
    today = datetime.now(PARIS).date()
    until = today + timedelta(days=14)

    page = await bureau.send(
        form, morning="8", evening="18", away_from=str(today), away_until=str(until)
    )

    assert "Votre absence est notée" in page.text
    assert "Vous êtes noté absent" in page.text
    fields = dict(page.form("/avis/repos").fields)
    assert (fields["morning"], fields["evening"]) == ("8", "18")
    assert (fields["away_from"], fields["away_until"]) == (str(today), str(until))
    page = await bureau.send(page.form("/avis/repos"), away_from="", away_until="")
    assert "Vos heures sont enregistrées." in page.text
    assert "Vous êtes noté absent" not in page.text


@pytest.mark.parametrize(
    ("begins", "ends", "said"),
    [
        (0, None, "Indiquez aussi le dernier jour"),
        (None, 0, "Indiquez aussi le premier jour"),
        (5, 3, "finit avant d’avoir commencé"),
        (-9, -2, "déjà passée"),
        (0, 121, "120 jours au plus"),
    ],
)
async def test_an_absence_that_cannot_be_is_refused_and_stays_typed(
    reading: Reading, begins: int | None, ends: int | None, said: str
) -> None:
    bureau = await reading.sign_in(Role.RBDE)
    form = (await bureau.get("/avis/reglages")).form("/avis/repos")
    days = {
        name: "" if many is None else str(datetime.now(PARIS).date() + timedelta(days=many))
        for name, many in (("away_from", begins), ("away_until", ends))
    }

    page = await bureau.send(
        form, morning="9", away_from=days["away_from"], away_until=days["away_until"]
    )

    assert page.status == 422
    assert said in page.text
    fields = dict(page.form("/avis/repos").fields)
    assert {name: fields[name] for name in days} == days
    assert fields["morning"] == "9"


async def test_a_duty_is_said_and_offers_no_choice(reading: Reading) -> None:
    bureau = await reading.sign_in(Role.RBDE)

    page = await bureau.get("/avis/reglages")

    assert "Alerte urgente" in page.text
    assert "à toute heure" in page.text
    assert "alert_urgent" not in page.form("/avis/reglages").options
    forged = await bureau.send(page.form("/avis/reglages"), alert_urgent="none")
    assert forged.status == 422


@pytest.mark.parametrize("value", ["weekly", "", "at_once\x00"])
async def test_a_rhythm_there_is_not_is_refused_and_the_rest_stays_typed(
    reading: Reading, value: str
) -> None:
    bureau = await reading.sign_in(Role.RBDE)
    form = (await bureau.get("/avis/reglages")).form("/avis/reglages")

    page = await bureau.send(form, agreement_refused=value, rupture="monday")

    if value:
        assert page.status == 422
        assert dict(page.form("/avis/reglages").fields)["rupture"] == "monday"
        assert not await reading.post.superuser.fetchval("SELECT count(*) FROM notice_choices")
    else:
        kept = await reading.post.superuser.fetch("SELECT kind FROM notice_choices")
        assert [row["kind"] for row in kept] == ["rupture"]


async def test_each_role_is_offered_what_it_is_told_alone(reading: Reading) -> None:
    supervisor = await reading.sign_in(Role.SUPERVISOR, None)
    auditor = await reading.sign_in(Role.AUDITOR, None)

    offered = (await supervisor.get("/avis/reglages")).form("/avis/reglages").options
    assert set(offered) == {
        "news_proposed",
        "need_received",
        "need_late",
        "need_answered",
        "need_precised",
        "need_promise_passed",
        "decision_done",
        "support_requested",
        "account_asked",
        "account_to_review",
        "own_practice_commented",
        "actor_person_objected",
        "journal_word_answered",
        *("campaign_commented", "campaign_reached"),
        "department_week",
        "department_journal",
        "department_figures",
        "lycee_silent",
        "registry_differs",
        "coverage_differs",
    }
    assert "Votre rôle ne reçoit aucun avis." in (await auditor.get("/avis/reglages")).text


async def test_a_teacher_chooses_how_to_hear_of_the_pupils_they_follow(reading: Reading) -> None:
    teacher = await reading.sign_in(Role.REFERENT_TEACHER)

    page = await teacher.get("/avis/reglages")
    form = page.form("/avis/reglages")
    assert "Pour les élèves qui vous sont confiés." in page.text
    assert dict(form.fields)["rupture"] == "at_once"
    assert dict(form.fields)["referent_assigned"] == "morning"
    assert dict(form.fields)["agreement_signed"] == "morning"
    page = await teacher.send(form, agreement_signed="none")

    kept = await reading.post.superuser.fetch("SELECT kind, rhythm FROM notice_choices")
    assert [tuple(row) for row in kept] == [("agreement_signed", "none")]


async def test_who_is_told_as_concerned_alone_is_led_to_a_page_they_may_open(
    reading: Reading,
) -> None:
    teacher = AccountId(uuid4())
    told = FACTS.model_copy(update={"concerned_path": "/ailleurs", "concerned": (teacher,)})
    reading.owners.tell(
        INTERNSHIP_NOTICES, lambda one: NoticesAnswer(facts=(told,) * len(one.asked))
    )
    led = {}
    for role, account in ((Role.RBDE, uuid4()), (Role.REFERENT_TEACHER, teacher)):
        await reading.tell(account)
        page = await (await reading.sign_in(role, account=account)).get("/avis")
        led[role] = (
            f'href="{told.path}"' in page.answer.text,
            'href="/ailleurs"' in page.answer.text,
        )

    assert led == {Role.RBDE: (True, False), Role.REFERENT_TEACHER: (False, True)}


async def test_the_bell_counts_what_its_reader_was_told_of_the_lycees_they_work_for(
    reading: Reading,
) -> None:
    account = AccountId(uuid4())
    await reading.tell(account)
    await reading.tell(account, uai=ELSEWHERE)
    await reading.tell(uuid4())
    ask = reading.app.state.runtime.ask

    async def many(of: Uai, *lycees: Uai, wide: bool = False) -> int:
        request = UnreadRequest(account_id=account, lycees=lycees, department_wide=wide)
        answer: UnreadNotices = await ask(UNREAD_NOTICES, of, request)
        return answer.many

    dsden = placeholder_uai("82")
    assert await many(dsden, HERE) == 1
    assert await many(dsden, HERE, ELSEWHERE) == 2
    assert await many(dsden) == 0
    assert await many(dsden, wide=True) == 2
    # a lycée that is asked about sees its own rows alone
    assert await many(ELSEWHERE, HERE) == 0


async def test_for_whom_a_mail_was_is_said_when_they_have_left(reading: Reading) -> None:
    gone = AccountId(uuid4())
    named = NamedAccount(account_id=gone, display_name="Sacha Lemoine")
    reading.owners.tell(ACCOUNT_NAMES, AccountNames(people=(named,)))
    mail = await reading.post.asks(account_of_mail(gone), template=Template.AGREEMENT_REFUSED)
    await reading.post.finished(mail, state="cancelled", reason="no-access")
    bureau = await reading.sign_in(Role.RBDE)

    page = await bureau.get("/envois?etat=annules")

    assert "Qui devait le lire n’a plus d’accès au lycée." in page.text
    assert "Sacha Lemoine" in page.text


def test_who_changed_roles_sees_no_words_of_a_lycee_they_left() -> None:
    notice = TakenNotice(uuid4(), HERE, Template.ALERT_URGENT, uuid4(), NOW, None, None)
    news = TakenNotice(uuid4(), HERE, Template.NEWS_PROPOSED, uuid4(), NOW, None, None)

    def holding(role: Role, uai: Uai | None) -> Identity:
        return Identity(uuid4(), "Camille", (Grant(role, uai),))

    assert may_see(holding(Role.RBDE, HERE), notice)
    assert not may_see(holding(Role.RBDE, ELSEWHERE), notice)
    assert not may_see(holding(Role.SUPERVISOR, None), notice)
    assert may_see(holding(Role.SUPERVISOR, None), news)


async def test_a_count_that_is_remembered_costs_a_page_no_statement(reading: Reading) -> None:
    account = uuid4()
    await reading.tell(account)
    bureau = await reading.sign_in(Role.RBDE, account=account)
    await bureau.get("/avis/reglages")
    COUNTS.forget(account)

    with statements() as first:
        page = await bureau.get("/avis/reglages")
    with statements() as again:
        assert (await bureau.get("/avis/reglages")).answer.headers["Passerelle-Unread"] == "1"

    assert page.answer.headers["Passerelle-Unread"] == "1"
    assert not [one for one in again if "count(" in one]
    assert len(again) <= len(first)


@pytest.mark.parametrize("many", [2, 40])
async def test_a_list_asks_as_often_however_long_it_is(reading: Reading, many: int) -> None:
    account = uuid4()
    for _ in range(many):
        await reading.tell(account)
    bureau = await reading.sign_in(Role.RBDE, account=account)
    await bureau.get("/avis")

    with statements() as asked:
        await bureau.get("/avis")
    reading.owners.asked.clear()
    await bureau.get("/avis")

    assert len(asked) <= 3
    assert reading.owners.asked.count("notice_facts") == 1
