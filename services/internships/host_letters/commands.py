"""Letters to hosts: looked at each morning of a working day, asked for once for each threshold."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from contracts.identifiers import ContactId, PlacementId, SiteKey, Uai
from contracts.internships.host_letters import HostLetterAskedV1, HostLetterId
from services.chassis.base.working_days import is_working_day, next_working_day
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import PARIS, local_date
from services.internships.host_letters.model.letters import MorningLetter, letters_of
from services.internships.host_letters.queries import read_stays_at_hosts
from services.internships.host_letters.store import HostLetters
from services.internships.personal_links.commands import open_stay_links

JOB = "write_to_hosts"
IN_THE_MORNING = time(6, 0)
LINK_LASTS = timedelta(days=61)
"""After the last day of a stay, to the midnight that ends the sixtieth: its attestation is given, and an opinion asked."""
_DELAYED = "/"
"""In the key of a job: the morning that was missed, then the one it waits for."""


async def plan_host_letters(uow: UnitOfWork, *, uai: Uai, night: str, now: datetime) -> None:
    """Have the stays looked at this morning (courriels à l’accueil), if anybody works today.

    `night`: the key of the night that plans it, its date: one that was missed is made up for. The
    first night after an upgrade has another key.
    """
    today = local_date(now)
    if is_working_day(today):
        try:
            since = date.fromisoformat(night)
        except ValueError:
            since = today
        await _plan(uow, uai=uai, key=since.isoformat(), day=today)


def since_of(key: str) -> date:
    """The first morning that nobody looked, as the key of a job says it."""
    return date.fromisoformat(key.partition(_DELAYED)[0])


async def write_to_hosts(uow: UnitOfWork, *, uai: Uai, since: date, now: datetime) -> None:
    """Ask for the letters of this morning (courriels à l’accueil): one for each reader and kind.

    `since`: the morning it was to be done, which may be long ago: each is asked for once then.
    """
    today = local_date(now)
    if not is_working_day(today):
        following = next_working_day(today)
        await _plan(uow, uai=uai, key=f"{since}{_DELAYED}{following}", day=following)
        return
    stays = await read_stays_at_hosts(uow, today)
    letters = HostLetters(uow)
    told = await letters.told(uai, [stay.placement_id for stay in stays])
    due = {uow.new_id(): letter for letter in letters_of(stays, told, since=since, today=today)}
    if not due:
        return
    await _open_links(uow, uai, due.values(), now)
    await letters.add(uai, due, today)
    for letter_id, letter in due.items():
        uow.publish(_asked(HostLetterId(letter_id), letter, today), uai=uai)


async def _open_links(
    uow: UnitOfWork, uai: Uai, letters: Collection[MorningLetter], now: datetime
) -> None:
    last = {stay.placement_id: stay.last_on for one in letters for stay, _ in one.stays}
    until = {
        placement_id: datetime.combine(day + LINK_LASTS, time(), tzinfo=PARIS)
        for placement_id, day in last.items()
    }
    await open_stay_links(uow, until=until, uai=uai, now=now)


def _asked(letter_id: HostLetterId, letter: MorningLetter, today: date) -> HostLetterAskedV1:
    return HostLetterAskedV1(
        letter_id=letter_id,
        kind=letter.kind,
        site_key=SiteKey(letter.site_key),
        tutor_id=ContactId(letter.tutor_id) if letter.tutor_id else None,
        placements=tuple(PlacementId(stay.placement_id) for stay, _ in letter.stays),
        occurred_on=today,
    )


async def _plan(uow: UnitOfWork, *, uai: Uai, key: str, day: date) -> None:
    due_at = datetime.combine(day, IN_THE_MORNING, tzinfo=PARIS)
    await uow.schedule(JOB, key=key, due_at=due_at, uai=uai)
