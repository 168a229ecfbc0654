"""Classes that have another name in a file than the one they were recorded under."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from services.internships.formations.model.classes import class_key
from services.internships.pupils.model import KnownPupil, name_key
from services.internships.roster_files.model.file import RosterRow


def renamed(known: Iterable[KnownPupil], renames: Mapping[str, str]) -> list[KnownPupil]:
    """The recorded pupils, once some classes have another name (`renames`: new key, old key)."""
    now = {old: new for new, old in renames.items()}
    return [replace(pupil, class_key=now.get(pupil.class_key, pupil.class_key)) for pupil in known]


def guess_renames(rows: Sequence[RosterRow], known: Iterable[KnownPupil]) -> dict[str, str]:
    """Classes the file names and nobody knew, whose pupils are most of a class it no longer names."""
    recorded: dict[str, set[str]] = defaultdict(set)
    for pupil in known:
        recorded[pupil.class_key].add(pupil.name_key)
    listed: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        listed[class_key(row.class_label)].add(name_key(row.last_name, row.first_name))
    gone = {key: names for key, names in recorded.items() if key not in listed}
    guesses: dict[str, str] = {}
    for new in sorted(listed.keys() - recorded.keys()):
        shared = Counter({old: len(names & listed[new]) for old, names in gone.items()})
        for old, count in shared.most_common(1):
            if count * 2 > len(gone[old]) and count > 1:
                guesses[new] = old
                del gone[old]
    return guesses
