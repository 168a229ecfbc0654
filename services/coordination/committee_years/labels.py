"""What a year of a committee is told as: figures with their words, and the lines of its tables."""

from collections.abc import Sequence

from contracts.coordination.avenir import AvenirAxis
from contracts.coordination.committees import DecisionState
from services.chassis.web.views.french import date_short, number, plural
from services.coordination.committee_plans.model import STATES as PLAN_STATES
from services.coordination.committee_plans.queries import FollowedLine
from services.coordination.committee_years.model import SHARED_FROM, AxesOfYear
from services.coordination.committee_years.queries import CommitteeYear, YearMeeting
from services.coordination.committees.labels import FUNCTIONS
from services.coordination.decisions.labels import LATE, STATES
from services.coordination.decisions.queries import Followed
from services.coordination.meetings.labels import STATES as MEETING_STATES
from services.coordination.meetings.model import MeetingState

NOT_NOTED = "non noté"
NOT_KNOWN = "non connu"
AXES_UNKNOWN = "Le pilotage départemental ne répond pas\u202f: les actions par axe ne sont pas connues pour le moment."
_S = DecisionState
MEETING_COLUMNS = ("Réunion", "État", "Membres venus", "Autres", "Décisions")
DECISION_COLUMNS = ("Décision", "Qui s’en charge", "Prise le", "Pour le", "État")
PLAN_COLUMNS = ("Action", "Qui s’en charge", "Pour le", "État", "Ce qui est fait")
AXIS_COLUMNS = ("Axe", "Faites, du cadre", "Lycées membres", "Département")
SEAT_COLUMNS = ("Organisation", "Fonction", "Depuis le", "Jusqu’au")


def essentials(year: CommitteeYear) -> Sequence[tuple[str, str]]:
    """What the year was, in a line each; what was not noted is said so."""
    told = [one.attended for one in year.held if one.attended is not None]
    came = number(sum(told)) if told else NOT_NOTED
    if told and len(told) < len(year.held):
        came += f" ({plural(len(year.held) - len(told), 'réunion')} sans présences notées)"
    taken = plural(len(year.taken), "décision")
    if year.taken:
        done = year.decided(_S.DONE)
        taken += f", dont {plural(done, 'faite') if done else 'aucune faite'}"
    charter = year.charter
    return (
        ("Réunions tenues", number(len(year.held))),
        *((("Présences", came),) if year.held else ()),
        ("Décisions prises", taken),
        *((("En retard à ce jour", number(year.late)),) if year.late else ()),
        ("Actions du cadre", f"{number(year.done)} sur {number(year.planned)} faites")
        if year.planned
        else ("Actions du cadre", "aucune n’est notée"),
        ("Membres", _seats(year)),
        (
            "Charte",
            f"{charter.label}, du {date_short(charter.signed_on)}"
            if charter
            else "aucune n’est notée",
        ),
    )


def known_on(year: CommitteeYear) -> str:
    """How far a year is known that is not over."""
    if not year.begun:
        return "Année à venir."
    return f"Année en cours, connue au {date_short(year.until)}." if year.running else ""


def _seats(year: CommitteeYear) -> str:
    moved = [
        *([plural(year.arrived, "arrivée")] if year.arrived else ()),
        *([plural(year.left, "départ")] if year.left else ()),
    ]
    return number(len(year.sitting)) + (f" ({', '.join(moved)} dans l’année)" if moved else "")


def meeting_line(one: YearMeeting) -> Sequence[str]:
    """A meeting, as `MEETING_COLUMNS`."""
    held = one.meeting.state is MeetingState.HELD
    noted = held and one.meeting.others is not None
    return (
        date_short(one.meeting.plan.on),
        MEETING_STATES[one.meeting.state][0],
        f"{number(one.came)} sur {number(one.seats)}" if noted else NOT_NOTED if held else "–",
        number(one.meeting.others or 0) if noted else "–",
        number(one.decided) if held or one.decided else "–",
    )


def decision_line(one: Followed) -> Sequence[str]:
    """A decision, as `DECISION_COLUMNS`."""
    decision = one.decision
    due = decision.details.due_on
    return (
        decision.details.text,
        one.owner,
        date_short(decision.taken_on),
        date_short(due) if due else "–",
        LATE[0] if one.late else STATES[decision.state][0],
    )


def axis_lines(
    year: CommitteeYear, axes: AxesOfYear | None, *, leaving: bool = False
) -> Sequence[Sequence[str]]:
    """Each axis, as `AXIS_COLUMNS`. `leaving`: for a file that leaves the DSDEN."""
    axes = axes or AxesOfYear(())
    return [
        (
            of.name,
            f"{number(of.done)} sur {number(len(of.lines))}" if of.lines else "aucune prévue",
            _axis_count(axes, of.axis, own=True, leaving=leaving),
            _axis_count(axes, of.axis, own=False, leaving=leaving),
        )
        for of in year.axes
    ]


def _axis_count(axes: AxesOfYear, axis: AvenirAxis, *, own: bool, leaving: bool) -> str:
    count = axes.count(axis, own=own, leaving=leaving)
    if count is not None:
        return number(count)
    return "non diffusé" if axes.telling(own=own) else NOT_KNOWN


def axes_known(axes: AxesOfYear | None, *, leaving: bool = False) -> str:
    """Whose actions are counted, and whose are not; that nobody can say while supervision is down."""
    if axes is None:
        return AXES_UNKNOWN
    many, own = len(axes.telling(own=False)), len(axes.telling(own=True))
    told = f"Actions menées, dites par {plural(many, 'lycée')}, dont {number(own)} du comité"
    said = [
        told if many else "Aucun lycée n’a encore dit ses actions par axe",
        *([f"{plural(axes.keeping, 'lycée')} ne les publient pas"] if axes.keeping > 1 else ()),
        *(["1 lycée ne les publie pas"] if axes.keeping == 1 else ()),
        *([f"{plural(axes.silent, 'lycée')} n’en ont rien dit"] if axes.silent > 1 else ()),
        *(["1 lycée n’en a rien dit"] if axes.silent == 1 else ()),
        *(
            [f"une somme qui laisserait lire moins de {SHARED_FROM} lycées n’est pas diffusée"]
            if leaving
            else ()
        ),
    ]
    return "\u202f; ".join(said) + "."


def plan_line(one: FollowedLine) -> Sequence[str]:
    """An action of the framework, as `PLAN_COLUMNS`."""
    line = one.line
    return (
        line.said.text,
        one.owner,
        date_short(line.said.due_on) if line.said.due_on else "–",
        LATE[0] if one.late else PLAN_STATES[line.state][0],
        line.outcome or "–",
    )


def seat_lines(year: CommitteeYear) -> Sequence[Sequence[str]]:
    """The organisations that sat there, as `SEAT_COLUMNS`."""
    return [
        (
            one.organisation,
            FUNCTIONS[one.function],
            date_short(one.joined_on) if one.joined_on else "–",
            date_short(one.left_on) if one.left_on and one.left_on <= year.until else "–",
        )
        for one in year.seats
    ]
