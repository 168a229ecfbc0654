"""What the form of a class’s places sends."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator

from contracts.identifiers import SiteKey
from contracts.internships.periods import PlacementOrigin
from services.chassis.web.views.forms import FormModel
from services.internships.base.form_pieces import KnowingForm
from services.internships.class_places.model import PUPILS_MAX


class ClassPlacesForm(KnowingForm):
    """A line for each pupil: the words typed, and the host chosen where several have them.

    `partial`: propose those that are sure, and leave the others for another time.
    """

    pupils: Annotated[list[UUID], Field(max_length=PUPILS_MAX)] = Field(default_factory=list)
    hosts: Annotated[list[str], Field(max_length=PUPILS_MAX)] = Field(
        default_factory=list, title="Lieux d’accueil"
    )
    chosen: Annotated[list[str], Field(max_length=PUPILS_MAX)] = Field(default_factory=list)
    origin: PlacementOrigin
    partial: bool = False

    @model_validator(mode="after")
    def _a_line_each(self) -> "ClassPlacesForm":
        if len(self.pupils) != len(self.hosts) or len(set(self.pupils)) != len(self.pupils):
            raise ValueError("Rechargez la page\u202f: la liste des élèves est incomplète.")
        try:
            chosen_for = self.sites.keys()
        except ValueError:  # of a UUID or of a key: neither says what to do about a page
            raise ValueError(
                "Rechargez la page\u202f: un lieu choisi n’y est pas lisible."
            ) from None
        if chosen_for - set(self.pupils):
            raise ValueError("Rechargez la page\u202f: un lieu y est choisi pour un autre élève.")
        return self

    @property
    def lines(self) -> dict[UUID, str]:
        """What was typed for each pupil."""
        return dict(zip(self.pupils, self.hosts, strict=True))

    @property
    def sites(self) -> dict[UUID, SiteKey]:
        """The host chosen for a pupil whose words several have."""
        pairs = (pair.partition(":") for pair in self.chosen)
        return {UUID(pupil): SiteKey(site) for pupil, _, site in pairs if site}


_HEX = "[0-9a-f]{32}"


class ClassPlacesUndoForm(FormModel):
    """The places of one sending, their ids joined by points: a notice holds texts alone."""

    placements: Annotated[str, Field(pattern=rf"^{_HEX}(\.{_HEX})*$", max_length=33 * PUPILS_MAX)]

    @property
    def placement_ids(self) -> set[UUID]:
        """The ids one by one."""
        return {UUID(one) for one in self.placements.split(".")}
