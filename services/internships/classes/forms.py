"""What the page of a class in a period sends."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.chassis.web.views.forms import Day, FormModel

PLACES_MAX = 60
"""Places of one sending; what undoes it names each of them, in a cookie of 4 KB."""
_ID, _VERSION = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "[0-9]{1,4}"


class ClassConfirmationForm(FormModel):
    """The places that were ticked (`<placement>:<version>`), and the day their hosts agreed."""

    places: list[Annotated[str, Field(pattern=rf"^{_ID}:{_VERSION}$")]] = Field(
        default_factory=list, max_length=PLACES_MAX, title="Lieux d’accueil"
    )
    on: Day = Field(title="Date de l’accord")

    @property
    def versions(self) -> dict[UUID, int]:
        """The version each place was shown in."""
        pairs = (one.partition(":") for one in self.places)
        return {UUID(placement): int(version) for placement, _, version in pairs}


_HEX = "[0-9a-f]{32}"


class ClassConfirmationUndoForm(FormModel):
    """The places of one sending (`<placement>-<version>`), joined by points: a notice holds texts alone."""

    places: Annotated[
        str,
        Field(
            pattern=rf"^{_HEX}-{_VERSION}(\.{_HEX}-{_VERSION})*$",
            max_length=(32 + 1 + 4 + 1) * PLACES_MAX,
        ),
    ]

    @property
    def versions(self) -> dict[UUID, int]:
        """The version each place has since it was confirmed."""
        pairs = (one.partition("-") for one in self.places.split("."))
        return {UUID(placement): int(version) for placement, _, version in pairs}


def joined(versions: dict[UUID, int]) -> str:
    """What ClassConfirmationUndoForm reads."""
    return ".".join(f"{placement.hex}-{version}" for placement, version in versions.items())
