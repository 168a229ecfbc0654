"""What the pages of school–company actions send."""

from typing import Annotated
from uuid import UUID

from annotated_types import Ge, Le
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from contracts.identifiers import Uai
from contracts.partnerships.actions import ActionKind, ActionPartner
from services.chassis.web.views.forms import Day, FormModel, several
from services.partnerships.domain.action import TITLE_CHARACTERS_MAX, ActionDetails, CompanyAnswer
from services.partnerships.domain.text import plain
from services.partnerships.queries.forms import Version

COUNT_MAX = 5_000
CLASSES_MAX = 200


def _one_line(text: str) -> str:
    if not plain(text):
        raise ValueError("Écrivez quelques mots, avec au moins une lettre ou un chiffre.")
    return " ".join(text.split())


Title = Annotated[
    str, StringConstraints(max_length=TITLE_CHARACTERS_MAX), AfterValidator(_one_line)
]
Number = Annotated[int, Ge(0), Le(COUNT_MAX)]


class ActionFields(FormModel):
    """What is asked of an action."""

    kind: ActionKind = Field(title="Sorte d’action")
    title: Title = Field(title="Intitulé")
    planned_on: Day = Field(title="Date")
    axis_id: UUID | None = Field(default=None, title="Axe")
    partners: Annotated[list[ActionPartner], BeforeValidator(several)] = Field(
        default=[], title="Partenaires"
    )
    classes: Annotated[list[UUID], BeforeValidator(several)] = Field(
        default=[], max_length=CLASSES_MAX, title="Classes"
    )

    def details(self) -> ActionDetails:
        """What is planned."""
        return ActionDetails(
            kind=self.kind,
            title=self.title,
            planned_on=self.planned_on,
            axis_id=self.axis_id,
            partners=tuple(dict.fromkeys(self.partners)),
            classes=tuple(dict.fromkeys(self.classes)),
        )


class NewActionForm(ActionFields):
    """An action to plan, with a first company."""

    uai: Uai | None = None
    company_id: UUID | None = Field(default=None, title="Entreprise")


class ActionForm(ActionFields):
    """An action to plan otherwise."""

    version: Version


class HeldForm(FormModel):
    """That an action took place."""

    version: Version
    held_on: Day = Field(title="Menée le")
    pupils: Number = Field(title="Élèves")
    teachers: Number = Field(default=0, title="Enseignants")


class ActionVersionForm(FormModel):
    """What is done to an action as it was shown."""

    version: Version


class ReplannedForm(ActionVersionForm):
    """That an action is planned again, and for which day when it was moved."""

    planned_on: Day | None = Field(default=None, title="Date")


class InvitationForm(FormModel):
    """A company that takes part, or does not."""

    company_id: UUID = Field(title="Entreprise")
    answer: CompanyAnswer | None = None
    """As it was, where a company that was left out comes back."""


class AnswerForm(FormModel):
    """What a company answered, or whether it came.

    `shown`: the answers the page shows, `after`: the company its list begins after.
    """

    company_id: UUID = Field(title="Entreprise")
    answer: CompanyAnswer = Field(title="Réponse")
    shown: CompanyAnswer | None = None
    after: UUID | None = None


class NewAxisForm(FormModel):
    """An axis to add."""

    uai: Uai | None = None
    label: Title = Field(title="Nouvel axe")


class AxisForm(FormModel):
    """An axis to change."""

    label: Title = Field(title="Axe")
    archived: bool = False
