"""Forms of campaigns: what is asked, with a target of each lycée, the closing word, comments."""

import re
from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from contracts.coordination.campaigns import CampaignMeasure
from contracts.identifiers import Mef, Uai
from services.chassis.web.views.forms import Day, FormModel, several
from services.coordination.base.form_pieces import DecisionForm, Title, Version, said
from services.coordination.campaigns.model import TARGET_MAX, TEXT_CHARACTERS_MAX, CampaignDetails

Text = Annotated[str, StringConstraints(max_length=TEXT_CHARACTERS_MAX), AfterValidator(said)]
Target = Annotated[int, Field(ge=1, le=TARGET_MAX)]
TARGET = "objectif-"
"""What begins the name of the field of each lycée."""
_FIELD = re.compile(rf"{TARGET}[0-9]{{7}}[A-Z]")


def target_field(uai: str) -> str:
    """The name of the field that holds the target of a lycée."""
    return f"{TARGET}{uai}"


class CampaignForm(FormModel):
    """A campaign: what is asked, of whom; a lycée without a target is not asked."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Target]

    title: Title = Field(title="Titre")
    text: Text = Field(title="Message aux bureaux")
    measure: CampaignMeasure = Field(title="Ce qui est compté")
    mefs: Annotated[tuple[Mef, ...], BeforeValidator(several)] = Field((), title="Formations")
    from_on: Day = Field(title="Début")
    until_on: Day = Field(title="Fin")
    stays_from: Day | None = Field(None, title="PFMP qui commencent à partir du")
    stays_until: Day | None = Field(None, title="PFMP qui commencent jusqu’au")

    @classmethod
    def asks_for(cls, name: str) -> bool:
        """A target of each lycée, besides what is asked of all."""
        return super().asks_for(name) or _FIELD.fullmatch(name) is not None

    def details(self) -> CampaignDetails:
        """The details of the campaign."""
        return CampaignDetails(
            title=self.title,
            text=self.text,
            measure=self.measure,
            mefs=tuple(dict.fromkeys(self.mefs)),
            from_on=self.from_on,
            until_on=self.until_on,
            stays_from=self.stays_from,
            stays_until=self.stays_until,
            targets=dict(sorted(_targets(self.__pydantic_extra__.items()))),
        )


def _targets(fields: Iterable[tuple[str, int]]) -> Iterable[tuple[Uai, int]]:
    return ((Uai(name.removeprefix(TARGET)), target) for name, target in fields)


class ChangedCampaignForm(CampaignForm):
    """A campaign as it is asked from now on."""

    version: Version


class ClosingForm(DecisionForm):
    """The closing of a campaign: what came of it."""

    closing: Text | None = Field(None, title="Bilan")


class CommentForm(FormModel):
    """What a bureau meets."""

    uai: Uai | None = None
    text: Text = Field(title="Ce que vous rencontrez")


class CommentRef(FormModel):
    """Which comment is taken back."""

    campaign_comment_id: UUID
