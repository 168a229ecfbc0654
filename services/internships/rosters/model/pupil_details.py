"""Details of a recorded pupil (renseignements) that a class list tells, besides name and class."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.internships.pupils.model import KnownPupil
from services.internships.roster_files.model.file import RosterRow


@dataclass(frozen=True)
class Details:
    """What the file says of a recorded pupil besides name and class."""

    pupil: KnownPupil
    row: RosterRow

    @property
    def differ(self) -> bool:
        """Whether something recorded would change: a human accepts it."""
        return bool(self._known.keys() & self._said.keys())

    def to_record(self, *, corrects: bool) -> Mapping[str, date | str]:
        """What is new, and what changes when that is accepted."""
        known = self._known
        return {name: one for name, one in self._said.items() if corrects or name not in known}

    @property
    def _known(self) -> Mapping[str, date | str]:
        known = {"born_on": self.pupil.born_on, "commune": self.pupil.commune}
        return {name: value for name, value in known.items() if value}

    @property
    def _said(self) -> Mapping[str, date | str]:
        said = {"born_on": self.row.born_on, "commune": self.row.commune}
        known = self._known
        return {name: one for name, one in said.items() if one and one != known.get(name)}
