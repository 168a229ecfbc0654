"""A calendar as RFC 5545 wants it: days of PFMP, days with next steps, agreements, actions; counts.

A server of calendars is somebody else's machine: nobody is named in it, neither pupil nor company.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from contracts.coordination.days import NetworkDay, NetworkDayKind
from contracts.identifiers import Uai
from contracts.internships.periods import PublishedPeriod
from contracts.partnerships.questions import ActionDay, AgreementDay, NextStepDay
from services.chassis.web.views.french import NO_BREAK, PARIS, plural, short_names

REFRESHED_EVERY = timedelta(hours=6)
MORNING = timedelta(hours=7)
PROGRAM = "-//Passerelle//Calendrier//FR"


SAID: Mapping[NetworkDayKind, str] = {
    NetworkDayKind.MEETING: f"Réunion{NO_BREAK}: ",
    NetworkDayKind.BODY: f"Instance{NO_BREAK}: ",
    NetworkDayKind.DEADLINE: f"Dernier jour de dépôt{NO_BREAK}: ",
    NetworkDayKind.CAMPAIGN: "Fin de campagne",
    NetworkDayKind.DECISIONS: "",
    NetworkDayKind.TASKS: "",
    NetworkDayKind.REVIEW: "",
}
"""What stands before the title of a day; of a campaign nothing else is said."""


@dataclass(frozen=True)
class OfLycee:
    """What one lycée's services tell of its days."""

    uai: Uai
    lycee: str
    periods: Sequence[PublishedPeriod]
    steps: Sequence[NextStepDay]
    agreements: Sequence[AgreementDay] = ()
    actions: Sequence[ActionDay] = ()
    network: Sequence[NetworkDay] = ()
    """What the animation of the network has of its days; of the DSDEN it is all there is."""


def calendar_file(
    lycees: Iterable[OfLycee], *, origin: str, today: date, invented: bool = False
) -> bytes:
    """The whole calendar; the same facts on the same day are the same bytes."""
    calendar = Calendar()
    name = f"Démonstration{NO_BREAK}: Passerelle" if invented else "Passerelle"
    calendar.add("version", "2.0")
    calendar.add("prodid", PROGRAM)
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Europe/Paris")
    calendar.add("refresh-interval", REFRESHED_EVERY, {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESHED_EVERY)
    stamp = datetime.combine(today, time(), UTC)
    told = list(lycees)
    names = short_names({one.uai: one.lycee for one in told}) if len(told) > 1 else {}
    for one in told:
        tag = f" ({names[one.uai]})" if names else ""
        for period in sorted(one.periods, key=lambda p: (p.starts_on, p.period_id)):
            calendar.add_component(_period(one, period, tag, origin, stamp))
        for day in one.steps:
            calendar.add_component(_steps(one, day, tag, origin, stamp))
        for agreement in one.agreements:
            over = agreement.until_on < today
            calendar.add_component(_agreement(one, agreement, tag, origin, stamp, over=over))
        for action in one.actions:
            calendar.add_component(_action(one, action, tag, origin, stamp))
        for met in one.network:
            calendar.add_component(_network(one, met, tag, origin, stamp))
    content: bytes = calendar.to_ical()
    return content


def _period(of: OfLycee, period: PublishedPeriod, tag: str, origin: str, stamp: datetime) -> Event:
    event = _whole_days(period.starts_on, period.ends_on, stamp)
    event.add("uid", f"pfmp-{period.period_id}@passerelle")
    event.add("sequence", period.version)
    event.add("summary", f"PFMP{NO_BREAK}: {', '.join(period.formations) or of.lycee}{tag}")
    without = plural(
        max(period.expected - period.host_agreed, 0),
        "élève sans lieu d’accueil",
        "élèves sans lieu d’accueil",
    )
    agreed = plural(period.host_agreed, "lieu d’accueil confirmé", "lieux d’accueil confirmés")
    event.add("description", f"{of.lycee}\n{agreed}, {without}")
    event.add("url", f"{origin}/pfmp/periodes/{period.period_id}")
    return event


def _steps(of: OfLycee, day: NextStepDay, tag: str, origin: str, stamp: datetime) -> Event:
    event = _whole_days(day.on, day.on, stamp)
    event.add("uid", f"relances-{of.uai}-{day.on.isoformat()}@passerelle")
    event.add(
        "summary", plural(day.steps, "tâche à faire", "tâches à faire") + f" (entreprises){tag}"
    )
    event.add("description", "\n".join((of.lycee, *day.titles)))
    event.add("url", f"{origin}/")
    return event


def _agreement(
    of: OfLycee, ends: AgreementDay, tag: str, origin: str, stamp: datetime, *, over: bool
) -> Event:
    """Its last day; programs that ring do so the morning of the day it is to be renewed from."""
    event = _whole_days(ends.until_on, ends.until_on, stamp)
    event.add("uid", f"convention-{ends.partnership_id}@passerelle")
    event.add("sequence", ends.version)
    to_renew = f"Convention à renouveler{NO_BREAK}: dernier jour"
    event.add("summary", f"{'Convention expirée' if over else to_renew}{tag}")
    event.add("description", of.lycee)
    event.add("url", f"{origin}/entreprises/partenariats/{ends.partnership_id}")
    if over:
        return event
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "Convention à renouveler")
    # Counted from the midnight its last day begins at.
    alarm.add("trigger", ends.told_on - ends.until_on + MORNING)
    event.add_component(alarm)
    return event


def _action(of: OfLycee, day: ActionDay, tag: str, origin: str, stamp: datetime) -> Event:
    event = _whole_days(day.on, day.on, stamp) if day.starts_at is None else _hours(day, stamp)
    event.add("uid", f"action-{day.action_id}@passerelle")
    event.add("sequence", day.version)
    event.add("summary", f"Action école-entreprise{NO_BREAK}: {day.kind}{tag}")
    event.add("description", f"{of.lycee}\n{plural(day.companies, 'entreprise')}")
    event.add("url", f"{origin}/entreprises/actions/{day.action_id}")
    return event


def _network(of: OfLycee, day: NetworkDay, tag: str, origin: str, stamp: datetime) -> Event:
    """A day of the network, by its kind: neither a committee nor a person is named."""
    event = _whole_days(day.on, day.on, stamp) if day.starts_at is None else _hours(day, stamp)
    event.add("uid", f"{day.key}-{of.uai}@passerelle")
    event.add("sequence", day.version)
    title = "" if day.kind is NetworkDayKind.CAMPAIGN else day.title
    event.add("summary", f"{SAID[day.kind]}{title}{tag}")
    event.add("description", of.lycee)
    event.add("url", f"{origin}{day.path}")
    return event


def _hours(day: ActionDay | NetworkDay, stamp: datetime) -> Event:
    """An event of some hours, by the clock of the world."""
    event = Event()
    event.add("dtstamp", stamp)
    for name, hour in (("dtstart", day.starts_at), ("dtend", day.ends_at)):
        if hour is not None:
            event.add(name, datetime.combine(day.on, hour, tzinfo=PARIS).astimezone(UTC))
    event.add("class", "PRIVATE")
    return event


def _whole_days(first: date, last: date, stamp: datetime) -> Event:
    """An event of whole days, during which one is not busy."""
    event = Event()
    event.add("dtstamp", stamp)
    event.add("dtstart", first)
    # The end of whole days is the day after.
    event.add("dtend", last + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event
