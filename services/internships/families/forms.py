"""Forms about families."""

from typing import Annotated
from uuid import UUID

from annotated_types import Ge
from pydantic import AfterValidator, Field

from contracts.identifiers import Uai
from services.chassis.base.errors import Invalid
from services.chassis.web.views.forms import FormModel
from services.internships.families.model import FamilySlot, checked_mail


def _mail(text: str) -> str:
    try:
        return checked_mail(text)
    except Invalid as wrong:
        raise ValueError(wrong.title) from wrong


class FamilyAddressForm(FormModel):
    """An address in place of the one that was shown (`known`)."""

    slot: FamilySlot
    mail: Annotated[str, AfterValidator(_mail)] = Field(title="Adresse de courriel")
    known: UUID | None = None


class FamilyAddressRemovalForm(FormModel):
    """The address that is kept no more, or tried again."""

    slot: FamilySlot
    known: UUID


class FamilyAgreementForm(FormModel):
    """Whether a pupil of age has the legal representatives be written to."""

    agrees: bool = Field(default=False, title="Écrire aussi aux représentants légaux")


class FamilyWritingForm(FormModel):
    """Whether a lycée writes to families."""

    uai: Uai | None = None
    version: Annotated[int, Ge(0)] = 0
    is_open: bool = Field(default=False, title="Écrire aux familles")
