"""The rest of a person (repos): their nights and absences, when nobody writes to them about what may wait."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.chassis.base.errors import Invalid
from services.chassis.base.working_days import is_working_day, next_working_day

PARIS = ZoneInfo("Europe/Paris")
MORNING = time(7)
"""When gathered notices leave, and what waited for the end of the night."""
GATHERED_UNTIL = time(7, 10)
"""Until when what is said by the mail of the morning waits for it; then it leaves by itself."""
EVENING = time(20)
"""From then on a mail that may wait does so until the next morning of work."""
ABSENCE_MAX = timedelta(days=120)
"""Longer than the summer: who is away for longer hands their access over."""


@dataclass(frozen=True)
class Rest:
    """When somebody is not written to about what may wait (repos): each night, and while they are away."""

    evening: time = EVENING
    """Until when they are written to, in Paris."""
    morning: time = MORNING
    """From when on."""
    away: tuple[date, date] | None = None
    """The first and the last day of an absence."""

    def away_on(self, day: date) -> bool:
        """Whether they are away that day."""
        return self.away is not None and self.away[0] <= day <= self.away[1]

    def works_on(self, day: date) -> bool:
        """Whether that is one of their days of work."""
        return is_working_day(day) and not self.away_on(day)

    def back_after(self, day: date) -> date:
        """Their first day of work after that day."""
        # An absence is passed over at one stroke; days off are few.
        found = next_working_day(max(day, self.away[1]) if self.away_on(day) and self.away else day)
        while not self.works_on(found):
            found = next_working_day(found)
        return found


NOBODY_AWAY = Rest()
"""Of who chose nothing: from seven in the morning to eight in the evening."""


def leaves_at(now: datetime, *, urgent: bool, rest: Rest = NOBODY_AWAY) -> datetime:
    """When a mail for one person may leave: at once by day, else on their next morning of work.

    Nobody is written to at night, on a day off or while they are away, but for what is urgent.
    """
    local = now.astimezone(PARIS)
    works = rest.works_on(local.date())
    if urgent or (works and rest.morning <= local.time() < rest.evening):
        return now
    early = works and local.time() < rest.morning
    day = local.date() if early else rest.back_after(local.date())
    return datetime.combine(day, rest.morning, PARIS)


def leaves_apart_at(now: datetime, *, rest: Rest = NOBODY_AWAY) -> datetime:
    """When what the mail of the morning was to say leaves by itself, if that has not gathered it."""
    leaving = leaves_at(now, urgent=False, rest=rest)
    gathered = datetime.combine(leaving.astimezone(PARIS).date(), GATHERED_UNTIL, PARIS)
    return max(leaving, gathered)


def digest_leaves_at(now: datetime, *, rest: Rest) -> datetime:
    """When a mail of the morning leaves: at once, or so that the one of their return gathers it."""
    leaving = leaves_at(now, urgent=False, rest=rest)
    return leaving if leaving <= now else leaves_apart_at(now, rest=rest)


def absence(begins: date | None, ends: date | None, today: date) -> tuple[date, date] | None:
    """The first and the last day; None without any.

    Raises Invalid when one of both is missing, when it ends before it begins, is over, or lasts longer
    than ABSENCE_MAX.
    """
    if begins is None and ends is None:
        return None
    if begins is None:
        raise Invalid("Indiquez aussi le premier jour de l’absence.", field="away_from")
    if ends is None:
        raise Invalid("Indiquez aussi le dernier jour de l’absence.", field="away_until")
    if ends < begins:
        raise Invalid("L’absence finit avant d’avoir commencé.", field="away_until")
    if ends < today:
        raise Invalid(
            "Cette absence est déjà passée\u202f: videz les deux dates.", field="away_until"
        )
    if ends - begins > ABSENCE_MAX:
        raise Invalid(
            f"Une absence dure {ABSENCE_MAX.days} jours au plus. Au-delà, la direction confie vos"
            " accès à quelqu’un d’autre.",
            field="away_until",
        )
    return begins, ends
