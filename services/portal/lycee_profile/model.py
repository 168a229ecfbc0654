"""What a lycée says of itself: its address, its head, its insurance, its hours, its logo."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.chassis.base.errors import Invalid

LOGO_BYTES_MAX = 100_000
LOGO_KINDS = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
"""How a file of each kind begins."""

LABELS = {
    "address": "Adresse",
    "postcode": "Code postal",
    "town": "Commune",
    "phone": "Téléphone",
    "mail": "Courriel",
    "head_name": "Chef d’établissement",
    "head_title": "Qualité",
    "insurer": "Assureur",
    "policy": "Numéro du contrat",
    "hours": "Horaires",
}
"""What each part of a profile is called, in the order it is asked."""


class LogoRefused(Invalid):
    """The file is no picture that can be put on an agreement."""

    code = "logo-refused"
    title = "Ce logo n’a pas été enregistré."


@dataclass(frozen=True)
class LyceeProfile:
    """The profile of a lycée; `version` is 0 while nobody said anything."""

    address: str | None = None
    postcode: str | None = None
    town: str | None = None
    phone: str | None = None
    mail: str | None = None
    head_name: str | None = None
    head_title: str | None = None
    insurer: str | None = None
    policy: str | None = None
    hours: str | None = None
    version: int = 0

    @property
    def place(self) -> str | None:
        """« 12 rue des Écoles, 82000 Montauban »; None while the street is not known."""
        town = " ".join(part for part in (self.postcode, self.town) if part)
        return ", ".join(part for part in (self.address, town) if part) if self.address else None

    @property
    def on_one_line(self) -> str | None:
        """The place and the telephone; None while neither is known."""
        return ", ".join(part for part in (self.place, self.phone) if part) or None

    @property
    def missing(self) -> Sequence[str]:
        """The labels of what an agreement would leave to fill by hand."""
        return [label for name, label in LABELS.items() if not getattr(self, name)]


@dataclass(frozen=True)
class Logo:
    """A picture, and its kind: the ending of its file."""

    content: bytes
    kind: str


def logo_of(content: bytes) -> Logo:
    """The picture a file holds. Raises LogoRefused."""
    if len(content) > LOGO_BYTES_MAX:
        raise LogoRefused(
            f"Ce fichier dépasse {LOGO_BYTES_MAX // 1000} Ko\u202f: enregistrez le logo en plus petit.",
            field="file",
        )
    for kind, beginning in LOGO_KINDS.items():
        if content.startswith(beginning):
            return Logo(content, kind)
    raise LogoRefused("Choisissez une image PNG ou JPEG.", field="file")
