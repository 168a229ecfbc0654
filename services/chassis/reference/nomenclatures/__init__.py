"""Public nomenclatures every service shows the same way: activities (NAF) and communes (COG).

Each list comes with Passerelle until this installation is given a newer one, see `lists`.
"""

from collections.abc import Mapping, Sequence

from contracts.words import plain
from services.chassis.reference.nomenclatures.lists import GIVEN, Place

ACTIVITY_LETTERS_MIN = 5


def activities() -> Mapping[str, str]:
    """Label of each activity by its NAF code, such as "43.21A"."""
    return GIVEN.in_force().activities


def communes() -> Mapping[str, str]:
    """Name of each commune of the département by its INSEE code."""
    return GIVEN.in_force().communes


def places() -> Mapping[str, Place]:
    """Longitude and latitude of communes, by INSEE code: those GeoNames knows, and those whose
    outline was given to this installation.
    """
    return GIVEN.in_force().places


def activity_label(naf: str | None) -> str | None:
    """Label of an activity (libellé NAF), or None when the code is absent or unknown.

    A code that a newer list dropped keeps its label: cards still have it.
    """
    return GIVEN.in_force().activity_labels.get(naf) if naf else None


def activity_labels() -> Mapping[str, str]:
    """Label of each activity, and of those a newer list dropped; another mapping once it changed."""
    return GIVEN.in_force().activity_labels


def activities_with_word(start: str) -> Sequence[str]:
    """The codes of the activities whose label has a word that begins so, in the singular too.

    None for a word of fewer than five letters: it may well be a part of a name.
    """
    if len(start) < ACTIVITY_LETTERS_MIN:
        return ()
    begins = tuple(f" {one}" for one in {start, start.rstrip("sx")})
    labels = activity_labels().items()
    return [naf for naf, label in labels if any(one in f" {plain(label)}" for one in begins)]


def commune_name(code: str | None) -> str | None:
    """Name of a commune, or None when the code is absent or unknown.

    That of a commune that was joined to another one stays known, and those of other départements
    are once this installation has their list.
    """
    return GIVEN.in_force().commune_names.get(code) if code else None


def postcodes_of(code: str | None) -> Sequence[str]:
    """The postcodes of a commune, where they are known."""
    return GIVEN.in_force().postcodes.get(code, ()) if code else ()


def activity_choices() -> Sequence[tuple[str, str]]:
    """Every activity one may choose, by code."""
    return GIVEN.in_force().activity_choices


def commune_choices() -> Sequence[tuple[str, str]]:
    """Code and name of the communes of the département, by name."""
    return GIVEN.in_force().commune_choices


def commune_options() -> Sequence[tuple[str, str]]:
    """Communes as people type them: a name, and its postcodes beside."""
    return GIVEN.in_force().commune_options
