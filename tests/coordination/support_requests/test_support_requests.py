"""Requests for support: asked by a bureau, promised and answered by the supervisor, opened again by a word."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest

from contracts.coordination.support import SupportTopic
from contracts.notices import AskedNotice, NoticeFacts, NoticeKind, NoticesRequest
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.support_requests.answers import notices_of_support
from services.coordination.support_requests.commands import (
    answer_support,
    ask_support,
    promise_support,
    reopen_support,
    withdraw_support,
    write_support,
)
from services.coordination.support_requests.model import (
    PromisedInThePast,
    SupportOver,
    SupportRequest,
    SupportStatus,
)
from services.coordination.support_requests.retention import RULES
from services.coordination.support_requests.store import SupportRequests
from tests.coordination.world import NOW, Somebody
from tests.support.network import ELSEWHERE, HERE, Network

TEXT = "Une entreprise de Caussade refuse les mineurs : que dit le texte ?"
(RULE,) = RULES
SOON = NOW.date() + timedelta(days=3)


async def asks(bureau: Somebody, text: str = TEXT) -> UUID:
    return await bureau.do(ask_support, topic=SupportTopic.RULES, text=text, now=bureau.later())


async def seen(who: Somebody, support_id: UUID) -> SupportRequest:
    async def get(uow: UnitOfWork) -> SupportRequest:
        return await SupportRequests(uow).get(support_id)

    return await who.do(get)


async def written(who: Somebody, support_id: UUID) -> list[tuple[bool, str]]:
    async def read(uow: UnitOfWork) -> list[tuple[bool, str]]:
        return [
            (one.by_supervisor, one.text) for one in await SupportRequests(uow).messages(support_id)
        ]

    return await who.do(read)


async def does(who: Somebody, command: Any, support_id: UUID, **more: Any) -> None:
    version = (await seen(who, support_id)).version
    await who.do(command, support_id=support_id, version=version, **more, now=who.later())


async def told(superuser: asyncpg.Connection) -> list[tuple[str, str]]:
    rows = await superuser.fetch(
        "SELECT headers->>'ce-type' AS type, uai, payload FROM journal ORDER BY position"
    )
    assert not any("Caussade" in row["payload"] for row in rows)
    return [(row["type"].split(".")[-2], row["uai"]) for row in rows]


async def test_a_request_is_promised_answered_and_told_without_a_word_of_it(
    bureau: Somebody, supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    support_id = await asks(bureau)
    supervisor.now = bureau.now
    await does(supervisor, promise_support, support_id, promised_on=SOON)
    assert (await seen(bureau, support_id)).promised_on == SOON
    supervisor.now += timedelta(days=2)
    await does(supervisor, answer_support, support_id, text="Décret de 2015.")

    assert (await seen(bureau, support_id)).status is SupportStatus.ANSWERED
    assert await written(bureau, support_id) == [(False, TEXT), (True, "Décret de 2015.")]
    facts = await told(superuser)
    assert [name for name, _ in facts] == [
        *("support_requested", "support_replied", "support_answered", "support_replied"),
    ]
    assert [uai for name, uai in facts if name == "support_replied"] == [HERE, HERE]
    days = await superuser.fetchval(
        "SELECT payload::json->>'working_days' FROM journal WHERE payload LIKE '%working_days%'"
    )
    assert days == "2"


async def test_a_word_of_the_bureau_opens_again_what_was_over(
    bureau: Somebody, supervisor: Somebody
) -> None:
    support_id = await asks(bureau)
    await does(supervisor, answer_support, support_id, text="Voir le décret.")
    with pytest.raises(SupportOver):
        await does(supervisor, answer_support, support_id, text="Encore.")

    await bureau.do(write_support, support_id=support_id, text="Lequel ?", now=bureau.later())

    again = await seen(supervisor, support_id)
    assert (again.status, again.answered_at) == (SupportStatus.ASKED, None)
    await supervisor.do(
        write_support, support_id=support_id, text="Je cherche.", now=supervisor.later()
    )
    assert (await seen(bureau, support_id)).status is SupportStatus.ASKED
    assert len(await written(bureau, support_id)) == 4


async def test_what_was_closed_by_a_slip_is_taken_back(
    bureau: Somebody, supervisor: Somebody
) -> None:
    support_id = await asks(bureau)
    await does(supervisor, promise_support, support_id, promised_on=SOON)
    await does(bureau, withdraw_support, support_id)
    await does(bureau, reopen_support, support_id)

    opened = await seen(bureau, support_id)
    assert (opened.status, opened.promised_on) == (SupportStatus.PROMISED, SOON)
    assert (opened.is_late(SOON), opened.is_late(SOON + timedelta(days=1))) == (False, True)


async def test_a_promise_is_for_a_day_to_come_and_an_older_page_decides_nothing(
    bureau: Somebody, supervisor: Somebody
) -> None:
    support_id = await asks(bureau)
    with pytest.raises(PromisedInThePast):
        await does(supervisor, promise_support, support_id, promised_on=date(2026, 11, 23))
    await does(supervisor, promise_support, support_id, promised_on=SOON)
    with pytest.raises(StaleVersion):
        await supervisor.do(
            answer_support, support_id=support_id, version=1, text="Oui.", now=supervisor.now
        )


async def test_another_bureau_sees_nothing_of_it(bureau: Somebody, other_bureau: Somebody) -> None:
    support_id = await asks(bureau)

    with pytest.raises(NotFound):
        await seen(other_bureau, support_id)
    with pytest.raises(NotFound):
        await other_bureau.do(
            write_support, support_id=support_id, text="Et moi ?", now=other_bureau.now
        )
    assert await written(other_bureau, support_id) == []


async def test_it_is_erased_two_years_after_it_was_over(
    bureau: Somebody, supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    over, waiting = await asks(bureau), await asks(bureau)
    await does(supervisor, answer_support, over, text="Voir le décret.")
    for days, left in ((729, {over, waiting}), (731, {waiting})):
        now = NOW + timedelta(days=days)

        async def purge(uow: UnitOfWork, now: Any = now) -> None:
            due = await RULE.find(uow, now=now, limit=10)
            await RULE.remove(uow, [one.id for one in due], now)

        await supervisor.do(purge)
        rows = await superuser.fetch("SELECT DISTINCT support_id FROM support_messages")
        assert {row["support_id"] for row in rows} == left


async def sends(browser: httpx2.AsyncClient, path: str, **fields: str) -> httpx2.Response:
    return await browser.post(path, data={"command_id": str(uuid4()), **fields})


async def test_the_pages_of_both_sides(network: Network) -> None:
    rbde = await network.client_as(Role.RBDE, HERE)
    supervisor = await network.client_as(Role.SUPERVISOR)
    empty = await rbde.get("/appuis")
    assert "d’ici quand elle répond" in empty.text
    refused = await sends(rbde, "/appuis/nouveau", topic="rules", text="!!!")
    assert (refused.status_code, "Écrivez au moins un mot." in refused.text) == (422, True)
    asked = await sends(rbde, "/appuis/nouveau", topic="rules", text=TEXT)
    here = asked.headers["location"]

    listed = (await supervisor.get("/appuis")).text
    assert "Une entreprise de Caussade" in listed
    assert "0\u00a0jour ouvré" in listed
    past = await sends(supervisor, f"{here}/promesse", version="1", promised_on="2020-01-01")
    assert "Indiquez aujourd’hui ou un jour à venir." in past.text
    answered = await sends(supervisor, f"{here}/reponse", version="1", answer="Décret de 2015.")
    assert answered.status_code == 303
    page = (await rbde.get(here)).text
    assert ("Décret de 2015." in page, "Écrire et rouvrir" in page) == (True, True)
    assert (
        "1\u00a0réponse, en 0\u00a0jour ouvré (médiane)" in (await supervisor.get("/appuis")).text
    )


async def test_a_bureau_is_told_how_many_more_wait_than_are_shown(network: Network) -> None:
    rbde = await network.client_as(Role.RBDE, HERE)
    part = "/reseau/fragments/appuis"
    said = []
    for _ in range(5):
        await sends(rbde, "/appuis/nouveau", topic="rules", text=TEXT)
        found = (await rbde.get(part)).text
        said.append((found.count('href="/appuis/'), "attendent une réponse" in found))

    assert said == [(1, False), (2, False), (3, False), (3, False), (3, True)]
    assert "2\u00a0autres demandes attendent" in (await rbde.get(part)).text


async def test_an_answer_to_what_was_withdrawn_meanwhile_is_not_lost(network: Network) -> None:
    rbde = await network.client_as(Role.RBDE, HERE)
    supervisor = await network.client_as(Role.SUPERVISOR)
    asked = await sends(rbde, "/appuis/nouveau", topic="rules", text=TEXT)
    here = asked.headers["location"]
    await sends(rbde, f"{here}/retrait", version="1")

    late = await sends(supervisor, f"{here}/reponse", version="1", answer="Décret de 2015.")

    assert late.status_code == 409
    typed = late.text.partition("<textarea")[2].partition("</textarea>")[0]
    assert "Décret de 2015." in typed


async def test_the_supervisor_reads_those_of_one_lycee_and_a_bureau_its_own(
    network: Network,
) -> None:
    rbde = await network.client_as(Role.RBDE, HERE)
    other = await network.client_as(Role.RBDE, ELSEWHERE)
    supervisor = await network.client_as(Role.SUPERVISOR)
    here = (await sends(rbde, "/appuis/nouveau", topic="rules", text=TEXT)).headers["location"]
    there = (await sends(other, "/appuis/nouveau", topic="tool", text="Et ?")).headers["location"]

    found = (await supervisor.get(f"/appuis?lycee={HERE}")).text
    assert (here in found, there in found) == (True, False)
    for everything in ("/appuis", "/appuis?lycee="):
        page = (await supervisor.get(everything)).text
        assert (here in page, there in page) == (True, True)
    # Of another lycée a bureau reads nothing, whatever it asks.
    own = (await rbde.get(f"/appuis?lycee={ELSEWHERE}")).text
    assert (here in own, there in own) == (True, False)
    await sends(supervisor, f"{here}/reponse", version="1", answer="Oui.")
    assert "Aucune demande de ce lycée." in (await supervisor.get("/appuis?lycee=0829003R")).text
    asked = (await supervisor.get(there)).text
    assert f"quoi=appui&amp;numero={there.rpartition('/')[2]}" in asked


async def test_who_may_neither_ask_nor_answer(network: Network) -> None:
    rbde, other = (
        await network.client_as(Role.RBDE, HERE),
        await network.client_as(Role.RBDE, ELSEWHERE),
    )
    here = (await sends(rbde, "/appuis/nouveau", topic="tool", text="Comment exporter ?")).headers[
        "location"
    ]

    assert (await sends(rbde, f"{here}/reponse", version="1", answer="Ainsi.")).status_code == 404
    assert (await other.get(here)).status_code == 404
    head = await network.client_as(Role.HEAD, HERE)
    assert (await head.get("/appuis")).status_code == 404
    supervisor = await network.client_as(Role.SUPERVISOR)
    assert (await supervisor.get("/appuis/nouveau")).status_code == 404


async def facts(who: Somebody, kind: NoticeKind, support_id: UUID) -> NoticeFacts | None:
    async def ask(uow: UnitOfWork) -> NoticeFacts | None:
        asked = NoticesRequest(asked=(AskedNotice(kind=kind, about=support_id),))
        return (await notices_of_support(asked, uow)).facts[0]

    return await who.do(ask)


async def test_notices_say_what_it_is_about_while_it_waits_and_not_what_was_written(
    bureau: Somebody, supervisor: Somebody, other_bureau: Somebody
) -> None:
    support_id = await asks(bureau)
    to_her = await facts(supervisor, NoticeKind.SUPPORT_REQUESTED, support_id)
    assert to_her is not None
    assert (to_her.standing, to_her.object, to_her.path) == (
        True,
        "Une règle, un texte, la sécurité",
        f"/appuis/{support_id}",
    )
    assert "Caussade" not in to_her.model_dump_json()
    assert await facts(other_bureau, NoticeKind.SUPPORT_REQUESTED, support_id) is None

    await does(supervisor, promise_support, support_id, promised_on=SOON)
    promised = await facts(bureau, NoticeKind.SUPPORT_REPLIED, support_id)
    assert promised is not None
    assert "Réponse promise d’ici le" in [line.label for line in promised.lines]
    await does(supervisor, answer_support, support_id, text="Décret de 2015.")

    over = await facts(supervisor, NoticeKind.SUPPORT_REQUESTED, support_id)
    told_back = await facts(bureau, NoticeKind.SUPPORT_REPLIED, support_id)
    assert over is not None
    assert told_back is not None
    assert (over.standing, told_back.standing) == (False, True)
