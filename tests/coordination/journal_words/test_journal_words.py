"""Words of the DSDEN about the journal: said to one lycée, seen, answered, corrected, taken back."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from contracts.coordination.journal_words import JournalWordAnswerWithdrawnV1, JournalWordId
from contracts.identifiers import Uai
from contracts.notices import AskedNotice, NoticeFacts, NoticeKind, NoticesRequest
from contracts.supervision.journal import ToldLine
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.journal_words.answers import notices_of_words
from services.coordination.journal_words.commands import (
    PUT_BACK_KIND,
    WITHDRAWN_KIND,
    answer_word,
    correct_word,
    move_answer,
    restore_word,
    say_word,
    see_word,
    withdraw_word,
)
from services.coordination.journal_words.model import (
    JournalWord,
    LineUnknown,
    NoAnswerToMove,
    WordNotWithdrawn,
    WordWithdrawn,
)
from services.coordination.journal_words.queries import (
    PAGE_LENGTH,
    read_of_line,
    read_waiting,
    read_words,
)
from services.coordination.journal_words.reactions import (
    put_the_word_back_again,
    withdraw_the_word_again,
)
from services.coordination.journal_words.retention import RULES
from services.coordination.journal_words.store import JournalWords
from services.notifications.mails.model.template import Template
from services.notifications.notice_rules.model.endings import ended_by
from tests.coordination.world import NOW, Somebody
from tests.support.network import ELSEWHERE, HERE

TEXT = "Ce forum de Septfonds mérite d’être raconté aux autres."
LINE, FACT = uuid4(), uuid4()


def line(uai: Uai = HERE) -> ToldLine:
    return ToldLine(
        uai=uai, lycee="Lycée", line_id=LINE, recorded_at=NOW, sentence="a tenu un forum."
    )


async def says(supervisor: Somebody, text: str = TEXT, uai: Uai = HERE, **more: Any) -> UUID:
    return await supervisor.do(
        say_word, line=line(uai), fact_id=FACT, text=text, now=supervisor.later(), **more
    )


async def seen(who: Somebody, word_id: UUID) -> JournalWord:
    async def get(uow: UnitOfWork) -> JournalWord:
        return await JournalWords(uow).get(word_id)

    return await who.do(get)


async def does(who: Somebody, command: Any, word_id: UUID, **more: Any) -> JournalWord:
    version = (await seen(who, word_id)).version
    await who.do(command, word_id=word_id, version=version, **more, now=who.later())
    return await seen(who, word_id)


async def facts(who: Somebody, kind: NoticeKind, word_id: UUID) -> NoticeFacts | None:
    async def ask(uow: UnitOfWork) -> NoticeFacts | None:
        asked = NoticesRequest(asked=(AskedNotice(kind=kind, about=word_id),))
        return (await notices_of_words(asked, uow)).facts[0]

    return await who.do(ask)


async def test_a_word_is_read_and_answered_by_its_lycee_and_told_without_a_word_of_it(
    bureau: Somebody, supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    word_id = await says(supervisor, as_practice=True)
    assert (await seen(bureau, word_id)).waits
    read = await does(bureau, see_word, word_id)
    assert (read.seen_at is not None, read.waits) == (True, False)
    answered = await does(bureau, answer_word, word_id, answer="Volontiers, en janvier.")

    assert (answered.shown_answer, answered.text) == ("Volontiers, en janvier.", TEXT)
    rows = await superuser.fetch(
        "SELECT headers->>'ce-type' AS type, uai, payload FROM journal ORDER BY position"
    )
    assert [(row["type"].split(".")[-2], row["uai"]) for row in rows] == [
        ("journal_word_followed", HERE),
        ("journal_word_answered", HERE),
    ]
    assert not any("Septfonds" in row["payload"] or "janvier" in row["payload"] for row in rows)


async def test_what_is_said_again_in_the_same_words_is_told_to_nobody(
    bureau: Somebody, supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    word_id = await says(supervisor)
    await does(bureau, answer_word, word_id, answer="Volontiers.")
    again = await does(bureau, answer_word, word_id, answer="Volontiers.")
    kept = await does(supervisor, correct_word, word_id, text=TEXT, as_practice=False)
    assert (kept.version, kept.seen_at) == (again.version, again.seen_at)
    assert await superuser.fetchval("SELECT count(*) FROM journal") == 2


async def test_another_bureau_sees_nothing_of_it_and_the_dsden_does_not_answer_itself(
    bureau: Somebody, other_bureau: Somebody, supervisor: Somebody
) -> None:
    word_id = await says(supervisor)
    with pytest.raises(NotFound):
        await seen(other_bureau, word_id)
    with pytest.raises(NotFound):
        await supervisor.do(
            answer_word, word_id=word_id, version=1, answer="Oui.", now=supervisor.later()
        )
    assert not (await other_bureau.do(read_words)).items
    assert [one.word.id for one in (await bureau.do(read_words)).items] == [word_id]


@pytest.mark.parametrize("told", [None, "dsden"])
async def test_a_word_is_about_a_line_of_a_lycee(supervisor: Somebody, told: str | None) -> None:
    of = None if told is None else line(supervisor.units.department_uai)
    with pytest.raises(LineUnknown):
        await supervisor.do(say_word, line=of, fact_id=FACT, text=TEXT, now=NOW)


async def test_what_is_corrected_is_to_be_seen_again_and_what_is_withdrawn_may_be_put_back(
    bureau: Somebody, supervisor: Somebody
) -> None:
    word_id = await says(supervisor)
    await does(bureau, see_word, word_id)
    same = await does(supervisor, correct_word, word_id, text=TEXT, as_practice=False)
    assert same.seen_at is not None
    corrected = await does(supervisor, correct_word, word_id, text="Bravo.", as_practice=False)
    assert (corrected.text, corrected.seen_at) == ("Bravo.", None)
    with pytest.raises(StaleVersion):
        await supervisor.do(
            correct_word, word_id=word_id, version=1, text="Tard", as_practice=False, now=NOW
        )

    await does(supervisor, withdraw_word, word_id)
    assert not (await bureau.do(read_words)).items
    with pytest.raises(WordWithdrawn):
        await does(bureau, answer_word, word_id, answer="Merci.")
    await does(supervisor, restore_word, word_id)
    assert (await seen(bureau, word_id)).text == "Bravo."
    with pytest.raises(WordNotWithdrawn):
        await does(supervisor, restore_word, word_id)


async def test_a_word_corrected_after_its_answer_says_so_until_it_is_answered_again(
    bureau: Somebody, supervisor: Somebody
) -> None:
    word_id = await says(supervisor)
    answered = await does(bureau, answer_word, word_id, answer="Merci.")
    assert not answered.waits
    assert not answered.corrected_since

    corrected = await does(
        supervisor, correct_word, word_id, text="Autrement dit.", as_practice=False
    )
    assert corrected.corrected_since
    assert corrected.shown_answer == "Merci."
    assert corrected.waits
    assert (await bureau.do(read_waiting, length=5)).many == 1
    seen_again = await does(bureau, see_word, word_id)
    assert seen_again.corrected_since
    assert not seen_again.waits

    again = await does(bureau, answer_word, word_id, answer="Merci, compris.")
    assert not again.corrected_since
    assert (await bureau.do(read_waiting, length=5)).many == 0


async def test_an_answer_is_taken_back_and_put_back(
    bureau: Somebody, supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    word_id = await says(supervisor)
    with pytest.raises(NoAnswerToMove):
        await does(bureau, move_answer, word_id, withdrawn=True)
    await does(bureau, answer_word, word_id, answer="Merci.")
    gone = await does(bureau, move_answer, word_id, withdrawn=True)
    assert (gone.shown_answer, gone.answer) == (None, "Merci.")
    to_her = await facts(supervisor, NoticeKind.JOURNAL_WORD_ANSWERED, word_id)
    assert to_her is not None
    assert not to_her.standing

    back = await does(bureau, move_answer, word_id, withdrawn=False)
    assert back.shown_answer == "Merci."
    rows = await superuser.fetch(
        "SELECT subject FROM journal WHERE subject LIKE '%journal_word_answer%' ORDER BY position"
    )
    events = [row["subject"].split(".")[-2] for row in rows]
    # The bell that says there is an answer ends with it, and comes back with it.
    answered, withdrawn = "journal_word_answered", "journal_word_answer_withdrawn"
    assert events == [answered, withdrawn, answered]
    event = JournalWordAnswerWithdrawnV1(
        journal_word_id=JournalWordId(word_id), occurred_on=NOW.date()
    )
    assert [one.ends for one in ended_by(event)] == [(Template.JOURNAL_WORD_ANSWERED,)]
    unseen = await does(bureau, see_word, word_id, seen=False)
    assert not unseen.waits, "what is answered was seen"
    assert not unseen.corrected_since


async def test_notices_say_where_it_is_read_and_not_what_it_says(
    bureau: Somebody, other_bureau: Somebody, supervisor: Somebody
) -> None:
    word_id = await says(supervisor)
    to_bureau = await facts(bureau, NoticeKind.JOURNAL_WORD, word_id)
    assert to_bureau is not None
    assert (to_bureau.standing, to_bureau.path) == (True, f"/reseau/mots/{word_id}")
    assert "Septfonds" not in to_bureau.model_dump_json()
    assert await facts(other_bureau, NoticeKind.JOURNAL_WORD, word_id) is None

    await does(supervisor, withdraw_word, word_id)
    over = await facts(bureau, NoticeKind.JOURNAL_WORD, word_id)
    assert over is not None
    assert not over.standing


async def test_words_are_listed_page_by_page_of_one_lycee_or_of_all(
    bureau: Somebody, supervisor: Somebody
) -> None:
    elsewhere = await says(supervisor, uai=ELSEWHERE)
    here = [await says(supervisor, f"Mot {rank}") for rank in range(PAGE_LENGTH)]

    first = await supervisor.do(read_words)
    assert first.before is not None
    assert [one.word.id for one in first.items] == here[::-1]
    rest = await supervisor.do(read_words, before=first.before)
    assert ([one.word.id for one in rest.items], rest.before) == ([elsewhere], None)
    of_one = await supervisor.do(read_words, lycee=ELSEWHERE)
    assert [one.word.id for one in of_one.items] == [elsewhere]

    await does(bureau, see_word, here[-1])
    waiting = await bureau.do(read_waiting, length=3)
    assert (waiting.many, len(waiting.items)) == (PAGE_LENGTH - 1, 3)
    assert (await supervisor.do(read_waiting, length=3)).many == PAGE_LENGTH
    assert len(await supervisor.do(read_of_line, LINE)) == PAGE_LENGTH + 1


async def test_a_backup_brings_no_withdrawn_word_back(
    bureau: Somebody, supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    word_id = await says(supervisor)
    await does(supervisor, withdraw_word, word_id)
    assert await superuser.fetchval("SELECT resource_id FROM erasures") == word_id
    await superuser.execute("UPDATE journal_words SET withdrawn_at = NULL")

    async def again(uow: UnitOfWork) -> None:
        await withdraw_the_word_again(uow, resource_id=word_id, now=NOW)

    await supervisor.do(again)
    assert not (await bureau.do(read_words)).items


async def test_a_word_put_back_since_a_backup_is_read_after_it(
    bureau: Somebody, supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    word_id = await says(supervisor)
    await does(supervisor, withdraw_word, word_id)
    await does(supervisor, restore_word, word_id)
    kinds = await superuser.fetch("SELECT kind FROM erasures ORDER BY at, kind DESC")
    assert [row["kind"] for row in kinds] == [WITHDRAWN_KIND, PUT_BACK_KIND]

    async def again(uow: UnitOfWork) -> None:
        await withdraw_the_word_again(uow, resource_id=word_id, now=NOW)
        await put_the_word_back_again(uow, resource_id=word_id, now=NOW)

    await supervisor.do(again)
    assert len((await bureau.do(read_words)).items) == 1


@pytest.mark.parametrize(("withdrawn", "days"), [(True, 30), (False, 730)])
async def test_words_go_after_their_time(
    supervisor: Somebody, superuser: asyncpg.Connection, *, withdrawn: bool, days: int
) -> None:
    word_id = await says(supervisor)
    if withdrawn:
        await does(supervisor, withdraw_word, word_id)

    async def purged(after: int) -> int:
        async def run(uow: UnitOfWork) -> int:
            many = 0
            for rule in RULES:
                due = await rule.find(uow, now=NOW + timedelta(days=after), limit=10)
                many += len(await rule.remove(uow, [one.id for one in due], uow.now))
            return many

        return await supervisor.do(run)

    assert await purged(days - 1) == 0
    assert await purged(days + 1) == 1
    assert await superuser.fetchval("SELECT count(*) FROM journal_words") == 0
