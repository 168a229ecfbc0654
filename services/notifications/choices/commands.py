"""Commands of choices: how somebody wants to hear of kinds."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.choices.store import NoticeChoices
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kinds import KINDS
from services.notifications.notice_kinds.model.rhythm import Rhythm


async def choose_rhythms(
    uow: UnitOfWork, *, account_id: UUID, chosen: Mapping[Template, Rhythm], now: datetime
) -> None:
    """Keep how somebody wants to hear of kinds (réglages des avis); a duty is not theirs to choose."""
    wanted = {kind: rhythm for kind, rhythm in chosen.items() if not KINDS[kind].duty}
    await NoticeChoices(uow).choose(account_id, wanted, now=now)
