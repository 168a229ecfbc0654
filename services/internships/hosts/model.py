"""Ceilings of hosts and of tutors, and what is said of a host that closed or pauses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.identifiers import IsoWeek
from contracts.words import plain
from services.chassis.base.errors import Invalid


class HostAsksForCare(Invalid):
    """Something stands against placing a pupil there now; a human decides."""

    code = "host-asks-for-care"
    title = "Ce lieu d’accueil demande une vérification."


class HostClosed(Invalid):
    """A bureau said that the site closed: nobody is placed there."""

    code = "host-closed"
    title = (
        "Ce lieu est noté comme fermé sur la fiche de l’entreprise\u202f: choisissez-en un autre, ou rouvrez-le"
        " si c’est une erreur."
    )


def care_of_host(closed_on: date | None, paused_until: Sequence[date] = ()) -> Sequence[str]:
    """The sentences whoever places a pupil at a site reads: since when it is closed, until when it pauses."""
    said = []
    if closed_on is not None:
        said.append(
            f"Ce lieu d’accueil est noté comme fermé depuis le {closed_on:%d/%m/%Y}\u202f: vérifiez auprès de"
            " l’entreprise, et cherchez un autre lieu."
        )
    if paused_until:
        said.append(
            "À contacter avant tout placement\u202f: un lycée, nommé sur la fiche de l’entreprise, "
            f"a demandé une pause de ce lieu (à réexaminer le {max(paused_until):%d/%m/%Y})."
        )
    return said


@dataclass(frozen=True)
class Limit:
    """How many pupils a site may host in one week: `percent` of its staff, or `small`."""

    percent: int = 15
    small: int = 3
    small_under: int = 20

    def ceiling(self, staff: int) -> int:
        """The ceiling of a site with so many people, rounded up."""
        if staff < self.small_under:
            return self.small
        return -(-staff * self.percent // 100)


BY_LAW = Limit()
"""R. 124-10 du code de l'éducation, until the department tells otherwise."""
PUPILS_OF_A_TUTOR = 3
"""R. 124-13 du code de l'éducation: how many pupils somebody may be the tutor of at once."""


def _others(weeks: int) -> str:
    """The weeks after the one that is named."""
    return f" et {weeks}\u00a0autre{'s' * (weeks > 1)}" if weeks else ""


def of_ceiling(hosted: Mapping[str, int], ceiling: int) -> Sequence[str]:
    """What is said when one more pupil would be over the ceiling in some week."""
    full = sorted(week for week, pupils in hosted.items() if pupils + 1 > ceiling)
    if not full:
        return []
    first, more = full[0], _others(len(full) - 1)
    said = (
        f"Plafond d’accueil atteint (R.\u00a0124-10)\u202f: {hosted[first]}\u00a0élèves y sont déjà, tous "
        f"lycées confondus, la semaine du {IsoWeek(first).monday:%d/%m/%Y}{more}, pour {ceiling} au plus."
    )
    return [said]


def of_tutor(followed: Mapping[str, int]) -> Sequence[str]:
    """What is said when one more pupil would be too many for a tutor in some week."""
    full = sorted(week for week, pupils in followed.items() if pupils + 1 > PUPILS_OF_A_TUTOR)
    if not full:
        return []
    first, more = full[0], _others(len(full) - 1)
    said = (
        f"Ce tuteur suit déjà {followed[first]}\u00a0élèves de votre lycée la semaine du "
        f"{IsoWeek(first).monday:%d/%m/%Y}{more}, pour {PUPILS_OF_A_TUTOR} au plus (R.\u00a0124-13)\u202f: "
        "choisissez-en un autre."
    )
    return [said]


def site_label(public_name: str | None, activity: str | None, commune: str | None) -> str:
    """The public name, or the activity (libellé NAF) and the commune."""
    if public_name:
        return public_name
    where = f" à {commune}" if commune else ""
    what = f" ({activity[0].lower()}{activity[1:]})" if activity else ""
    return f"Entreprise{where}{what}"


def search_text(*parts: str | None) -> str:
    """The words a host is found by."""
    return plain(" ".join(part for part in parts if part))


class HostUnknown(Invalid):
    """No event has told of this site so far, or its company no longer has it."""

    code = "host-unknown"
    title = (
        "Cette entreprise n’est pas connue ici. Vient-elle d’être créée\u202f? Réessayez bientôt."
    )
