"""What is sent about two cards that may be one company's."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field

from contracts.identifiers import Uai
from services.chassis.web.views.forms import FormModel
from services.partnerships.base.forms import Version
from services.partnerships.duplicates.forms import PairForm
from services.partnerships.merges.model import Chosen, NotOnePlace


def _two_sites(pair: object) -> object:
    return tuple(pair.split(":")) if isinstance(pair, str) else pair


SamePlace = Annotated[tuple[UUID, UUID], BeforeValidator(_two_sites)]


class MergeForm(PairForm):
    """Two cards to merge: whose value is kept of each field that differs, and which sites are one.

    `same` holds `<site of the card that goes>:<site of the card that stays>`.
    """

    version: Version
    other_version: Version
    name: Literal["kept", "other"] = Field(default="kept", title="Nom")
    legal_form: Literal["kept", "other"] = Field(default="kept", title="Forme juridique")
    diffusion: Literal["kept", "other"] = Field(default="kept", title="Diffusion")
    naf: Literal["kept", "other"] = Field(default="kept", title="Code NAF")
    same: list[SamePlace] = Field(default_factory=list, max_length=50, title="Même lieu")

    def chosen(self) -> Chosen:
        """What was chosen. Raises NotOnePlace for a site that would be two."""
        fields = ("name", "legal_form", "diffusion", "naf")
        places = dict(self.same)
        if len(places) != len(self.same):
            raise NotOnePlace(field="same")
        taken = frozenset(name for name in fields if getattr(self, name) == "other")
        return Chosen(taken, places)


class SeparationForm(FormModel):
    """A merge to take back, as it was looked at."""

    uai: Uai | None = None
    merge_id: UUID
    version: Version
