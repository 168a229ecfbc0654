"""Rules and states of pupils."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from contracts.identifiers import SchoolYear, Uai
from contracts.words import plain
from services.chassis.base.errors import Conflict, Invalid

ADULT_FROM = 18
YOUNGEST, OLDEST = 11, 80
"""What is believed of a pupil of a lycée on the first day of the school year."""
_SHAPES = ("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d", "%Y/%m/%d")
_MONTHS: Mapping[str, int] = {
    month: number
    for number, month in enumerate(
        (
            *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
            *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
        ),
        start=1,
    )
}
_IN_WORDS = re.compile(r"(\d{1,2})(?:er)? ([a-z]{3,9}) (\d{4})")
_HOUR = re.compile(r"[T ]\d{1,2}[:h].*$")
_SERIAL = re.compile(r"\d{5}(\.0+)?")
_SERIAL_ZERO = date(1899, 12, 30)
"""What spreadsheets count days from."""


def read_day(text: str) -> date | None:
    """The day a cell says, in any of the usual ways; None when it says none."""
    said = _HOUR.sub("", text.strip())
    for shape in _SHAPES:
        try:
            return datetime.strptime(said, shape).date()  # noqa: DTZ007 a day, no instant
        except ValueError:
            continue
    if _SERIAL.fullmatch(said):
        return _SERIAL_ZERO + timedelta(days=int(float(said)))
    words = _IN_WORDS.fullmatch(plain(said))
    if words is None or words[2] not in _MONTHS:
        return None
    try:
        return date(int(words[3]), _MONTHS[words[2]], int(words[1]))
    except ValueError:
        return None


def age_on(born: date, day: date) -> int:
    """Years passed on a day; who was born on 29 February is older from 1 March on, the stricter way."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_minor_on(born: date, day: date) -> bool:
    """Whether somebody is not an adult yet."""
    return age_on(born, day) < ADULT_FROM


def adult_on(born: date) -> date:
    """The first day somebody is an adult."""
    year = born.year + ADULT_FROM
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def is_believable(born: date, year: SchoolYear) -> bool:
    """Whether a pupil of this school year may have been born that day."""
    return YOUNGEST <= age_on(born, date(int(year[:4]), 9, 1)) <= OLDEST


@dataclass(frozen=True)
class KnownPupil:
    """A pupil of this school year already recorded."""

    id: UUID
    name_key: str
    class_key: str
    class_label: str
    left_on: date | None = None
    born_on: date | None = None
    commune: str | None = None


class PupilLeft(Conflict):
    """The pupil is no longer at the lycée."""

    code = "pupil-left"
    title = "Cet élève a quitté le lycée."


class PupilErased(Conflict):
    """A pupil whose name was erased: counted, and nothing more is done about them."""

    code = "pupil-erased"
    title = "Les données de cet élève sont effacées."


class PupilNotLeft(Conflict):
    """Only a departure that was recorded can be cancelled."""

    code = "pupil-not-left"
    title = "Aucune sortie n’est enregistrée pour cet élève."


class DepartureInTheFuture(Invalid):
    """A departure is recorded once it happened."""

    code = "departure-in-the-future"
    title = "La date de sortie ne peut pas être dans le futur."


@dataclass(eq=False)
class Pupil:
    """A pupil of one school year; the id says nothing and lasts that year. Names are elsewhere."""

    id: UUID
    uai: Uai
    school_year: SchoolYear
    class_id: UUID
    formation_id: UUID
    left_on: date | None
    version: int

    def leave(self, on: date, *, today: date) -> None:
        """Record a departure (sortie). Raises PupilLeft, DepartureInTheFuture."""
        if self.left_on is not None:
            raise PupilLeft
        if on > today:
            raise DepartureInTheFuture(field="on")
        self.left_on = on
        self.version += 1

    def come_back(self) -> None:
        """Cancel a departure (retour). Raises PupilNotLeft."""
        if self.left_on is None:
            raise PupilNotLeft
        self.left_on = None
        self.version += 1

    def left_before(self, day: date) -> bool:
        """Whether the pupil was gone by that day: a period already over keeps its figures."""
        return self.left_on is not None and self.left_on <= day


def name_key(last_name: str, first_name: str) -> str:
    """A name as it is compared; the bar keeps "Le Roy / Jean" from "Le / Roy Jean"."""
    return f"{plain(last_name)}|{plain(first_name)}"
