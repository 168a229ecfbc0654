"""Forms of taking over a bureau."""

from typing import Annotated
from uuid import UUID

from annotated_types import Ge, Le
from pydantic import AfterValidator, Field, StringConstraints

from contracts.identifiers import Uai
from services.chassis.web.views.forms import Day, FormModel
from services.coordination.base.form_pieces import Version, one_line, said
from services.coordination.onboardings.model import (
    POSITION_MAX,
    TEXT_CHARACTERS_MAX,
    WEEKS_MAX,
)

LINK_ADVICE = (
    "Écrivez l’adresse d’une page de Passerelle, qui commence par une barre\u202f: /entreprises."
)


def _inside(path: str) -> str:
    """A page of ours, and no other place. Raises ValueError."""
    if not path.startswith("/") or path.startswith("//") or "\\" in path or " " in path:
        raise ValueError(LINK_ADVICE)
    return path


Text = Annotated[
    str,
    StringConstraints(max_length=TEXT_CHARACTERS_MAX),
    AfterValidator(said),
    AfterValidator(one_line),
]
Path = Annotated[str, StringConstraints(max_length=200), AfterValidator(_inside)]


class BeginOnboardingForm(FormModel):
    """Which bureau changes hands, and when."""

    lycee: Uai = Field(title="Lycée")
    begun_on: Day = Field(title="Depuis le")


class OnboardingForm(FormModel):
    """A list to close, or to open again."""

    onboarding_id: UUID
    version: Version


class TickForm(FormModel):
    """A step that is done, or not."""

    onboarding_id: UUID
    onboarding_step_id: UUID


class StepForm(FormModel):
    """A step of the list."""

    text: Text = Field(title="Étape")
    week: Annotated[int, Ge(1), Le(WEEKS_MAX)] = Field(title="Avant la fin de la semaine")
    position: Annotated[int, Ge(0), Le(POSITION_MAX)] = Field(title="Ordre")
    link: Path | None = Field(default=None, title="Page de Passerelle")


class CorrectedStepForm(StepForm):
    """A step to correct."""

    onboarding_step_id: UUID
    version: Version


class StepBackForm(FormModel):
    """A step to take out of the list, or to put back."""

    onboarding_step_id: UUID
    version: Version
