"""What the pages of school–company actions send."""

from datetime import time
from typing import Annotated
from uuid import UUID

from annotated_types import Ge, Le
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from contracts.coordination.actors import ActorKind
from contracts.identifiers import Uai
from contracts.partnerships.actions import ActionKind
from services.chassis.web.views.forms import Day, FormModel, several
from services.chassis.web.views.messages import HOUR
from services.partnerships.actions.model import ActionDetails
from services.partnerships.axes.forms import Title, one_line
from services.partnerships.base.forms import Version
from services.partnerships.base.lengths import TITLE_CHARACTERS_MAX

COUNT_MAX = 5_000
CLASSES_MAX = 200


def _of_a_clock(hour: time) -> time:
    """A time as clocks of Paris show it: the form shows no more when it is corrected."""
    if hour.tzinfo is not None:
        raise ValueError(HOUR)
    return hour.replace(second=0, microsecond=0)


Number = Annotated[int, Ge(0), Le(COUNT_MAX)]
Hour = Annotated[time, AfterValidator(_of_a_clock)]
Place = Annotated[str, StringConstraints(max_length=TITLE_CHARACTERS_MAX), AfterValidator(one_line)]


class ActionFields(FormModel):
    """What is asked of an action."""

    kind: ActionKind = Field(title="Sorte d’action")
    title: Title = Field(title="Intitulé")
    planned_on: Day = Field(title="Date")
    axis_id: UUID | None = Field(default=None, title="Axe")
    partners: Annotated[list[ActorKind], BeforeValidator(several)] = Field(
        default=[], title="Partenaires"
    )
    classes: Annotated[list[UUID], BeforeValidator(several)] = Field(
        default=[], max_length=CLASSES_MAX, title="Classes"
    )

    starts_at: Hour | None = Field(default=None, title="Début")
    ends_at: Hour | None = Field(default=None, title="Fin")
    place: Place | None = Field(default=None, title="Lieu")
    mails_off: bool = Field(default=False, title="Ne pas écrire aux entreprises")

    def details(self) -> ActionDetails:
        """What is planned."""
        return ActionDetails(
            kind=self.kind,
            title=self.title,
            planned_on=self.planned_on,
            axis_id=self.axis_id,
            partners=tuple(dict.fromkeys(self.partners)),
            classes=tuple(dict.fromkeys(self.classes)),
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            place=self.place,
            mails_off=self.mails_off,
        )


class NewActionForm(ActionFields):
    """An action to plan, with a first company."""

    uai: Uai | None = None
    company_id: UUID | None = Field(default=None, title="Entreprise")


class ActionForm(ActionFields):
    """An action to plan otherwise."""

    version: Version


class HeldForm(FormModel):
    """An action that took place."""

    version: Version
    held_on: Day = Field(title="Menée le")
    pupils: Number = Field(title="Élèves")
    teachers: Number = Field(default=0, title="Enseignants")


class ActionVersionForm(FormModel):
    """What is done to an action as it was shown."""

    version: Version


class ReplannedForm(ActionVersionForm):
    """An action that is planned again, and for which day when it was moved."""

    planned_on: Day | None = Field(default=None, title="Date")
