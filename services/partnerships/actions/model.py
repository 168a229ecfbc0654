"""A school–company action (action école-entreprise): planned, then held with its counts, or cancelled."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from contracts.coordination.actors import ActorKind
from contracts.identifiers import ActionId, Uai
from contracts.partnerships.actions import ActionFacts, ActionKind, ActionPartner
from services.chassis.base.errors import Conflict, Invalid, NotFound, StaleVersion

COMPANIES_MAX = 500
"""Invited to one action: as many as one mail is written to."""
ACTION_KINDS: Mapping[ActionKind, str] = {
    ActionKind.VISIT: "Visite d’entreprise",
    ActionKind.INTERVENTION: "Intervention en classe",
    ActionKind.FORUM: "Forum ou salon",
    ActionKind.JURY: "Jury ou simulation d’entretien",
    ActionKind.MENTORING: "Parrainage ou mentorat",
    ActionKind.IMMERSION: "Journée d’immersion",
    ActionKind.CHALLENGE: "Défi ou concours",
    ActionKind.TRAINING: "Formation d’enseignants",
    ActionKind.OTHER: "Autre action",
}
"""What people read."""
TOLD_PARTNERS: Mapping[ActorKind, ActionPartner] = {
    ActorKind.CLEE: ActionPartner.CLEE,
    ActorKind.CMQ: ActionPartner.CMQ,
    ActorKind.FRANCE_TRAVAIL: ActionPartner.FRANCE_TRAVAIL,
    ActorKind.MISSION_LOCALE: ActionPartner.MISSION_LOCALE,
    ActorKind.REGION: ActionPartner.REGION,
    ActorKind.PREFECTURE: ActionPartner.PREFECTURE,
    ActorKind.CHAMBER: ActionPartner.CHAMBERS,
    ActorKind.OPCO: ActionPartner.OPCO,
    ActorKind.GRETA: ActionPartner.GRETA,
    ActorKind.ALUMNI: ActionPartner.ALUMNI,
}
"""The published code of a kind; the events of actions have none for the others, and do not tell them."""


class ActionStatus(StrEnum):
    """What has become of an action."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class CompanyAnswer(StrEnum):
    """What a company said of an action, then whether it came."""

    INVITED = "invited"
    COMING = "coming"
    DECLINED = "declined"
    CAME = "came"
    ABSENT = "absent"


BEFORE_THE_DAY = (CompanyAnswer.INVITED, CompanyAnswer.COMING, CompanyAnswer.DECLINED)
"""What is noted of a company while an action did not take place."""


class ActionNotPlanned(Conflict):
    """Only what is still planned is held, cancelled or corrected."""

    code = "action-not-planned"
    title = "Cette action n’est plus prévue\u202f: elle a été menée ou annulée entre-temps."


class ActionPlannedAlready(Conflict):
    """An action that is planned already: there is nothing to take back."""

    code = "action-planned-already"
    title = "Cette action est déjà prévue."


class ActionInTheFuture(Invalid):
    """An action to come: it is noted as held once it took place."""

    code = "action-in-the-future"
    title = "Une action se note comme menée à partir du jour où elle a lieu."


class ActionEndsTooEarly(Invalid):
    """An action that would end before it begins, or whose hour of end alone is known."""

    code = "action-ends-too-early"
    title = "Indiquez une heure de fin après l’heure de début, ou aucune des deux."


class TooManyCompanies(Conflict):
    """More are neither written to in one mail nor received."""

    code = "too-many-companies"
    title = f"Une action invite {COMPANIES_MAX} entreprises au plus."


class AnswerBeforeTheDay(Conflict):
    """Whether a company came is known once the action took place."""

    code = "answer-before-the-day"
    title = "Qui est venu se note une fois l’action menée\u202f: notez d’abord son bilan."


@dataclass(frozen=True, kw_only=True)
class ActionDetails:
    """What is planned. Title and classes are the lycée's own: they are never told."""

    kind: ActionKind
    title: str
    planned_on: date
    axis_id: UUID | None = None
    partners: tuple[ActorKind, ...] = ()
    """Who of the network takes part, by the one list of kinds."""
    classes: tuple[UUID, ...] = ()
    starts_at: time | None = None
    ends_at: time | None = None
    """Hours of Paris; None while nobody knows them."""
    place: str | None = None
    """Where it is, in the lycée's words; told to the companies that come, and to nobody else."""
    mails_off: bool = False
    """Whether nothing of it is written to the companies, nor shown on their page."""

    def check(self) -> None:
        """Raises ActionEndsTooEarly."""
        if self.ends_at and (self.starts_at is None or self.ends_at <= self.starts_at):
            raise ActionEndsTooEarly(field="ends_at")


@dataclass(eq=False, kw_only=True)
class SchoolAction:
    """An action of one lycée."""

    id: UUID
    uai: Uai
    details: ActionDetails
    companies: Mapping[UUID, CompanyAnswer] = field(default_factory=dict)
    """Those that were invited, or take part without having been."""
    status: ActionStatus = ActionStatus.PLANNED
    pupils: int | None = None
    teachers: int | None = None
    version: int = 1

    def expect(self, version: int) -> None:
        """Raises StaleVersion unless `version` is current."""
        if version != self.version:
            raise StaleVersion(
                "Quelqu’un a modifié cette action pendant ce temps. Rien n’est perdu\u202f: "
                "vérifiez, puis recommencez.",
                current={"version": self.version},
            )

    def correct(self, details: ActionDetails) -> None:
        """Plan it otherwise. Raises ActionNotPlanned."""
        self._expect_planned()
        self.details = details
        self.version += 1

    @property
    def full(self) -> bool:
        """Whether it invites nobody more."""
        return len(self.companies) >= COMPANIES_MAX

    @property
    def taking_part(self) -> int:
        """How many companies are to come; of one that took place, how many came."""
        counted = CompanyAnswer.CAME if self._held else CompanyAnswer.COMING
        return sum(one is counted for one in self.companies.values())

    def invite(self, company_id: UUID) -> None:
        """Ask a company to come. Raises TooManyCompanies."""
        self._list(company_id, CompanyAnswer.INVITED)

    def bring(self, company_id: UUID) -> None:
        """Have a company take part; saying it again is harmless. Raises TooManyCompanies."""
        self._list(company_id, CompanyAnswer.CAME if self._held else CompanyAnswer.COMING)

    def _list(self, company_id: UUID, answer: CompanyAnswer) -> None:
        if company_id in self.companies:
            return
        if self.full:
            raise TooManyCompanies
        self.companies = {**self.companies, company_id: answer}
        self.version += 1

    def note_answer(self, company_id: UUID, answer: CompanyAnswer) -> None:
        """Note what a company said, or whether it came. Raises NotFound, AnswerBeforeTheDay."""
        if company_id not in self.companies:
            raise NotFound
        if answer not in BEFORE_THE_DAY and not self._held:
            raise AnswerBeforeTheDay
        self.companies = {**self.companies, company_id: answer}
        self.version += 1

    def leave_out(self, company_id: UUID) -> None:
        """Have a company not take part."""
        left = {one: answer for one, answer in self.companies.items() if one != company_id}
        self.companies = left
        self.version += 1

    def count_again(self) -> None:
        """Two of its companies became one, or one became two again."""
        self.version += 1

    def hold(self, on: date, pupils: int, teachers: int, today: date) -> None:
        """Note that the action took place, and who was to come came. Raises ActionNotPlanned, ActionInTheFuture."""
        self._expect_planned()
        if on > today:
            raise ActionInTheFuture(field="held_on")
        self.details = replace(self.details, planned_on=on)
        self.status, self.pupils, self.teachers = ActionStatus.HELD, pupils, teachers
        self._answered({CompanyAnswer.COMING: CompanyAnswer.CAME})
        self.version += 1

    def cancel(self) -> None:
        """Note that the action will not take place. Raises ActionNotPlanned."""
        self._expect_planned()
        self.status = ActionStatus.CANCELLED
        self.version += 1

    def plan_again(self, planned_on: date | None = None) -> None:
        """It was noted as held or cancelled by mistake; on the day it was planned for, when known.

        Raises ActionPlannedAlready.
        """
        if self.status is ActionStatus.PLANNED:
            raise ActionPlannedAlready
        self.details = replace(self.details, planned_on=planned_on or self.details.planned_on)
        self.status, self.pupils, self.teachers = ActionStatus.PLANNED, None, None
        self._answered(
            {
                CompanyAnswer.CAME: CompanyAnswer.COMING,
                CompanyAnswer.ABSENT: CompanyAnswer.INVITED,
            }
        )
        self.version += 1

    def facts(self, on: date) -> dict[str, Any]:
        """What the department may learn, for any of the events that tell it."""
        return dict(
            ActionFacts(
                action_id=ActionId(self.id),
                kind=self.details.kind,
                planned_on=self.details.planned_on,
                companies=self.taking_part,
                partners=tuple(
                    TOLD_PARTNERS[one] for one in self.details.partners if one in TOLD_PARTNERS
                ),
                occurred_on=on,
            )
        )

    def _answered(self, instead: Mapping[CompanyAnswer, CompanyAnswer]) -> None:
        self.companies = {one: instead.get(said, said) for one, said in self.companies.items()}

    @property
    def _held(self) -> bool:
        return self.status is ActionStatus.HELD

    def _expect_planned(self) -> None:
        if self.status is not ActionStatus.PLANNED:
            raise ActionNotPlanned
