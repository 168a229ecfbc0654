"""Big accounts: two bureaux say their word, the supervisor decides, and what holds is told to each lycée."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from sqlalchemy import func, select

from contracts.coordination.accounts import AccountOutcome, AccountReason, AccountSubject
from contracts.identifiers import Uai
from contracts.notices import AskedNotice, NoticeFacts, NoticeKind, NoticesRequest
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.account_decisions.commands import (
    restore_decision,
    withdraw_decision,
)
from services.coordination.account_decisions.jobs import review
from services.coordination.account_list.queries import AccountCut, read_accounts
from services.coordination.account_notices.answers import notices_of_accounts
from services.coordination.account_plans.commands import add_line
from services.coordination.account_plans.retention import RULES as PLAN_RULES
from services.coordination.accounts.commands import (
    add_parties,
    begin_account,
    plan_joining,
    restore_request,
    restore_word,
    say_word,
    withdraw_request,
    withdraw_word,
)
from services.coordination.accounts.model import (
    AccountLyceeUnknown,
    AccountState,
    AlreadyAsked,
    DecisionMoved,
    LeadMissing,
    NotAskedHere,
    ReviewTooEarly,
    SharesMissing,
)
from services.coordination.accounts.queries import (
    JoinedAccounts,
    account_of_company,
    read_joined,
)
from services.coordination.accounts.retention import RULES
from services.coordination.accounts.store import KeyAccounts, MergedCards
from services.coordination.accounts.tables import key_account_decisions, key_account_words
from services.coordination.network_days.queries import ACCOUNT_REVIEWS, read_days
from services.coordination.news.model.calendar import local_date
from tests.coordination.accounts.world import (
    COMPANY,
    THIRD,
    TODAY,
    WORDS,
    DoesWhatIsDue,
    asks,
    decides,
    does,
    seen,
    the_lycees,
)
from tests.coordination.world import NOW, Somebody
from tests.support.network import ELSEWHERE, HERE

SOON = NOW + timedelta(hours=1)


async def told(superuser: asyncpg.Connection, about: str) -> list[tuple[str, str, Any]]:
    """What was published: the event, the lycée it speaks for, one field of it; never a word of a bureau."""
    rows = await superuser.fetch(
        "SELECT headers->>'ce-type' AS type, uai, payload, payload::json->>$1 AS said"
        " FROM journal ORDER BY position",
        about,
    )
    for row in rows:
        assert "Delrieu" not in row["payload"]
        assert "apprentis" not in row["payload"]
    return [(row["type"].split(".")[-2], row["uai"], row["said"]) for row in rows]


async def leads(superuser: asyncpg.Connection) -> dict[str, tuple[bool, bool]]:
    """What each lycée was told last of the lead: whether something holds, whether it leads."""
    rows = await superuser.fetch(
        "SELECT uai, payload::json->>'holds' AS holds, payload::json->>'leads' AS leads FROM journal"
        " WHERE headers->>'ce-type' LIKE '%account_lead_stated%' ORDER BY position"
    )
    return {row["uai"]: (row["holds"] == "true", row["leads"] == "true") for row in rows}


async def test_who_leads_is_asked_for_its_word_and_the_supervisor_decides(
    bureau: Somebody,
    other_bureau: Somebody,
    third_bureau: Somebody,
    supervisor: Somebody,
    does_due: DoesWhatIsDue,
    superuser: asyncpg.Connection,
) -> None:
    account_id = await asks(other_bureau, lead=HERE)
    with pytest.raises(NotFound):
        await seen(bureau, account_id)
    await does_due(SOON)
    card = await seen(bureau, account_id)
    assert [one.uai for one in card.parties] == [ELSEWHERE, HERE]
    assert [one.text for one in card.words] == [WORDS]
    assert card.state is AccountState.WAITING
    await bureau.do(say_word, key_account_id=account_id, text="Nous y tenons.", now=bureau.later())

    supervisor.now = SOON
    await decides(supervisor, account_id)

    card = await seen(other_bureau, account_id)
    assert (card.state, card.account.lead) == (AccountState.DECIDED, HERE)
    assert card.holding is not None
    assert [one.text for one in card.words] == [WORDS, "Nous y tenons."]
    with pytest.raises(NotFound):
        await seen(third_bureau, account_id)
    assert await told(superuser, "step") == [
        ("account_arbitration_asked", ELSEWHERE, None),
        ("account_followed", HERE, "asked"),
        ("account_arbitrated", supervisor.units.department_uai, None),
        ("account_followed", ELSEWHERE, "decided"),
        ("account_followed", HERE, "decided"),
        ("account_lead_stated", ELSEWHERE, None),
        ("account_lead_stated", HERE, None),
    ]
    assert await leads(superuser) == {ELSEWHERE: (True, False), HERE: (True, True)}


async def test_a_third_lycee_reads_no_text_whatever_it_asks_the_database(
    bureau: Somebody, third_bureau: Somebody, supervisor: Somebody
) -> None:
    account_id = await asks(bureau)
    supervisor.now = SOON
    await decides(supervisor, account_id)

    async def texts(uow: UnitOfWork) -> list[int]:
        return [
            (await uow.execute(select(func.count()).select_from(table))).scalar_one()
            for table in (key_account_words, key_account_decisions)
        ]

    assert await third_bureau.do(texts) == [0, 0]
    assert await bureau.do(texts) == [1, 1]
    with pytest.raises(NotFound):
        await third_bureau.do(say_word, key_account_id=account_id, text="Et nous ?", now=SOON)


async def test_a_decision_is_corrected_taken_back_and_holds_again(
    bureau: Somebody,
    third_bureau: Somebody,
    supervisor: Somebody,
    superuser: asyncpg.Connection,
) -> None:
    account_id = await asks(bureau)
    supervisor.now = SOON
    await decides(supervisor, account_id)
    await decides(supervisor, account_id, lead=THIRD)
    assert (await seen(third_bureau, account_id)).account.lead == THIRD
    assert await leads(superuser) == {HERE: (True, False), THIRD: (True, True)}

    decision_id = await does(supervisor, withdraw_decision, account_id)
    assert (await seen(bureau, account_id)).account.lead == HERE
    assert await leads(superuser) == {HERE: (True, True), THIRD: (True, False)}

    await does(supervisor, restore_decision, account_id, decision_id=decision_id)
    assert (await seen(bureau, account_id)).account.lead == THIRD
    with pytest.raises(DecisionMoved):
        await does(supervisor, restore_decision, account_id, decision_id=decision_id)

    for _ in range(2):
        await does(supervisor, withdraw_decision, account_id)
    card = await seen(bureau, account_id)
    assert (card.account.outcome, card.state) == (None, AccountState.WAITING)
    assert await leads(superuser) == {HERE: (False, False), THIRD: (False, False)}
    assert (await told(superuser, "x"))[-5][0] == "account_arbitration_withdrawn"
    with pytest.raises(DecisionMoved):
        await does(supervisor, withdraw_decision, account_id)


async def test_what_begins_later_leaves_what_holds_until_its_day(
    bureau: Somebody,
    third_bureau: Somebody,
    supervisor: Somebody,
    does_due: DoesWhatIsDue,
    superuser: asyncpg.Connection,
) -> None:
    account_id = await asks(bureau)
    supervisor.now = SOON
    await decides(supervisor, account_id)
    await decides(supervisor, account_id, lead=THIRD, from_on=TODAY + timedelta(days=10))
    card = await seen(bureau, account_id)
    assert card.standing is not None
    assert card.standing.lead == THIRD
    assert card.holding is not None
    assert card.holding.lead == HERE
    assert await leads(superuser) == {HERE: (True, True), THIRD: (True, False)}

    await does_due(NOW + timedelta(days=9))
    assert (await leads(superuser))[THIRD] == (True, False)
    await does_due(NOW + timedelta(days=10))
    assert await leads(superuser) == {HERE: (True, False), THIRD: (True, True)}
    assert (await seen(third_bureau, account_id)).standing is not None


async def test_what_is_to_be_looked_at_again_comes_back_on_its_day(
    bureau: Somebody, third_bureau: Somebody, supervisor: Somebody
) -> None:
    account_id = await asks(bureau)
    supervisor.now = SOON
    await decides(supervisor, account_id, review_on=TODAY + timedelta(days=30))
    for days, state in ((29, AccountState.DECIDED), (30, AccountState.REVIEW)):
        supervisor.now = NOW + timedelta(days=days)
        assert (await seen(supervisor, account_id)).state is state
    bureau.now = supervisor.now
    assert await asks(bureau, (await seen(bureau, account_id)).account.company_id) == account_id
    assert (await seen(supervisor, account_id)).state is AccountState.WAITING
    assert third_bureau.now == NOW


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({"lead": None}, LeadMissing),
        ({"outcome": AccountOutcome.SPLIT, "shares": {AccountSubject.TAX: HERE}}, SharesMissing),
        ({"review_on": TODAY}, ReviewTooEarly),
        ({"from_on": date(2026, 12, 1), "review_on": date(2026, 12, 1)}, ReviewTooEarly),
        ({"lead": Uai("0310001H")}, AccountLyceeUnknown),
    ],
)
async def test_a_decision_says_all_it_has_to(
    bureau: Somebody,
    third_bureau: Somebody,
    supervisor: Somebody,
    more: dict[str, Any],
    refused: type[Exception],
) -> None:
    account_id = await asks(bureau)
    supervisor.now = SOON
    with pytest.raises(refused):
        await decides(supervisor, account_id, **more)
    assert (await seen(supervisor, account_id)).decisions == []
    with pytest.raises(StaleVersion):
        await supervisor.do(
            withdraw_decision, key_account_id=account_id, version=9, now=third_bureau.now
        )


async def test_a_request_is_taken_back_and_asked_again(
    bureau: Somebody,
    other_bureau: Somebody,
    third_bureau: Somebody,
    does_due: DoesWhatIsDue,
    superuser: asyncpg.Connection,
) -> None:
    account_id = await asks(bureau, lead=ELSEWHERE)
    with pytest.raises(AlreadyAsked):
        await asks(bureau, (await seen(bureau, account_id)).account.company_id)
    await does_due(SOON)
    await bureau.do(withdraw_request, key_account_id=account_id, now=bureau.later())
    assert (await seen(bureau, account_id)).state is AccountState.OPEN
    with pytest.raises(NotAskedHere):
        await bureau.do(withdraw_request, key_account_id=account_id, now=bureau.later())
    await does_due(SOON)
    await bureau.do(restore_request, key_account_id=account_id, now=bureau.later())
    assert (await seen(other_bureau, account_id)).state is AccountState.WAITING
    await does_due(SOON)
    assert await told(superuser, "step") == [
        ("account_arbitration_asked", HERE, None),
        ("account_followed", ELSEWHERE, "asked"),
        ("account_arbitration_withdrawn", HERE, None),
        ("account_followed", ELSEWHERE, "back"),
        ("account_arbitration_asked", HERE, None),
        ("account_followed", ELSEWHERE, "asked"),
    ]
    assert third_bureau.now == NOW


async def test_the_supervisor_opens_an_account_herself_and_adds_lycees(
    bureau: Somebody, third_bureau: Somebody, supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    company_id = uuid4()
    account_id = await supervisor.do(
        begin_account, company_id=company_id, company=COMPANY, lycees=[HERE], now=supervisor.later()
    )
    assert (await seen(bureau, account_id)).state is AccountState.OPEN
    await supervisor.do(
        add_parties, key_account_id=account_id, lycees=[HERE, THIRD], now=supervisor.later()
    )
    assert (await seen(third_bureau, account_id)).account.company_id == company_id
    assert [one for one in await told(superuser, "step") if one[2]] == [
        ("account_followed", HERE, "asked"),
        ("account_followed", THIRD, "asked"),
    ]
    with pytest.raises(AccountLyceeUnknown):
        await supervisor.do(
            add_parties,
            key_account_id=account_id,
            lycees=[supervisor.units.department_uai],
            now=supervisor.now,
        )


async def test_a_word_is_taken_back_by_who_said_it_alone(
    bureau: Somebody, other_bureau: Somebody, third_bureau: Somebody, does_due: DoesWhatIsDue
) -> None:
    account_id = await asks(bureau, lead=ELSEWHERE)
    await does_due(SOON)
    [word] = (await seen(other_bureau, account_id)).words
    about = {"key_account_id": account_id, "word_id": word.id}
    for who in (other_bureau, third_bureau):
        with pytest.raises(NotFound):
            await who.do(withdraw_word, **about, now=who.later())
    await bureau.do(withdraw_word, **about, now=bureau.later())
    assert (await seen(other_bureau, account_id)).words == []
    await bureau.do(restore_word, **about)
    assert len((await seen(other_bureau, account_id)).words) == 1


async def test_a_company_on_two_cards_has_one_account_as_long_as_they_are_one(
    bureau: Somebody, third_bureau: Somebody
) -> None:
    stays, goes, older = uuid4(), uuid4(), uuid4()
    account_id = await asks(bureau, older)

    async def merged(uow: UnitOfWork, kept: UUID, gone: UUID, one: bool, version: int) -> None:
        await MergedCards(uow).keep(kept, gone, merged=one, version=version)

    async def found(uow: UnitOfWork, card: UUID) -> UUID | None:
        account = await account_of_company(uow, card)
        return account.id if account else None

    # Told by another lycée, the second step first, and twice.
    for _ in range(2):
        await third_bureau.do(merged, stays, goes, True, 4)
        await third_bureau.do(merged, goes, older, True, 3)
    for card in (stays, goes, older):
        assert await bureau.do(found, card) == account_id
    assert await asks(third_bureau, stays, reason=AccountReason.SEVERAL) == account_id

    await bureau.do(merged, stays, goes, False, 5)
    await bureau.do(merged, stays, goes, True, 4)
    assert await bureau.do(found, stays) is None
    assert await bureau.do(found, goes) == account_id


async def test_two_accounts_of_one_company_are_read_together_and_apart_once_they_are_two_again(
    bureau: Somebody, other_bureau: Somebody, supervisor: Somebody
) -> None:
    stays, goes = uuid4(), uuid4()
    first, second = await asks(bureau, stays), await asks(other_bureau, goes)

    async def merged(uow: UnitOfWork, one: bool, version: int) -> None:
        await MergedCards(uow).keep(stays, goes, merged=one, version=version)

    async def joined(uow: UnitOfWork, about: UUID) -> JoinedAccounts:
        return await read_joined(uow, await KeyAccounts(uow).get(about))

    async def listed(uow: UnitOfWork) -> dict[UUID, UUID | None]:
        page = await read_accounts(uow, AccountCut())
        return {one.account.id: one.into.id if one.into else None for one in page.items}

    assert (await supervisor.do(joined, first)) == JoinedAccounts()
    await supervisor.do(merged, True, 1)

    remaining = await supervisor.do(joined, first)
    assert remaining.into is None
    [other] = remaining.others
    assert other.account.id == second
    assert [one.text for one in other.words], "what was said there is read here"
    gone = (await supervisor.do(joined, second)).into
    assert gone is not None
    assert gone.id == first
    assert await supervisor.do(listed) == {first: None, second: first}
    assert not (await bureau.do(joined, first)).others, "it does not concern this bureau"

    await supervisor.do(merged, False, 2)
    assert (await supervisor.do(joined, first)) == JoinedAccounts()
    assert (await supervisor.do(joined, second)) == JoinedAccounts()


async def test_who_is_concerned_by_an_account_that_goes_into_another_is_concerned_by_that_and_told(
    bureau: Somebody,
    other_bureau: Somebody,
    third_bureau: Somebody,
    supervisor: Somebody,
    superuser: asyncpg.Connection,
    does_due: DoesWhatIsDue,
) -> None:
    await the_lycees(supervisor)
    stays, goes = uuid4(), uuid4()
    first, second = await asks(bureau, stays), await asks(other_bureau, goes)
    await supervisor.do(add_parties, key_account_id=second, lycees=[THIRD], now=supervisor.later())
    await does_due(NOW + timedelta(hours=1))
    before = len(await told(superuser, "step"))

    async def merged(uow: UnitOfWork, one: bool, version: int) -> None:
        await MergedCards(uow).keep(stays, goes, merged=one, version=version)

    async def concerned(about: UUID) -> set[str]:
        return {one.uai for one in (await seen(supervisor, about)).parties}

    async def joins(one: bool, version: int) -> None:
        # Told by a lycée, to which neither account is of any concern.
        now = third_bureau.later()
        await third_bureau.do(merged, one, version)
        await third_bureau.do(plan_joining, cards=(stays, goes), version=version, now=now)
        await does_due(now + timedelta(hours=1))

    for _ in range(2):
        await joins(True, 1)
    assert await concerned(first) == {HERE, ELSEWHERE, THIRD}
    assert await concerned(second) == {ELSEWHERE, THIRD}, "nobody reads there who did not"
    said = (await told(superuser, "step"))[before:]
    asked = [uai for kind, uai, step in said if (kind, step) == ("account_followed", "asked")]
    assert sorted(asked) == sorted([ELSEWHERE, THIRD]), "each once"
    assert [one.uai for one in (await seen(third_bureau, first)).words] == [HERE]

    await third_bureau.do(say_word, key_account_id=first, text=WORDS, now=third_bureau.later())
    await joins(False, 2)
    assert await concerned(first) == {HERE, THIRD}, "who said something stays"
    with pytest.raises(NotFound):
        await seen(other_bureau, first)
    assert await concerned(second) == {ELSEWHERE, THIRD}


async def notice(who: Somebody, kind: NoticeKind, about: UUID) -> NoticeFacts | None:
    asked = NoticesRequest(asked=(AskedNotice(kind=kind, about=about),))

    async def ask(uow: UnitOfWork) -> NoticeFacts | None:
        [found] = (await notices_of_accounts(asked, uow)).facts
        return found

    return await who.do(ask)


async def test_notices_say_where_it_stands_and_no_word_of_a_bureau(
    bureau: Somebody, third_bureau: Somebody, supervisor: Somebody
) -> None:
    account_id = await asks(bureau)
    asked = await notice(supervisor, NoticeKind.ACCOUNT_ASKED, account_id)
    assert asked is not None
    assert asked.standing
    assert WORDS not in str(asked)
    assert await notice(third_bureau, NoticeKind.ACCOUNT_WORD_ASKED, account_id) is None
    supervisor.now = SOON
    await decides(supervisor, account_id)
    asked = await notice(supervisor, NoticeKind.ACCOUNT_ASKED, account_id)
    assert asked is not None
    assert not asked.standing
    decided = await notice(bureau, NoticeKind.ACCOUNT_DECIDED, account_id)
    assert decided is not None
    assert decided.standing
    assert ("Chef de file", "Lycée Bourdelle") in [(one.label, one.text) for one in decided.lines]


async def test_an_account_goes_three_years_after_its_last_word_unless_something_holds(
    bureau: Somebody, third_bureau: Somebody, supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    gone, kept = await asks(bureau), await asks(bureau, company=COMPANY)
    supervisor.now = SOON
    await decides(supervisor, kept)
    for years, left in ((2, {gone, kept}), (4, {kept})):
        now = datetime(2026 + years, 11, 25, tzinfo=UTC)

        async def purge(uow: UnitOfWork, now: datetime = now) -> None:
            for rule in RULES:
                due = await rule.find(uow, now=now, limit=10)
                await rule.remove(uow, [one.id for one in due], now)

        await supervisor.do(purge)
        rows = await superuser.fetch("SELECT key_account_id FROM key_accounts")
        assert {row["key_account_id"] for row in rows} == left
    assert await superuser.fetchval("SELECT count(*) FROM key_account_words") == 0
    assert third_bureau.now == NOW


async def test_no_line_of_a_plan_outlives_its_account(
    bureau: Somebody, third_bureau: Somebody, supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    gone, kept = await asks(bureau), await asks(bureau)
    supervisor.now = SOON
    await decides(supervisor, kept)
    for account_id in (gone, kept):
        subject, what = AccountSubject.PLACES, "Six places en mars"
        line: dict[str, Any] = {"subject": subject, "what": what, "due_on": None, "now": NOW}
        await bureau.do(add_line, key_account_id=account_id, **line)
    now = datetime(2030, 11, 25, tzinfo=UTC)

    async def purge(uow: UnitOfWork) -> None:
        for rule in (*RULES, *PLAN_RULES):
            due = await rule.find(uow, now=now, limit=10)
            await rule.remove(uow, [one.id for one in due], now)

    await supervisor.do(purge)
    for table in ("key_account_lines", "key_account_line_moves"):
        rows = await superuser.fetch(f"SELECT key_account_id FROM {table}")
        assert [row["key_account_id"] for row in rows] == [kept]
    assert third_bureau.now == NOW


async def test_the_day_of_a_review_is_told_once_to_who_is_named_and_to_the_supervisor(
    bureau: Somebody, supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    await the_lycees(supervisor)
    account_id = await asks(bureau)
    review_on = local_date(supervisor.now) + timedelta(days=60)
    await decides(supervisor, account_id, lead=HERE, review_on=review_on)
    [planned] = await superuser.fetch("SELECT key FROM due_work WHERE job = 'account-review'")

    async def told(job: str) -> int:
        return len(
            await superuser.fetch("SELECT 1 FROM journal WHERE subject LIKE $1", f"%.{job}.v1")
        )

    followed = await told("account_followed")
    on_that_day = replace(supervisor, now=supervisor.now + timedelta(days=60))
    await on_that_day.do(review, key=planned["key"], now=on_that_day.now)
    assert await told("account_review_announced") == 1
    assert await told("account_followed") == followed + 1
    for who, kind in (
        (replace(bureau, now=on_that_day.now), NoticeKind.ACCOUNT_REVIEW),
        (on_that_day, NoticeKind.ACCOUNT_TO_REVIEW),
    ):
        said = await notice(who, kind, account_id)
        assert said is not None
        assert said.standing
        assert any(line.label == "À revoir le" for line in said.lines)
    early = await notice(bureau, NoticeKind.ACCOUNT_REVIEW, account_id)
    assert early is not None
    assert not early.standing, "its day did not come"

    await decides(supervisor, account_id, lead=HERE, review_on=review_on + timedelta(days=30))
    await on_that_day.do(review, key=planned["key"], now=on_that_day.now)
    assert await told("account_review_announced") == 1, "another day was decided"
    days = await supervisor.do(read_days)
    assert [row.review_on for row in days[ACCOUNT_REVIEWS]] == [review_on + timedelta(days=30)]
