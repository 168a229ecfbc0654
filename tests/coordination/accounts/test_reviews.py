"""Reviews of arbitrations that were taken back over their day, and hold again after it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contracts.coordination.accounts import AccountReviewAnnouncedV1
from services.coordination.account_decisions.commands import restore_decision, withdraw_decision
from services.coordination.news.model.calendar import local_date
from tests.coordination.accounts.world import DoesWhatIsDue, asks, decides, does, seen, the_lycees
from tests.coordination.world import Somebody
from tests.support.services import Published

DAY = timedelta(days=1)


@pytest.mark.parametrize("superseded", [False, True])
async def test_what_holds_again_after_its_day_is_told_the_next_morning_once(
    bureau: Somebody,
    supervisor: Somebody,
    does_due: DoesWhatIsDue,
    published: Published,
    superseded: bool,
) -> None:
    await the_lycees(supervisor)
    account_id = await asks(bureau)
    await decides(supervisor, account_id, review_on=local_date(supervisor.now) + 10 * DAY)
    [one] = (await seen(supervisor, account_id)).decisions
    if superseded:
        await decides(supervisor, account_id)
    else:
        await does(supervisor, withdraw_decision, account_id)

    async def told(after: timedelta) -> int:
        await does_due(supervisor.now + after)
        return len(await published(AccountReviewAnnouncedV1))

    later = replace(supervisor, now=supervisor.now + 12 * DAY)
    await does_due(later.now)
    if superseded:
        await does(later, withdraw_decision, account_id)
    else:
        await does(later, restore_decision, account_id, decision_id=one.id)
    assert await told(12 * DAY + timedelta(hours=1)) == 0, "not before the morning"
    assert await told(13 * DAY) == 1

    much_later = replace(supervisor, now=supervisor.now + 20 * DAY)
    await does(much_later, withdraw_decision, account_id)
    await does(much_later, restore_decision, account_id, decision_id=one.id)
    assert await told(30 * DAY) == 1
