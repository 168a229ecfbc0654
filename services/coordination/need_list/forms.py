"""Forms of the list of needs: several at once."""

from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from contracts.coordination.needs import NeedDismissal
from services.chassis.web.views.forms import FormModel
from services.coordination.need_list.commands import AT_ONCE


def _ids(given: object) -> object:
    """Ids that were ticked one by one, or come back behind « Annuler » in one field."""
    several = [given] if isinstance(given, str) else given
    if not isinstance(several, list):
        return several
    return [one for text in several if isinstance(text, str) for one in text.split(",") if one]


NeedIds = Annotated[list[UUID], BeforeValidator(_ids), Field(min_length=1, max_length=AT_ONCE)]


class DismissedNeedsForm(FormModel):
    """Needs to set apart."""

    need_ids: NeedIds = Field(title="Demandes")
    reason: NeedDismissal = Field(default=NeedDismissal.SPAM, title="Motif")


class ClosedNeedsForm(FormModel):
    """Needs to close."""

    need_ids: NeedIds = Field(title="Besoins")


class RestoredNeedsForm(FormModel):
    """Needs to take back."""

    need_ids: NeedIds = Field(title="Demandes")
