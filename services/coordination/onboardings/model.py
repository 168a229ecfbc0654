"""Steps of who takes over a bureau (étapes d’une prise de poste), and how far a bureau is with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from contracts.identifiers import Uai
from services.chassis.base.errors import Conflict, Invalid

TEXT_CHARACTERS_MAX = 300
WEEKS_MAX = 52
POSITION_MAX = 999
SAME_HANDS = timedelta(weeks=8)
"""Within which a list opened by hand and the hand-over that is told then are one and the same."""
_FIRST = UUID("0f5b5f4e-8a55-4b8e-9c56-2f1d7f0a6f31")


class OnboardingRunning(Conflict):
    """A lycée has one at a time."""

    code = "onboarding-running"
    title = "Une prise de poste est déjà ouverte pour ce lycée."


class OnboardingOver(Conflict):
    """A list of steps that is closed, or open already."""

    code = "onboarding-moved"
    title = "Cette prise de poste a déjà changé\u202f: relisez la page."


class StepMoved(Conflict):
    """A step somebody else moved faster."""

    code = "onboarding-step-moved"
    title = "Cette étape a déjà changé\u202f: relisez la liste."


class OnboardingLyceeUnknown(Invalid):
    """No lycée of the department."""

    code = "onboarding-lycee-unknown"
    title = "Choisissez un lycée de la liste."


@dataclass(frozen=True)
class Step:
    """What is to be done by the end of a week, the first one being that of the beginning."""

    id: UUID
    position: int
    text: str
    week: int
    link: str | None = None
    removed: bool = False
    version: int = 1

    def due_on(self, begun_on: date) -> date:
        """The last day of its week."""
        return begun_on + timedelta(days=7 * self.week - 1)


@dataclass(frozen=True)
class Onboarding:
    """A bureau that changes hands, from a day on."""

    id: UUID
    uai: Uai
    begun_on: date
    closed: bool = False
    version: int = 1

    def gives_way(self, from_on: date) -> bool:
        """Whether somebody else begins on that day, and not who this list was opened for."""
        return from_on - self.begun_on >= SAME_HANDS


@dataclass(frozen=True)
class Progress:
    """How far a bureau is: its steps, which are done, which are late."""

    onboarding: Onboarding
    lycee: str
    steps: Sequence[Step]
    done: frozenset[UUID]
    today: date

    @property
    def many_done(self) -> int:
        """How many of the steps of today are done."""
        return sum(step.id in self.done for step in self.steps)

    @property
    def waiting(self) -> Sequence[Step]:
        """What is still to be done, in order."""
        return [step for step in self.steps if step.id not in self.done]

    def is_late(self, step: Step) -> bool:
        """Whether its week is over, and it is not done."""
        return step.id not in self.done and step.due_on(self.onboarding.begun_on) < self.today

    @property
    def late(self) -> int:
        """How many steps are late."""
        return sum(self.is_late(step) for step in self.steps)


_STEPS: Sequence[tuple[int, str, str | None]] = (
    (1, "Lire le dossier de passation du bureau", "/passation"),
    (1, "Rencontrer la direction et le ou la DDFPT", None),
    (1, "Vérifier vos accès et la double authentification", "/compte/connexions"),
    (1, "Régler les avis que vous recevez", "/avis/reglages"),
    (2, "Importer les classes de l’année", "/pfmp/eleves"),
    (2, "Vérifier les périodes de PFMP de chaque classe", "/pfmp"),
    (2, "Importer le tableur d’entreprises du bureau, s’il y en a un", "/entreprises/import"),
    (3, "Rencontrer les professeurs principaux des classes qui partent d’abord", None),
    (3, "Dire quelles communes le bureau suit", "/entreprises/territoire"),
    (4, "Appeler les dix entreprises que le lycée connaît le mieux", "/entreprises"),
    (4, "Se présenter à la supervision et aux bureaux voisins", "/annuaire"),
    (5, "Lire les bonnes pratiques des autres bureaux", "/pratiques"),
    (6, "Faire le point avec la direction sur les objectifs de l’année", "/objectifs"),
)
"""By which week, what, and where."""
FIRST_STEPS: Sequence[Step] = tuple(
    Step(uuid5(_FIRST, str(number)), number * 10, text, week, link)
    for number, (week, text, link) in enumerate(_STEPS, start=1)
)
"""The list every department begins with, until the supervisor changes it."""
