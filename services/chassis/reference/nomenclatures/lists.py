"""Which lists are in force: those that come with Passerelle, or newer ones this installation was given.

A list that is given is a file of the data folder. A running service looks at the time of that folder,
and reads what is newer in a thread: all of France is a fifth of a second.
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from threading import Thread
from typing import Any

from contracts.words import place_key, plain

FOLDER = "reference"
_CORSICA = {"2A": "20", "2B": "20"}
"""Postcodes of Corsica are of before its départements."""
_HERE = Path(__file__).parent

Place = tuple[float, float]
"""Longitude and latitude, in degrees."""


class ListKind(StrEnum):
    """A list that may be given, by the name its command and its file have."""

    COMMUNES = "communes"
    POSTCODES = "codes-postaux"
    ACTIVITIES = "naf"
    PLACES = "lieux"


@dataclass(frozen=True)
class GivenList:
    """A list as it was given: labels by code, postcodes with spaces between, or `place_entry`."""

    kind: ListKind
    department: str
    source: str
    """The file's name."""
    given_at: datetime
    entries: Mapping[str, str]


@dataclass(frozen=True)
class Lists:
    """What is in force, read once until a file changes."""

    communes: Mapping[str, str]
    """Of the département."""
    commune_names: Mapping[str, str]
    """All that are known by name, former ones too."""
    postcodes: Mapping[str, Sequence[str]]
    """By commune, of every département that is known."""
    activities: Mapping[str, str]
    activity_labels: Mapping[str, str]
    places: Mapping[str, Place]
    """Where communes are, of every département that is known."""

    @cached_property
    def activity_choices(self) -> Sequence[tuple[str, str]]:
        """Every activity, by code."""
        return sorted(self.activities.items())

    @cached_property
    def commune_choices(self) -> Sequence[tuple[str, str]]:
        """The communes of the département, by name."""
        return sorted(self.communes.items(), key=lambda item: plain(item[1]))

    @cached_property
    def commune_options(self) -> Sequence[tuple[str, str]]:
        """Their names, with their postcodes."""
        return [
            (name, ", ".join(self.postcodes.get(code, ()))) for code, name in self.commune_choices
        ]

    @cached_property
    def prefixes(self) -> frozenset[str]:
        """What postcodes of the département begin with."""
        return frozenset(map(postal_department, self.communes))

    def called(self, key: str) -> Sequence[str]:
        """The communes of the département whose name has this key."""
        return self._called.get(key, ())

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """The name of each commune of the département, by its key."""
        return {place_key(name): name for name in self.communes.values()}

    def at(self, postcode: str) -> Sequence[str]:
        """The communes a postcode is of, those of the département first."""
        return self._at.get(postcode, ())

    def elsewhere(self, key: str, postcode: str) -> Sequence[str]:
        """The communes of another département that have this name, there where the postcode is."""
        there = _codes_begin(postal_department(postcode))
        near = [
            code
            for code, name in self.commune_names.items()
            if code.startswith(there) and code not in self.communes and place_key(name) == key
        ]
        exact = [code for code in near if postcode in self.postcodes.get(code, ())]
        return exact or near

    def ready(self) -> "Lists":
        """The lists, with what takes time sorted out."""
        _ = self._at, self._called, self.commune_options, self.activity_choices
        return self

    @cached_property
    def _called(self) -> Mapping[str, Sequence[str]]:
        return _grouped((place_key(name), code) for code, name in self.communes.items())

    @cached_property
    def _at(self) -> Mapping[str, Sequence[str]]:
        here = [code for code in self.postcodes if code in self.communes]
        others = [code for code in self.postcodes if code not in self.communes]
        return _grouped((at, code) for code in [*here, *others] for at in self.postcodes[code])


class GivenLists:
    """The lists of this process. Without a folder, or a file in it, those that come with Passerelle."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._seen: int | None = None
        self._lists: Lists | None = None
        self._reading: Thread | None = None

    @property
    def folder(self) -> Path | None:
        """The data folder where given lists are, as another process must know it."""
        return self._folder.parent if self._folder else None

    def keep_in(self, data_folder: Path | None) -> None:
        """Use what is in a data folder from now on, read anew."""
        self._folder = data_folder / FOLDER if data_folder else None
        self._lists = None

    def in_force(self) -> Lists:
        """The lists as they are now; the former ones while newer ones are read."""
        changed = self._changed()
        if self._lists is None:
            return self._read(changed)
        if changed != self._seen and (self._reading is None or not self._reading.is_alive()):
            self._reading = Thread(target=self._read, args=(changed,), daemon=True)
            self._reading.start()
        return self._lists

    def _read(self, changed: int | None) -> Lists:
        self._lists = _lists(self.kept()).ready()
        self._seen = changed
        return self._lists

    def kept(self) -> Mapping[ListKind, GivenList]:
        """The lists that were given."""
        if self._folder is None:
            return {}
        found = {kind: _read(self._folder / _file_name(kind)) for kind in ListKind}
        return {kind: one for kind, one in found.items() if one is not None}

    def damaged(self) -> Sequence[ListKind]:
        """The lists that were given, and can no longer be read."""
        if self._folder is None:
            return []
        kept = self.kept()
        return [
            kind
            for kind in ListKind
            if kind not in kept and (self._folder / _file_name(kind)).exists()
        ]

    def _changed(self) -> int | None:
        if self._folder is None:
            return None
        try:
            return os.stat(self._folder).st_mtime_ns  # noqa: PTH116  asked for each name on a page
        except OSError:
            return None


GIVEN = GivenLists()


def keep_list(data_folder: Path, given: GivenList) -> None:
    """Put a list in the place of the former one, whole or not at all."""
    folder = data_folder / FOLDER
    folder.mkdir(mode=0o755, exist_ok=True)
    aside = folder / f"{_file_name(given.kind)}.new"
    with aside.open("w", encoding="utf-8") as file:
        json.dump(asdict(given), file, ensure_ascii=False, default=datetime.isoformat)
        file.flush()
        os.fsync(file.fileno())
    aside.chmod(0o644)
    aside.replace(folder / _file_name(given.kind))


def forget_list(data_folder: Path, kind: ListKind) -> bool:
    """Go back to the list that comes with Passerelle; whether there was another one."""
    try:
        (data_folder / FOLDER / _file_name(kind)).unlink()
    except FileNotFoundError:
        return False
    return True


def postal_department(code: str) -> str:
    """What the postcodes of a commune's département begin with, and a postcode's own beginning."""
    first = code[:3] if code.startswith(("97", "98")) else code[:2]
    return _CORSICA.get(first, first)


def _codes_begin(postal: str) -> tuple[str, ...]:
    """What the codes of communes begin with where postcodes begin so."""
    return tuple(code for code, of in _CORSICA.items() if of == postal) or (postal,)


def packaged_places() -> Mapping[str, Place]:
    """Where communes are, as it comes with Passerelle."""
    return _places(packaged(ListKind.PLACES))


def place_entry(place: Place) -> str:
    """The entry of a place (lieu) in a list: longitude and latitude, to some ten metres."""
    return "{:.4f} {:.4f}".format(*place)


def packaged(kind: ListKind) -> Mapping[str, str]:
    """The list that comes with Passerelle."""
    if kind is ListKind.PLACES:
        return {code: place_entry((lon, lat)) for code, (lon, lat) in _packaged("places").items()}
    names = {ListKind.COMMUNES: "communes", ListKind.POSTCODES: "postcodes"}
    return _packaged(names.get(kind, kind.value))


def _lists(given: Mapping[ListKind, GivenList]) -> Lists:
    """What is in force. A label that only a former list has stays known."""
    entries = {kind: given[kind].entries if kind in given else packaged(kind) for kind in ListKind}
    communes = entries[ListKind.COMMUNES]
    if ListKind.COMMUNES in given:
        of = given[ListKind.COMMUNES].department
        communes = {code: name for code, name in communes.items() if code.startswith(of)}
    postcodes = {**packaged(ListKind.POSTCODES), **entries[ListKind.POSTCODES]}
    return Lists(
        communes=communes,
        commune_names={**packaged(ListKind.COMMUNES), **entries[ListKind.COMMUNES]},
        postcodes={code: said.split() for code, said in postcodes.items()},
        activities=entries[ListKind.ACTIVITIES],
        activity_labels={**packaged(ListKind.ACTIVITIES), **entries[ListKind.ACTIVITIES]},
        places=_places({**packaged(ListKind.PLACES), **entries[ListKind.PLACES]}),
    )


def _places(entries: Mapping[str, str]) -> Mapping[str, Place]:
    """Raises ValueError for an entry that is not a longitude and a latitude."""
    split = {code: said.split() for code, said in entries.items()}
    return {code: (float(lon), float(lat)) for code, (lon, lat) in split.items()}


def _grouped(pairs: Iterable[tuple[Any, str]]) -> Mapping[Any, Sequence[str]]:
    found: dict[Any, list[str]] = defaultdict(list)
    for key, code in pairs:
        found[key].append(code)
    return found


def _file_name(kind: ListKind) -> str:
    return f"{kind.value}.json"


def _read(path: Path) -> GivenList | None:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        kind = ListKind(kept["kind"])
        entries = {str(code): str(label) for code, label in kept["entries"].items()}
        if kind is ListKind.PLACES:
            _places(entries)
        given_at = datetime.fromisoformat(kept["given_at"])
        return GivenList(kind, kept["department"], kept["source"], given_at, entries)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # damaged since: as without it, and `passerelle reference show` says so


@cache
def _packaged(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((_HERE / f"{name}.json").read_text(encoding="utf-8"))
    return read
