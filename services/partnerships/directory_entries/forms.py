"""What is sent about what the public directory says."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field

from contracts.identifiers import Uai
from services.chassis.web.views.forms import Day, FormModel, several
from services.partnerships.base.forms import Version
from services.partnerships.directory_entries.model import RegisterField


def _pair(given: object) -> object:
    return tuple(given.split(":")) if isinstance(given, str) else given


def _some(given: list[tuple[UUID, UUID]]) -> list[tuple[UUID, UUID]]:
    if not given:
        raise ValueError("Cochez au moins un établissement.")
    return given


SitePair = Annotated[tuple[UUID, UUID], BeforeValidator(_pair)]


class TakeForm(FormModel):
    """A field to take from the register."""

    uai: Uai | None = None
    version: Version
    field: RegisterField


class KeepForm(FormModel):
    """A field to keep as it is."""

    field: RegisterField


class KeepAllForm(FormModel):
    """Sites to keep as they are, each `<company>:<site>`."""

    sites: Annotated[list[SitePair], BeforeValidator(several), AfterValidator(_some)] = Field(
        default_factory=list, validate_default=True, max_length=50, title="Établissements"
    )


class ClosingForm(FormModel):
    """Since when a site is closed."""

    uai: Uai | None = None
    closed_on: Day = Field(title="Fermé depuis le")


class TakingForm(FormModel):
    """What was taken, to be put back."""

    uai: Uai | None = None
    taking: UUID


class KeptForm(FormModel):
    """What was put aside together, to be proposed again."""

    kept: UUID
    company: UUID | None = None
