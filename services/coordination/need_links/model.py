"""Links of needs: until when each opens its page, and what is refused there."""

from datetime import datetime, time, timedelta

from contracts.personal_links import COMPANY_NEED, ENTRUSTED_NEED
from services.chassis.base.errors import Conflict, PasserelleError
from services.chassis.base.working_days import is_working_day, next_working_day
from services.coordination.needs.model.assignment import Assignment, AssignmentStatus
from services.coordination.needs.model.need import Need
from services.coordination.needs.model.states import NeedStatus
from services.coordination.news.model.calendar import PARIS, local_date

COMPANY_PURPOSE = "company-need"
ACTOR_PURPOSE = "entrusted-need"
SHOWN_AFTER = timedelta(days=30)
"""How long a page can be read once the need is over."""
PRECISIONS_MAX = 20
IN_THE_MORNING = time(7, 0)
OVER = (NeedStatus.CLOSED, NeedStatus.DISMISSED)


class NeedLinkOver(PasserelleError):
    """The link opens its page no more: too old, or the need has been over for a while."""

    status = 410
    code = "need-link-over"
    title = "Ce lien ne sert plus"


class NeedTakenBack(PasserelleError):
    """The need was taken back from the actor that had it."""

    status = 410
    code = "need-taken-back"
    title = "Ce besoin ne vous est plus confié"


class NeedIsOver(Conflict):
    """Nothing is added to what is over."""

    code = "need-is-over"
    title = "Ce besoin est clos\u202f: rien n’y est ajouté. Envoyez une nouvelle demande s’il est encore là."


class TooManyPrecisions(Conflict):
    """A company adds a few things to what it asked."""

    code = "too-many-precisions"
    title = "Vous avez déjà beaucoup précisé ici\u202f: répondez plutôt au courriel reçu."


def expect_open(need: Need, now: datetime) -> None:
    """Raises NeedLinkOver unless the link of the company opens its page."""
    too_old = now >= need.sent_at + COMPANY_NEED.lasts
    if too_old or _gone(need, now):
        raise NeedLinkOver


def expect_entrusted(need: Need, assignment: Assignment, now: datetime) -> None:
    """Raises NeedTakenBack, NeedLinkOver unless the link of the actor opens its page."""
    if assignment.status is AssignmentStatus.RECALLED:
        raise NeedTakenBack
    if now >= assignment.asked_at + ENTRUSTED_NEED.lasts or _gone(need, now):
        raise NeedLinkOver


def telling_after(last: datetime | None, now: datetime) -> datetime:
    """When it is told that a company added something, having been told last, or being to be told, at `last`.

    Once a working day at most: at once, or on the next working morning with what came meanwhile.
    """
    if last is not None and last > now:
        return last
    today = local_date(now)
    if is_working_day(today) and (last is None or local_date(last) < today):
        return now
    return datetime.combine(next_working_day(today), IN_THE_MORNING, tzinfo=PARIS)


def _gone(need: Need, now: datetime) -> bool:
    """Whether it was erased, or has been over for a while."""
    return need.details is None or (need.status in OVER and now >= need.changed_at + SHOWN_AFTER)
