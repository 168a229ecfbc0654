"""The way of a news item, and what the bus and others learn of it."""

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from contracts.coordination.news import NewsPublishedV1, NewsWithdrawnV1
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.base.settings import placeholder_uai
from services.coordination.news.commands import (
    edit_news,
    erase_news,
    publish_news,
    reconsider_news,
    refuse_news,
)
from services.coordination.news.model.news import (
    NewsNotEditable,
    NewsNotProposed,
    NewsNotPublished,
    NewsNotRefused,
    NewsStatus,
)
from services.coordination.news.queries import read_news, read_proposals, read_published
from tests.coordination.world import Somebody, text
from tests.support.services import Published

WORD = "Septfonds"


async def titles(reader: Somebody) -> list[str]:
    return [item.text.title for item in (await reader.do(read_published)).items]


async def test_a_proposal_is_seen_by_its_bureau_and_the_supervisor_alone(
    bureau: Somebody, supervisor: Somebody, other_bureau: Somebody, published: Published
) -> None:
    news_id = await bureau.proposes()

    assert await bureau.sees(news_id)
    assert await supervisor.sees(news_id)
    assert await other_bureau.sees(news_id) is None
    with pytest.raises(NotFound):
        await other_bureau.do(read_news, news_id)
    assert await titles(other_bureau) == []
    assert await published(NewsPublishedV1) == []


async def test_what_is_published_is_read_by_all_and_told_without_its_text(
    bureau: Somebody,
    supervisor: Somebody,
    other_bureau: Somebody,
    published: Published,
    superuser: asyncpg.Connection,
) -> None:
    news_id = await bureau.proposes(f"Forum de {WORD}", f"À {WORD}, demain.")
    await supervisor.publishes(news_id)

    assert await titles(other_bureau) == [f"Forum de {WORD}"]
    [event] = await published(NewsPublishedV1)
    assert event.news_id == news_id
    rows = await superuser.fetch("SELECT audience, uai, payload, headers::text FROM journal")
    of_the_network = {row["uai"] for row in rows if row["audience"] == "department"}
    assert of_the_network == {placeholder_uai("82")}
    assert all(WORD not in row["payload"] + row["headers"] for row in rows)


async def test_what_is_withdrawn_is_read_by_nobody_else_and_can_be_put_back(
    bureau: Somebody,
    supervisor: Somebody,
    other_bureau: Somebody,
    published: Published,
    superuser: asyncpg.Connection,
) -> None:
    news_id = await bureau.proposes()
    await supervisor.publishes(news_id)
    await supervisor.withdraws(news_id)

    assert await titles(other_bureau) == []
    assert (await other_bureau.do(read_news, news_id)).gone
    [left] = await superuser.fetch("SELECT title, body, link FROM published_news")
    assert dict(left) == {"title": None, "body": None, "link": None}
    [event] = await published(NewsWithdrawnV1)
    assert event.news_id == news_id
    await supervisor.publishes(news_id)
    assert await titles(other_bureau) == ["Forum des métiers"]
    versions = await superuser.fetch(
        "SELECT headers ->> 'ce-version' FROM journal WHERE audience = 'department'"
        " ORDER BY position"
    )
    assert [row[0] for row in versions] == ["2", "3", "4"]


async def test_a_refusal_says_why_and_can_be_taken_back_or_answered(
    bureau: Somebody, supervisor: Somebody
) -> None:
    news_id = await bureau.proposes()
    await supervisor.decides(refuse_news, news_id, reason="Dites la date.")
    refused = await bureau.sees(news_id)
    assert refused
    assert (refused.status, refused.reason) == (NewsStatus.REFUSED, "Dites la date.")

    await supervisor.decides(reconsider_news, news_id)
    await supervisor.decides(refuse_news, news_id, reason="Dites la date.")
    await bureau.decides(edit_news, news_id, text=text("Forum du 3 décembre"))

    again = await supervisor.sees(news_id)
    assert again
    assert (again.status, again.reason) == (NewsStatus.PROPOSED, None)


async def test_what_others_read_does_not_change_under_their_eyes(
    bureau: Somebody, supervisor: Somebody, other_bureau: Somebody
) -> None:
    news_id = await bureau.proposes()
    await supervisor.publishes(news_id)
    with pytest.raises(NewsNotEditable):
        await bureau.decides(edit_news, news_id, text=text("Autre chose"))
    with pytest.raises(NewsNotEditable):
        await bureau.decides(erase_news, news_id)

    await supervisor.withdraws(news_id)
    await bureau.decides(edit_news, news_id, text=text("Autre chose"))
    assert await titles(other_bureau) == []
    assert (await other_bureau.do(read_news, news_id)).gone


async def test_an_erased_item_leaves_its_id_and_not_a_word(
    bureau: Somebody, supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    news_id = await bureau.proposes(f"Forum de {WORD}", f"À {WORD}, demain.")
    await supervisor.publishes(news_id)
    await supervisor.withdraws(news_id)
    await supervisor.decides(erase_news, news_id)

    kept = await superuser.fetch("SELECT to_jsonb(n)::text FROM news n")
    kept += await superuser.fetch("SELECT to_jsonb(p)::text FROM published_news p")
    kept += await superuser.fetch("SELECT to_jsonb(j)::text FROM journal j")
    assert all(WORD not in row[0] for row in kept)
    assert await superuser.fetchval("SELECT news_id FROM news") == news_id
    assert (await bureau.do(read_news, news_id)).gone
    with pytest.raises(NewsNotProposed):
        await supervisor.publishes(news_id)


async def test_a_decision_is_taken_once(bureau: Somebody, supervisor: Somebody) -> None:
    news_id = await bureau.proposes()
    with pytest.raises(NewsNotPublished):
        await supervisor.withdraws(news_id)
    with pytest.raises(NewsNotRefused):
        await supervisor.decides(reconsider_news, news_id)
    await supervisor.publishes(news_id)
    with pytest.raises(NewsNotProposed):
        await supervisor.publishes(news_id)
    with pytest.raises(NewsNotProposed):
        await supervisor.decides(refuse_news, news_id, reason="Trop tard.")


async def test_a_decision_on_an_older_text_is_refused(
    bureau: Somebody, supervisor: Somebody
) -> None:
    news_id = await bureau.proposes()
    await bureau.decides(edit_news, news_id, text=text("Forum du 3 décembre"))

    with pytest.raises(StaleVersion) as stale:
        await supervisor.do(publish_news, news_id=news_id, version=1, now=supervisor.now)

    assert stale.value.current["title"] == "Forum du 3 décembre"


async def test_another_bureau_changes_nothing(bureau: Somebody, other_bureau: Somebody) -> None:
    news_id = await bureau.proposes()
    with pytest.raises(NotFound):
        await other_bureau.do(edit_news, news_id=news_id, version=1, text=text(), now=bureau.now)
    with pytest.raises(NotFound):
        await other_bureau.do(erase_news, news_id=news_id, version=1, now=bureau.now)


async def test_only_the_department_writes_what_the_network_reads(
    bureau: Somebody, supervisor: Somebody
) -> None:
    news_id = await bureau.proposes()
    with pytest.raises(DBAPIError, match="row-level security"):
        await bureau.publishes(news_id)
    with pytest.raises(DBAPIError, match="row-level security"):
        await bureau.adds()
    assert await titles(supervisor) == []


async def test_the_supervisor_writes_news_for_the_dsden(
    supervisor: Somebody, bureau: Somebody
) -> None:
    news_id = await supervisor.proposes("Réunion du réseau")
    await supervisor.publishes(news_id)

    [item] = (await bureau.do(read_published)).items
    assert (item.text.title, item.author) == ("Réunion du réseau", "DSDEN")


async def test_lists_are_read_page_after_page(
    bureau: Somebody, supervisor: Somebody, other_bureau: Somebody
) -> None:
    told = [await bureau.proposes(f"Nouvelle {rank}") for rank in range(45)]
    for news_id in told:
        await supervisor.publishes(news_id)
    page = await other_bureau.do(read_published)
    read = [item.id for item in page.items]
    while page.before:
        page = await other_bureau.do(read_published, before=page.before)
        read += [item.id for item in page.items]
    assert read == told[::-1]
    first = await bureau.do(read_proposals)
    second = await bureau.do(read_proposals, before=first.before)
    shown = [item.id for item, _ in (*first.items, *second.items)]
    assert shown == told[::-1][:40]
