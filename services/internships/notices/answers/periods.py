"""What notices say of periods: counts by class, and no pupil's name."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from uuid import UUID

from contracts.internships.reminders import ReminderKind
from contracts.notices import AskedNotice, NoticeFacts, NoticeKind, NoticeLine
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import NARROW, date_range, number, plural
from services.internships.base.days import local_date
from services.internships.notices.answers.words import AskedFacts, days
from services.internships.reminders.model.lacking import OF_MANY, ClassNeeds, PeriodNeeds
from services.internships.reminders.queries import read_needs
from services.internships.reminders.store import ToldReminders

CLASSES_SAID = 5
"""Classes that have a line; the others are counted together."""
CLASSES_NAMED = 2


async def facts_of_periods(uow: UnitOfWork, asked: Collection[AskedNotice]) -> AskedFacts:
    """Five statements, however many are asked about."""
    today = local_date(uow.now)
    found = await read_needs(uow, {one.about for one in asked}, today)
    many = await _many_told(uow, found.keys(), today)
    told = {}
    for one in asked:
        needs, kind = found.get(one.about), ReminderKind(one.kind.value)
        if needs:
            told[one.kind, one.about] = NoticeFacts(
                standing=needs.is_to_tell(kind, today),
                object=_object(needs, kind),
                lines=tuple(_lines(needs, kind)),
                path=_PATHS[kind].format(needs.period_id),
                said_by=many.get(one.about) if kind is ReminderKind.WITHOUT_PLACE else None,
            )
    return told


async def _many_told(
    uow: UnitOfWork, period_ids: Collection[UUID], today: date
) -> Mapping[UUID, NoticeKind]:
    """The periods of which it is told today that many have no place: who reads that reads it once."""
    told = await ToldReminders(uow).of(uow.writing_for(), period_ids)
    return {
        period_id: NoticeKind(one.kind.value)
        for period_id, reminders in told.items()
        for one in reminders
        if one.kind in OF_MANY and one.told_on == today
    }


def _object(needs: PeriodNeeds, kind: ReminderKind) -> str:
    """« PFMP du 4 au 29 janvier 2027, 2ELEC et 2MV »."""
    labels = sorted(one.label for one, _ in needs.lacking(kind))
    said = f"PFMP {date_range(needs.starts_on, needs.ends_on, weekday=False)}"
    if not labels:
        return said
    if len(labels) > CLASSES_NAMED:
        return f"{said}, {plural(len(labels), 'classe')}"
    return f"{said}, {' et '.join(labels)}"


def _lines(needs: PeriodNeeds, kind: ReminderKind) -> Iterator[NoticeLine]:
    yield NoticeLine(label="PFMP", text=days(needs.starts_on, needs.ends_on))
    if kind in OF_MANY:
        share = f"{number(100 * needs.without / needs.expected)}{NARROW}%"
        whole = f"{number(needs.without)} sur {number(needs.expected)}, soit {share}"
        yield NoticeLine(label="Élèves sans lieu d’accueil", text=whole)
    lacking = needs.lacking(kind)
    for one, _ in lacking[:CLASSES_SAID]:
        yield NoticeLine(label=one.label, text=_SAID[kind](one))
    others = lacking[CLASSES_SAID:]
    if others:
        count = sum(count for _, count in others)
        said = plural(len(others), "autre classe", "autres classes")
        yield NoticeLine(label=f"Et {said}", text=plural(count, *_COUNTED[kind]))


def _together(*said: tuple[int, str, str]) -> str:
    return ", ".join(plural(count, one, many) for count, one, many in said if count)


def _opens(one: ClassNeeds) -> str:
    pupils = plural(one.expected, "élève")
    if not one.without:
        return f"{pupils}, lieux d’accueil tous confirmés"
    return f"{pupils}, dont {number(one.without)} sans lieu d’accueil"


def _without(one: ClassNeeds) -> str:
    return f"{plural(one.without, 'élève')} sans lieu d’accueil sur {number(one.expected)}"


def _departs(one: ClassNeeds) -> str:
    return _together(
        (one.without, "élève sans lieu d’accueil", "élèves sans lieu d’accueil"),
        (one.unsigned, "convention à signer", "conventions à signer"),
        (one.without_tutor, "élève sans tuteur", "élèves sans tuteur"),
    )


def _blocked(one: ClassNeeds) -> str:
    return _together(
        (one.refused, "convention refusée", "conventions refusées"),
        (
            one.late,
            "convention émise depuis plus de 10\u00a0jours",
            "conventions émises depuis plus de 10\u00a0jours",
        ),
        (one.not_issued, "convention pas émise", "conventions pas émises"),
    )


def _unheard(one: ClassNeeds) -> str:
    return _together(
        (
            one.without_contact,
            "élève sans contact depuis le départ",
            "élèves sans contact depuis le départ",
        ),
        (one.without_visit, "élève sans visite", "élèves sans visite"),
    )


def _unattested(one: ClassNeeds) -> str:
    return plural(one.unattested, *_COUNTED[ReminderKind.ATTESTATIONS_MISSING])


_R = ReminderKind
_SAID: Mapping[ReminderKind, Callable[[ClassNeeds], str]] = {
    _R.PERIOD_OPENS: _opens,
    _R.WITHOUT_PLACE: _without,
    _R.MANY_WITHOUT_PLACE: _without,
    _R.MANY_ON_EVE: _without,
    _R.DEPARTURE: _departs,
    _R.AGREEMENTS_LATE: _blocked,
    _R.VISITS_LATE: _unheard,
    _R.ATTESTATIONS_MISSING: _unattested,
}
_PUPILS = ("élève", "élèves")
_COUNTED: Mapping[ReminderKind, tuple[str, str]] = {
    _R.PERIOD_OPENS: _PUPILS,
    _R.WITHOUT_PLACE: _PUPILS,
    _R.MANY_WITHOUT_PLACE: _PUPILS,
    _R.MANY_ON_EVE: _PUPILS,
    _R.DEPARTURE: _PUPILS,
    _R.AGREEMENTS_LATE: ("convention", "conventions"),
    _R.VISITS_LATE: _PUPILS,
    _R.ATTESTATIONS_MISSING: ("attestation manquante", "attestations manquantes"),
}
"""What the other classes are counted in."""
_PATHS: Mapping[ReminderKind, str] = {
    _R.PERIOD_OPENS: "/pfmp/periodes/{}",
    _R.WITHOUT_PLACE: "/pfmp/sans-lieu?periode={}",
    _R.MANY_WITHOUT_PLACE: "/pfmp/sans-lieu?periode={}",
    _R.MANY_ON_EVE: "/pfmp/sans-lieu?periode={}",
    _R.DEPARTURE: "/pfmp/periodes/{}/depart",
    _R.AGREEMENTS_LATE: "/pfmp/periodes/{}/depart",
    # The list of all that is late, whatever the period.
    _R.VISITS_LATE: "/pfmp/suivi",
    _R.ATTESTATIONS_MISSING: "/pfmp/periodes/{}/attestations",
}
"""The page that lists them."""
