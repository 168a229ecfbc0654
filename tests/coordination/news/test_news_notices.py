"""What is told of a bureau's news: to the supervisor that it waits, to its bureau what became of it."""

from uuid import UUID, uuid4

import asyncpg
import pytest

from contracts.coordination.news import NewsAnswer, NewsAnsweredV1, NewsProposedV1
from contracts.notices import AskedNotice, NoticeFacts, NoticeKind, NoticesRequest
from services.coordination.news.answers import notices_of_news
from services.coordination.news.commands import (
    edit_news,
    erase_news,
    reconsider_news,
    refuse_news,
)
from tests.coordination.world import Somebody, text
from tests.support.network import HERE
from tests.support.services import Published

PROPOSED, PUBLISHED, REFUSED = (
    NoticeKind.NEWS_PROPOSED,
    NoticeKind.NEWS_PUBLISHED,
    NoticeKind.NEWS_REFUSED,
)


async def told(asker: Somebody, *asked: tuple[NoticeKind, UUID]) -> list[NoticeFacts | None]:
    request = NoticesRequest(asked=tuple(AskedNotice(kind=k, about=about) for k, about in asked))
    async with asker.units.begin(asker.scope, now=asker.now) as uow:
        return list((await notices_of_news(request, uow)).facts)


async def notices_of_news_asked(asker: Somebody, news_id: UUID) -> dict[NoticeKind, NoticeFacts]:
    kinds = (PROPOSED, PUBLISHED, REFUSED)
    facts = await told(asker, *((kind, news_id) for kind in kinds))
    assert all(facts)
    return {kind: one for kind, one in zip(kinds, facts, strict=True) if one}


async def standing(asker: Somebody, news_id: UUID) -> set[NoticeKind]:
    found = await notices_of_news_asked(asker, news_id)
    return {kind for kind, one in found.items() if one.standing}


async def test_what_a_bureau_proposes_is_told_for_its_lycee(
    bureau: Somebody, published: Published, superuser: asyncpg.Connection
) -> None:
    news_id = await bureau.proposes()

    [event] = await published(NewsProposedV1)
    assert (event.news_id, event.occurred_on) == (news_id, bureau.now.date())
    [row] = await superuser.fetch("SELECT uai, audience FROM journal")
    assert tuple(row) == (HERE, "bureau")


async def test_what_the_supervisor_writes_herself_waits_for_nobody(
    supervisor: Somebody, published: Published
) -> None:
    news_id = await supervisor.proposes("Réunion du réseau")
    await supervisor.publishes(news_id)
    await supervisor.withdraws(news_id)

    assert await published(NewsProposedV1) == []
    assert await published(NewsAnsweredV1) == []


async def test_each_answer_is_told_to_the_lycee_that_proposed(
    bureau: Somebody, supervisor: Somebody, published: Published, superuser: asyncpg.Connection
) -> None:
    news_id = await bureau.proposes()
    await supervisor.decides(refuse_news, news_id, reason="Dites la date.")
    await supervisor.decides(reconsider_news, news_id)
    await supervisor.publishes(news_id)
    await supervisor.withdraws(news_id)

    answers = await published(NewsAnsweredV1)
    assert [one.answer for one in answers] == [
        NewsAnswer.REFUSED,
        NewsAnswer.RECONSIDERED,
        NewsAnswer.PUBLISHED,
        NewsAnswer.WITHDRAWN,
    ]
    assert {one.news_id for one in answers} == {news_id}
    spoken_for = await superuser.fetch(
        "SELECT uai, subject FROM journal WHERE subject LIKE '%news_answered%'"
    )
    assert {row["uai"] for row in spoken_for} == {HERE}
    assert {row["subject"] for row in spoken_for} == {
        f"bureau.82.{HERE}.coordination.news_answered.v1"
    }
    payloads = await superuser.fetch("SELECT payload || headers::text FROM journal")
    assert all("date." not in row[0] and "métiers" not in row[0] for row in payloads)


async def test_a_corrected_text_is_proposed_again_and_one_that_waits_is_told_once(
    bureau: Somebody, supervisor: Somebody, published: Published
) -> None:
    news_id = await bureau.proposes()
    await bureau.decides(edit_news, news_id, text=text("Forum du 3 décembre"))
    assert len(await published(NewsProposedV1)) == 1

    await supervisor.decides(refuse_news, news_id, reason="Dites l’heure.")
    await bureau.decides(edit_news, news_id, text=text("Forum du 3 décembre à 9 h"))
    assert len(await published(NewsProposedV1)) == 2

    await supervisor.decides(refuse_news, news_id, reason="Une faute.")
    await supervisor.decides(edit_news, news_id, text=text("Forum du 3 décembre, 9 h"))
    assert len(await published(NewsProposedV1)) == 2, "the supervisor knows what she wrote"


async def test_a_notice_says_what_waits_and_of_whom(bureau: Somebody, supervisor: Somebody) -> None:
    await supervisor.knows({HERE: "Lycée Bourdelle"})
    news_id = await bureau.proposes("Forum des métiers")

    waiting = (await notices_of_news_asked(bureau, news_id))[PROPOSED]

    assert waiting.standing
    assert waiting.object == "Forum des métiers"
    assert [(line.label, line.text) for line in waiting.lines] == [
        ("Titre", "Forum des métiers"),
        ("Proposée par", "Lycée Bourdelle"),
        ("Le", "24\u00a0novembre 2026"),
    ]
    assert waiting.path == f"/actualites/{news_id}"


async def test_a_refusal_is_told_with_its_reason_and_where_it_is_corrected(
    bureau: Somebody, supervisor: Somebody
) -> None:
    news_id = await bureau.proposes()
    await supervisor.decides(refuse_news, news_id, reason="Dites la date.\n\nEt le lieu.")

    refused = (await notices_of_news_asked(bureau, news_id))[REFUSED]

    assert refused.standing
    assert ("Motif", "Dites la date. Et le lieu.") in [(x.label, x.text) for x in refused.lines]
    assert refused.path == f"/actualites/{news_id}/correction"


async def test_a_long_reason_is_cut_between_two_words(
    bureau: Somebody, supervisor: Somebody
) -> None:
    news_id = await bureau.proposes()
    await supervisor.decides(refuse_news, news_id, reason="Relisez " * 200)

    refused = (await notices_of_news_asked(bureau, news_id))[REFUSED]

    [reason] = [line.text for line in refused.lines if line.label == "Motif"]
    assert len(reason) <= 400
    assert reason.endswith("Relisez…")


async def test_a_notice_stands_while_what_it_says_is_so(
    bureau: Somebody, supervisor: Somebody
) -> None:
    news_id = await bureau.proposes()
    assert await standing(bureau, news_id) == {PROPOSED}
    await supervisor.decides(refuse_news, news_id, reason="Dites la date.")
    assert await standing(bureau, news_id) == {REFUSED}
    await supervisor.decides(reconsider_news, news_id)
    assert await standing(bureau, news_id) == {PROPOSED}
    await supervisor.publishes(news_id)
    assert await standing(bureau, news_id) == {PUBLISHED}
    await supervisor.withdraws(news_id)
    assert await standing(bureau, news_id) == set()


@pytest.mark.parametrize("kind", [PROPOSED, PUBLISHED, REFUSED])
async def test_nothing_is_told_of_what_is_erased_unknown_or_another_lycees(
    bureau: Somebody, other_bureau: Somebody, kind: NoticeKind
) -> None:
    erased, kept = await bureau.proposes(), await bureau.proposes()
    await bureau.decides(erase_news, erased)

    facts = await told(bureau, (kind, erased), (kind, uuid4()), (kind, kept))
    assert facts[:2] == [None, None]
    assert facts[2]
    assert await told(other_bureau, (kind, kept)) == [None]


async def test_a_kind_of_another_service_is_not_answered(bureau: Somebody) -> None:
    news_id = await bureau.proposes()

    assert await told(bureau, (NoticeKind.RUPTURE, news_id)) == [None]
