"""What the department sees of the lycée, and what its head says beside a figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from contracts.identifiers import Uai
from contracts.publication import FactFamily, PublicationStep, Steps, is_open, stepped
from contracts.words import plain
from services.chassis.base.errors import Conflict, Invalid

FAR = timedelta(days=366)
"""How long ago, or ahead, a family may be opened or closed."""
COMMENT_CHARACTERS = 300


class PublicationDayTooFar(Invalid):
    """A typing error, more often than a wish."""

    code = "publication-day-too-far"
    title = "Choisissez un jour à moins d’un an d’aujourd’hui"


class PublicationUnchanged(Conflict):
    """A publication that is so already on that day: nothing would be told."""

    code = "publication-unchanged"
    title = "C’est déjà le cas à cette date\u202f: rien n’a changé"


class CommentNamesAPupil(Invalid):
    """What the supervisor reads names no pupil."""

    code = "comment-names-a-pupil"
    title = "Ce texte nomme un élève. La supervision le lirait\u202f: retirez le nom"


@dataclass(eq=False)
class Publication:
    """One family of facts of a lycée; `steps` say from which days on it is told or not."""

    id: UUID
    uai: Uai
    family: FactFamily
    steps: Steps
    version: int

    def decide(self, step: PublicationStep, *, today: date) -> None:
        """Open or close from a day on. Raises PublicationDayTooFar, PublicationUnchanged."""
        if abs(step.from_on - today) > FAR:
            raise PublicationDayTooFar(field="from_on")
        steps = stepped(self.family, self.steps, step)
        if steps == self.steps:
            raise PublicationUnchanged
        self.steps = steps
        self.version += 1

    def tells(self, on: date) -> bool:
        """Whether a fact recorded that day is told."""
        return is_open(self.family, self.steps, on)


def names_a_pupil(text: str, pupils: Iterable[tuple[str, str]]) -> bool:
    """Whether a text holds both the last and the first name of somebody, in any order."""
    said = f" {plain(text)} "
    return any(
        f" {plain(last)} " in said and f" {plain(first)} " in said
        for last, first in pupils
        if plain(last) and plain(first)
    )
