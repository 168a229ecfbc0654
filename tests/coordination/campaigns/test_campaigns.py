"""Campaigns: drafted, opened, changed, closed and taken back; who is told, and who reads what of them."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from contracts.coordination.campaigns import CampaignMeasure, CampaignTargetStatedV1
from contracts.identifiers import Mef, Uai
from contracts.notices import AskedNotice, NoticeFacts, NoticeKind, NoticesRequest
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.campaigns.answers import notices_of_campaigns
from services.coordination.campaigns.commands import (
    change_campaign,
    close_campaign,
    comment_campaign,
    draft_campaign,
    open_campaign,
    reopen_campaign,
    restore_campaign,
    restore_campaign_comment,
    uncomment_campaign,
    withdraw_campaign,
)
from services.coordination.campaigns.model import (
    CampaignAlreadyOver,
    CampaignMoved,
    CampaignStatus,
    EndsBeforeItBegins,
    NobodyAsked,
    NotAsked,
    StaysMissing,
)
from services.coordination.campaigns.queries import read_closed, read_drafts, read_open
from services.coordination.campaigns.retention import RULES
from services.coordination.campaigns.store import Comments
from tests.coordination.campaigns.world import (
    FROM,
    UNTIL,
    SaysTargets,
    a_campaign,
    a_draft,
    details,
    does,
    seen,
)
from tests.coordination.world import NOW, Somebody
from tests.support.network import ELSEWHERE, HERE
from tests.support.services import Published

TARGETS = {HERE: 12, ELSEWHERE: 18}
THIRD = Uai("0829003R")


async def told(superuser: asyncpg.Connection) -> list[tuple[str, str, str | None]]:
    rows = await superuser.fetch(
        "SELECT headers->>'ce-type' AS type, uai, payload::json->>'step' AS step, payload"
        " FROM journal ORDER BY position"
    )
    assert not any("Caussade" in row["payload"] for row in rows)
    return [(row["type"].split(".")[-2], row["uai"], row["step"]) for row in rows]


async def test_a_draft_is_told_to_nobody_and_seen_by_no_bureau(
    bureau: Somebody, supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    campaign_id = await a_draft(supervisor, TARGETS)

    assert await told(superuser) == []
    with pytest.raises(NotFound):
        await seen(bureau, campaign_id)
    assert await bureau.do(read_open) == []
    assert [one.id for one in await supervisor.do(read_drafts)] == [campaign_id]


async def test_whom_it_asks_is_told_once_and_a_lycee_that_is_not_asked_has_no_target(
    bureau: Somebody,
    supervisor: Somebody,
    superuser: asyncpg.Connection,
    says_targets: SaysTargets,
) -> None:
    campaign_id = await a_campaign(supervisor, {ELSEWHERE: 18})

    await says_targets()
    [opened, followed, asked] = await told(superuser)
    assert opened[0] == "campaign_opened"
    assert followed == ("campaign_followed", ELSEWHERE, "opened")
    # Before the department each lycée speaks for itself.
    assert asked == ("campaign_target_stated", ELSEWHERE, None)
    assert dict((await seen(bureau, campaign_id)).details.targets) == {}
    assert dict((await seen(supervisor, campaign_id)).details.targets) == {ELSEWHERE: 18}


async def test_a_change_is_told_to_whom_it_concerns_and_words_are_not_told_again(
    supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    campaign_id = await a_campaign(supervisor, TARGETS)
    before = len(await told(superuser))

    await does(
        supervisor, change_campaign, campaign_id, details=details(TARGETS, title="Trente appels")
    )
    assert [one[0] for one in (await told(superuser))[before:]] == ["campaign_changed"]
    # Nor are days of stays, where none are counted.
    unused = details(TARGETS, stays_from=FROM, stays_until=UNTIL, mefs=(Mef("2473121411"),))
    await does(supervisor, change_campaign, campaign_id, details=unused)
    assert [one[0] for one in (await told(superuser))[before:]] == ["campaign_changed"] * 2
    await does(supervisor, change_campaign, campaign_id, details=details({HERE: 14, THIRD: 5}))

    assert (await told(superuser))[before + 3 :] == [
        ("campaign_followed", HERE, "changed"),
        ("campaign_followed", ELSEWHERE, "released"),
        ("campaign_followed", THIRD, "opened"),
    ]
    await does(
        supervisor,
        change_campaign,
        campaign_id,
        details=details({HERE: 14, THIRD: 5}, until_on=UNTIL + timedelta(days=7)),
    )
    assert [one[2] for one in (await told(superuser))[-2:]] == ["changed", "changed"]


async def test_what_is_asked_of_a_lycee_is_said_as_it_stands_also_when_nothing_is(
    supervisor: Somebody, says_targets: SaysTargets, published: Published
) -> None:
    campaign_id = await a_campaign(supervisor, TARGETS)
    await says_targets()
    await does(supervisor, change_campaign, campaign_id, details=details({HERE: 14}))
    await says_targets()
    await says_targets()

    said = await published(CampaignTargetStatedV1)
    assert sorted(str(one.target) for one in said) == ["12", "14", "18", "None"]
    assert len({one.target_id for one in said}) == 2


async def test_it_is_closed_with_a_word_and_opened_again(
    bureau: Somebody, supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    campaign_id = await a_campaign(supervisor, TARGETS)
    await does(supervisor, close_campaign, campaign_id, closing="Vingt-huit échanges, merci.")

    assert (await seen(bureau, campaign_id)).closing == "Vingt-huit échanges, merci."
    assert [one.id for one in (await bureau.do(read_closed)).items] == [campaign_id]
    assert [one[2] for one in (await told(superuser))[-2:]] == ["closed", "closed"]
    await does(supervisor, reopen_campaign, campaign_id)
    again = await seen(bureau, campaign_id)
    # What was written waits for the next time.
    assert (again.status, again.closing) == (CampaignStatus.OPEN, "Vingt-huit échanges, merci.")
    assert (await told(superuser))[-1][2] == "opened"


async def test_a_draft_that_was_withdrawn_by_a_slip_is_taken_up_again(supervisor: Somebody) -> None:
    campaign_id = await a_draft(supervisor, TARGETS)
    await does(supervisor, withdraw_campaign, campaign_id)
    assert await supervisor.do(read_drafts) == []
    with pytest.raises(CampaignMoved):
        await does(supervisor, open_campaign, campaign_id)

    await does(supervisor, restore_campaign, campaign_id)

    await does(supervisor, open_campaign, campaign_id)
    assert (await seen(supervisor, campaign_id)).status is CampaignStatus.OPEN


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"until_on": FROM - timedelta(days=1)}, EndsBeforeItBegins),
        ({"measure": CampaignMeasure.PLACES}, StaysMissing),
        (
            {
                "measure": CampaignMeasure.NEW_HOSTS,
                "stays_from": date(2027, 3, 31),
                "stays_until": date(2027, 3, 1),
            },
            EndsBeforeItBegins,
        ),
    ],
)
async def test_days_that_say_nothing_are_refused(
    supervisor: Somebody, more: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        await supervisor.do(draft_campaign, details=details(TARGETS, **more), now=NOW)


async def test_one_that_asks_nobody_or_is_over_is_not_launched(supervisor: Somebody) -> None:
    nobody = await a_draft(supervisor, {})
    with pytest.raises(NobodyAsked):
        await does(supervisor, open_campaign, nobody)
    past = await a_draft(
        supervisor, TARGETS, from_on=date(2026, 10, 1), until_on=date(2026, 11, 20)
    )
    with pytest.raises(CampaignAlreadyOver):
        await does(supervisor, open_campaign, past)
    with pytest.raises(StaleVersion):
        await supervisor.do(open_campaign, campaign_id=past, version=7, now=NOW)


async def words(who: Somebody, campaign_id: UUID) -> list[str]:
    async def read(uow: UnitOfWork) -> list[str]:
        return [one.text for one in await Comments(uow).of(campaign_id)]

    return await who.do(read)


async def test_what_a_bureau_writes_is_read_by_itself_and_the_supervisor(
    bureau: Somebody, other_bureau: Somebody, supervisor: Somebody
) -> None:
    campaign_id = await a_campaign(supervisor, TARGETS)
    await bureau.do(
        comment_campaign, campaign_id=campaign_id, text="Peu d’ateliers.", now=bureau.later()
    )

    assert await words(bureau, campaign_id) == ["Peu d’ateliers."]
    assert await words(supervisor, campaign_id) == ["Peu d’ateliers."]
    assert await words(other_bureau, campaign_id) == []

    async def ids(uow: UnitOfWork) -> list[UUID]:
        return [one.id for one in await Comments(uow).of(campaign_id)]

    [comment_id] = await bureau.do(ids)
    with pytest.raises(NotFound):
        await other_bureau.do(
            uncomment_campaign, campaign_id=campaign_id, comment_id=comment_id, now=NOW
        )
    one = {"campaign_id": campaign_id, "comment_id": comment_id}
    await bureau.do(uncomment_campaign, **one, now=NOW)
    assert [await words(who, campaign_id) for who in (bureau, supervisor)] == [[], []]
    with pytest.raises(NotFound):
        await other_bureau.do(restore_campaign_comment, **one)
    await bureau.do(restore_campaign_comment, **one)
    assert await words(supervisor, campaign_id) == ["Peu d’ateliers."]


async def test_a_comment_that_was_taken_back_goes_after_a_month(
    bureau: Somebody, supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    campaign_id = await a_campaign(supervisor, TARGETS)
    for text in ("Peu d’ateliers.", "Trois garages."):
        await bureau.do(comment_campaign, campaign_id=campaign_id, text=text, now=NOW)
    first = await superuser.fetchval(
        "SELECT comment_id FROM campaign_comments WHERE text LIKE 'Peu%'"
    )
    await bureau.do(uncomment_campaign, campaign_id=campaign_id, comment_id=first, now=NOW)
    [rule] = [one for one in RULES if one.name == "campaign_comments"]

    for days, left in ((30, 2), (31, 1)):

        async def purge(uow: UnitOfWork, now: Any = NOW + timedelta(days=days)) -> None:
            due = await rule.find(uow, now=now, limit=10)
            await rule.remove(uow, [one.id for one in due], now)

        await bureau.do(purge)
        assert await superuser.fetchval("SELECT count(*) FROM campaign_comments") == left


async def test_who_is_not_asked_has_nothing_to_comment(
    bureau: Somebody, supervisor: Somebody
) -> None:
    campaign_id = await a_campaign(supervisor, {ELSEWHERE: 18})

    with pytest.raises(NotAsked):
        await bureau.do(comment_campaign, campaign_id=campaign_id, text="Et moi ?", now=NOW)


async def facts(who: Somebody, kind: NoticeKind, campaign_id: UUID) -> NoticeFacts | None:
    async def ask(uow: UnitOfWork) -> NoticeFacts | None:
        asked = NoticesRequest(asked=(AskedNotice(kind=kind, about=campaign_id),))
        return (await notices_of_campaigns(asked, uow)).facts[0]

    return await who.do(ask)


async def test_a_notice_says_what_is_asked_of_its_reader_while_it_is_so(
    bureau: Somebody, other_bureau: Somebody, supervisor: Somebody
) -> None:
    campaign_id = await a_campaign(supervisor, TARGETS)
    opened = await facts(bureau, NoticeKind.CAMPAIGN_OPENED, campaign_id)
    assert opened is not None
    assert {one.label: one.text for one in opened.lines} == {
        "Campagne": "Trente échanges avant les vacances",
        "Ce qui est compté": "Échanges avec des entreprises",
        "Jusqu’au": "18\u00a0décembre 2026",
        "Pour votre lycée": "12\u00a0échanges",
    }
    assert (opened.standing, opened.path) == (True, f"/campagnes/{campaign_id}")

    await does(supervisor, change_campaign, campaign_id, details=details({ELSEWHERE: 18}))
    released = await facts(bureau, NoticeKind.CAMPAIGN_OPENED, campaign_id)
    assert released is not None
    assert not released.standing

    await does(supervisor, close_campaign, campaign_id, closing="Dix-huit.")
    over = await facts(other_bureau, NoticeKind.CAMPAIGN_OPENED, campaign_id)
    closed = await facts(other_bureau, NoticeKind.CAMPAIGN_CLOSED, campaign_id)
    assert over is not None
    assert closed is not None
    assert (over.standing, closed.standing, closed.lines[-1].text) == (False, True, "Dix-huit.")


async def test_what_is_over_goes_after_five_years_and_a_withdrawn_draft_after_one(
    bureau: Somebody, supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    over, draft = await a_campaign(supervisor, TARGETS), await a_draft(supervisor, TARGETS)
    await bureau.do(comment_campaign, campaign_id=over, text="Peu d’ateliers.", now=NOW)
    await does(supervisor, close_campaign, over, closing=None)
    await does(supervisor, withdraw_campaign, draft)
    for days, left in ((364, {over, draft}), (367, {over}), (5 * 365 + 1, set())):

        async def purge(uow: UnitOfWork, now: Any = NOW + timedelta(days=days)) -> None:
            for rule in RULES:
                due = await rule.find(uow, now=now, limit=10)
                await rule.remove(uow, [one.id for one in due], now)

        await supervisor.do(purge)
        rows = await superuser.fetch("SELECT campaign_id FROM campaigns")
        assert {row["campaign_id"] for row in rows} == left
    assert await superuser.fetchval("SELECT count(*) FROM campaign_comments") == 0


async def test_the_supervisor_is_told_that_a_bureau_says_something_and_not_what(
    bureau: Somebody, supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    campaign_id = await a_campaign(supervisor, TARGETS)
    await bureau.do(
        comment_campaign, campaign_id=campaign_id, text="Personne ne répond.", now=bureau.later()
    )

    said = await superuser.fetch(
        "SELECT uai, payload FROM journal WHERE headers->>'ce-type' LIKE '%campaign_commented%'"
    )
    assert [row["uai"] for row in said] == [HERE]
    assert "Personne" not in said[0]["payload"]
    told = await facts(supervisor, NoticeKind.CAMPAIGN_COMMENTED, campaign_id)
    assert told is not None
    assert (told.standing, told.path) == (True, f"/campagnes/{campaign_id}#commentaires")
    assert "Personne" not in told.model_dump_json()
