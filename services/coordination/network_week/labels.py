"""The rows of the week in the words of its reader: what each feature makes due, and on which day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from contracts.coordination.committees import DecisionState
from contracts.coordination.offer_files import OfferBody, OfferState
from contracts.coordination.support import SupportTopic
from services.chassis.web.views.french import date_short, hour_fr, plural
from services.coordination.meetings.model import MeetingState
from services.coordination.needs.model.states import NeedStatus
from services.coordination.network_week.model import (
    Due,
    DueKind,
    Moment,
    convene_on,
    minutes_on,
)
from services.coordination.network_week.queries import (
    ACCOUNTS_TO_DECIDE,
    BODY_DATES,
    ENDING_CAMPAIGNS,
    FILES_BEHIND,
    MEETINGS_AROUND,
    NEEDS_TO_CLOSE,
    OPEN_SUPPORT,
    OWN_DECISIONS,
    PROPOSED_NEWS,
    UNSIGNED_CHARTERS,
    WAITING_NEEDS,
    WeekRead,
)
from services.coordination.news.model.calendar import local_date
from services.coordination.offer_files.labels import BODIES, STATES
from services.coordination.supervisor_tasks.labels import ABOUT, page_of
from services.coordination.supervisor_tasks.model import SupervisorTask
from services.coordination.support_requests.model import TOPICS

MOMENTS: Mapping[Moment, tuple[str, str]] = {
    Moment.LATE: ("retard", "En retard"),
    Moment.TODAY: ("aujourdhui", "Aujourd’hui"),
    Moment.THIS_WEEK: ("cette-semaine", "Cette semaine"),
    Moment.NEXT_WEEK: ("semaine-prochaine", "La semaine prochaine"),
    Moment.LATER: ("plus-tard", "Plus tard"),
    Moment.UNDATED: ("sans-date", "Sans date"),
}
KINDS: Mapping[DueKind, str] = {
    DueKind.TASK: "Tâche",
    DueKind.DECISION: "Décision",
    DueKind.NEED: "Besoin",
    DueKind.SUPPORT: "Appui",
    DueKind.CONVENE: "Convocation",
    DueKind.MEETING: "Réunion",
    DueKind.ATTENDANCE: "Réunion",
    DueKind.MINUTES: "Compte rendu",
    DueKind.BODY: "Instance",
    DueKind.DEADLINE: "Dépôt",
    DueKind.OFFER_FILE: "Dossier",
    DueKind.CAMPAIGN: "Campagne",
    DueKind.NEWS: "Actualités",
    DueKind.CHARTER: "Charte",
    DueKind.ACCOUNT: "Grand compte",
}
_NEEDS: Mapping[NeedStatus, str] = {
    NeedStatus.RECEIVED: "à qualifier",
    NeedStatus.QUALIFIED: "à transmettre",
    NeedStatus.ROUTED: "transmis, personne ne l’a pris en charge",
    NeedStatus.TAKEN: "pris en charge, réponse attendue",
    NeedStatus.ANSWERED: "répondu, à clore",
}
NAMELESS = "Entreprise effacée"


def dues_of(read: WeekRead, today: date) -> list[Due]:
    """Everything that is due, her own tasks first."""
    return [
        *(_task(one, read.names) for one in read.tasks),
        *_decisions(read, DecisionState.OPEN),
        *_needs(read),
        *_to_close(read),
        *_support(read),
        *_meetings(read, today),
        *_bodies(read, today),
        *_files(read),
        *_campaigns(read),
        *_news(read),
        *_charters(read),
        *_accounts(read, today),
    ]


def done_of(read: WeekRead) -> list[Due]:
    """What was ticked off today."""
    tasks = [_task(one, read.names) for one in read.done]
    return [*tasks, *_decisions(read, DecisionState.DONE)]


def _task(task: SupervisorTask, names: Mapping[str, str]) -> Due:
    details, about = task.details, task.about
    return Due(
        DueKind.TASK,
        details.title,
        page_of(about) if about else "",
        details.due_on,
        names.get(details.lycee, details.lycee) if details.lycee else None,
        task.id,
        task.version,
        ABOUT[about.kind] if about else "",
    )


def _decisions(read: WeekRead, state: DecisionState) -> Iterator[Due]:
    for row in read.found[OWN_DECISIONS]:
        if row.state == state.value:
            page = f"/comites/reunions/{row.meeting_id}#decisions"
            own = (row.decision_id, row.version)
            yield Due(DueKind.DECISION, row.text, page, row.due_on, None, *own, row.committee)


def _needs(read: WeekRead) -> Iterator[Due]:
    """One that was answered waits for nobody: it is to be closed one day."""
    for row in read.found[WAITING_NEEDS]:
        status = NeedStatus(row.status)
        on = None if status is NeedStatus.ANSWERED else row.due_on
        page = f"/besoins/{row.need_id}"
        yield Due(DueKind.NEED, row.company or NAMELESS, page, on, more=_NEEDS[status])


def _to_close(read: WeekRead) -> Iterator[Due]:
    """One line for all: none of them is due on a day."""
    (row,) = read.found[NEEDS_TO_CLOSE]
    if row.many:
        said = plural(row.many, "besoin")
        since = f"sans changement depuis le {date_short(local_date(row.since))}"
        yield Due(DueKind.NEED, f"{said} à clore", "/besoins?etat=a-clore", more=since)


def _support(read: WeekRead) -> Iterator[Due]:
    """By the day she promised; what nothing was promised of has no day, and says since when it waits."""
    for row in read.found[OPEN_SUPPORT]:
        promised = row.promised_on is not None
        waits = f"reçue le {date_short(local_date(row.asked_at))}, aucun jour promis"
        yield Due(
            DueKind.SUPPORT,
            TOPICS[SupportTopic(row.topic)],
            f"/appuis/{row.support_id}",
            row.promised_on,
            read.names.get(row.uai, row.uai),
            more="réponse promise" if promised else waits,
        )


def _meetings(read: WeekRead, today: date) -> Iterator[Due]:
    for row in read.found[MEETINGS_AROUND]:
        page, on = f"/comites/reunions/{row.meeting_id}", row.meets_on
        of_day = f"réunion du {date_short(on)}"
        if row.state == MeetingState.HELD.value:
            more = f"{of_day}, à rédiger"
            yield Due(DueKind.MINUTES, row.committee, page, minutes_on(on), more=more)
        elif on < today:
            more = f"{of_day}\u202f: noter qui est venu"
            yield Due(DueKind.ATTENDANCE, row.committee, page, on, more=more)
        else:
            if row.state == MeetingState.PLANNED.value:
                more = f"{of_day}, à convoquer"
                yield Due(DueKind.CONVENE, row.committee, page, convene_on(on), more=more)
            hour = hour_fr(row.starts_at) if row.starts_at else ""
            yield Due(DueKind.MEETING, row.committee, page, on, more=hour)


def _bodies(read: WeekRead, today: date) -> Iterator[Due]:
    for row in read.found[BODY_DATES]:
        named = BODIES[OfferBody(row.body)]
        lycee = read.names.get(row.lycee, row.lycee) if row.lycee else None
        page = "/offre/calendrier"
        if row.due_on is not None and row.due_on >= today:
            more = "dernier jour pour déposer les dossiers"
            yield Due(DueKind.DEADLINE, named, page, row.due_on, lycee, more=more)
        yield Due(DueKind.BODY, named, page, row.meets_on, lycee)


def _files(read: WeekRead) -> Iterator[Due]:
    """A file that is not ready is late since the first day a body was to have it."""
    for row in read.found[FILES_BEHIND]:
        state, _ = STATES[OfferState(row.state)]
        yield Due(
            DueKind.OFFER_FILE,
            row.formation,
            f"/offre/{row.file_id}",
            row.missed_on,
            read.names.get(row.lycee, row.lycee),
            more=f"dépôt pour «\u00a0{BODIES[OfferBody(row.body)]}\u00a0» passé, {state.lower()}",
        )


def _campaigns(read: WeekRead) -> Iterator[Due]:
    for row in read.found[ENDING_CAMPAIGNS]:
        page = f"/campagnes/{row.campaign_id}"
        yield Due(
            DueKind.CAMPAIGN, row.title, page, row.until_on, more="dernier jour, puis à clore"
        )


def _news(read: WeekRead) -> Iterator[Due]:
    (row,) = read.found[PROPOSED_NEWS]
    if row.many:
        said = plural(row.many, "actualité proposée", "actualités proposées")
        since = f"la plus ancienne le {date_short(local_date(row.since))}"
        yield Due(DueKind.NEWS, f"{said} à lire", "/actualites/propositions", more=since)


def _charters(read: WeekRead) -> Iterator[Due]:
    for row in read.found[UNSIGNED_CHARTERS]:
        more = "aucune charte signée"
        yield Due(DueKind.CHARTER, row.name, f"/comites/{row.committee_id}", more=more)


def _accounts(read: WeekRead, today: date) -> Iterator[Due]:
    """What bureaux ask has no day; what she decided has the one it is to be looked at again."""
    for row in read.found[ACCOUNTS_TO_DECIDE]:
        page, on = f"/grands-comptes/{row.key_account_id}", row.review_on
        if row.asked and (on is None or on > today):
            on = None
        more = "arbitrage à rendre" if row.asked else "arbitrage à revoir"
        yield Due(DueKind.ACCOUNT, row.company, page, on, more=more)


def count_of(rows: Mapping[Moment, Sequence[Any]], *moments: Moment) -> int:
    """How many rows stand in some moments."""
    return sum(len(rows.get(moment, ())) for moment in moments)
