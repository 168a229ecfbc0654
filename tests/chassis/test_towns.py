"""A commune is typed by its name or its postcode, here or elsewhere; newer lists are used at once."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contracts.identifiers import CommuneCode
from services.chassis.reference.nomenclatures import (
    activities,
    activity_choices,
    activity_label,
    commune_name,
    commune_options,
    communes,
    places,
)
from services.chassis.reference.nomenclatures.lists import (
    FOLDER,
    GIVEN,
    GivenList,
    ListKind,
    forget_list,
    keep_list,
    place_entry,
)
from services.chassis.reference.nomenclatures.nearby import communes_within
from services.chassis.reference.nomenclatures.towns import (
    Town,
    UnknownTown,
    meant_by,
    town_text,
    understand,
)
from tests.support.waiting import eventually

MONTAUBAN, MOISSAC, VALENCE = map(CommuneCode, ("82121", "82112", "82186"))
FRANCE = {
    "82121": "Montauban",
    "82112": "Moissac-la-Neuve",
    "47001": "Agen",
    "26362": "Valence",
    "33001": "Abzac",
}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """The data folder of this process."""
    GIVEN.keep_in(tmp_path)
    yield tmp_path
    GIVEN.keep_in(None)


def give(folder: Path, kind: ListKind, entries: Mapping[str, str]) -> None:
    keep_list(folder, GivenList(kind, "82", "liste.csv", datetime.now(UTC), entries))
    GIVEN.keep_in(folder)


@pytest.mark.parametrize(
    ("typed", "postcode", "meant"),
    [
        ("Montauban", None, Town(MONTAUBAN)),
        ("montauban cedex 9", "82017", Town(MONTAUBAN)),
        ("  st  porquier ", None, Town(CommuneCode("82171"))),
        ("Saint-Porquier", "82700", Town(CommuneCode("82171"))),
        ("82000", None, Town(MONTAUBAN, postcode="82000")),
        ("82121", None, Town(MONTAUBAN)),
        ("82200 Moissac", None, Town(MOISSAC, postcode="82200")),
        ("Moissac (82200)", None, Town(MOISSAC, postcode="82200")),
        ("Valence", None, Town(VALENCE)),
        ("26000 Valence", None, Town(None, "Valence", "26000")),
        ("26000 Valence", "26000", Town(None, "Valence", "26000")),
        ("Agen", None, Town(None, "Agen")),
        ("Agen", "47000", Town(None, "Agen")),
        ("47000 Agen", None, Town(None, "Agen", "47000")),
        ("Gérone (Espagne)", None, Town(None, "Gérone (Espagne)")),
        ("INSEE 47001", None, Town(CommuneCode("47001"))),
        ("Agen (INSEE 47001)", None, Town(CommuneCode("47001"))),
    ],
)
def test_a_commune_is_understood_as_people_write_it(
    typed: str, postcode: str | None, meant: Town
) -> None:
    assert understand(typed, postcode) == meant


@pytest.mark.parametrize(
    ("typed", "postcode", "told"),
    [
        ("Montaubant", None, "écrivez Montauban, ou, si c’est une autre, son code postal"),
        ("Montauban", "26000", "Le code postal 26000 n’est pas celui de Montauban"),
        ("Agen", "82000", "Le code postal 82000 n’est pas celui d’Agen\u202f: écrivez Montauban."),
        ("82200 Moissac", "82000", "gardez le bon"),
        ("82700", None, "plusieurs communes\u202f: écrivez "),
        ("47000", None, "«\u00a047000 Agen\u00a0»"),
        ("820", None, "Écrivez le nom de la commune"),
        ("INSEE 470", None, "5 caractères"),
    ],
)
def test_what_cannot_be_told_says_what_to_write(
    typed: str, postcode: str | None, told: str
) -> None:
    with pytest.raises(UnknownTown) as refused:
        understand(typed, postcode)
    assert told in str(refused.value)


def test_what_nobody_can_be_asked_about_stays_as_it_was_typed() -> None:
    assert meant_by("Montaubant") == Town(None, "Montaubant")
    assert meant_by("82000 Montauban") == Town(MONTAUBAN, postcode="82000")
    assert meant_by(None) == Town()


@pytest.mark.parametrize(
    ("commune", "locality", "postcode"),
    [
        ("82121", None, "82000"),
        ("82121", None, None),
        ("47001", None, "47000"),
        (None, "Agen", "47000"),
        (None, "Valence", "26000"),
        (None, "Gérone (Espagne)", "17001"),
        (None, "Agen", None),
    ],
)
def test_a_card_that_is_sent_as_it_was_shown_keeps_its_commune(
    commune: str | None, locality: str | None, postcode: str | None
) -> None:
    meant = understand(town_text(commune, locality, postcode), postcode)

    assert (meant.commune, meant.locality) == (commune, locality)


def test_every_commune_of_the_department_is_proposed_with_its_postcode() -> None:
    assert len(commune_options()) == len(communes()) == 195
    assert ("Montauban", "82000") in commune_options()
    assert all(understand(name).commune for name, _ in commune_options())


async def test_what_is_given_and_taken_back_meanwhile_is_used_without_a_restart(
    folder: Path,
) -> None:
    assert commune_name("47001") is None
    keep_list(folder, GivenList(ListKind.COMMUNES, "82", "cog.csv", datetime.now(UTC), FRANCE))
    await eventually(lambda: commune_name("47001") == "Agen")

    forget_list(folder, ListKind.COMMUNES)
    await eventually(lambda: commune_name("47001") is None)


def test_a_newer_list_of_communes_is_used_and_former_names_stay_known(
    folder: Path,
) -> None:
    assert commune_name(MOISSAC) == "Moissac"

    give(folder, ListKind.COMMUNES, FRANCE)

    assert dict(communes()) == {"82121": "Montauban", "82112": "Moissac-la-Neuve"}
    assert commune_name(MOISSAC) == "Moissac-la-Neuve"
    assert commune_name(VALENCE) == "Valence"  # joined to another one since
    assert commune_name("47001") == "Agen"
    # Of elsewhere, where its postcode says which one.
    assert understand("47000 Agen") == Town(CommuneCode("47001"), postcode="47000")
    assert understand("Agen").commune is None
    assert understand(town_text("47001", None)).commune == "47001"
    # One that is called as one of here was.
    assert understand("Valence", "26000").commune == "26362"

    assert forget_list(folder, ListKind.COMMUNES)
    GIVEN.keep_in(folder)
    assert len(communes()) == 195
    assert not forget_list(folder, ListKind.COMMUNES)


def test_newer_postcodes_are_used(folder: Path) -> None:
    give(folder, ListKind.COMMUNES, FRANCE)
    give(folder, ListKind.POSTCODES, {"82121": "82000 82010", "47001": "47000", "33001": "33230"})

    assert understand("82010").commune == MONTAUBAN
    assert understand("47000").commune == "47001"
    assert understand("33230 Abzac").commune == "33001"
    assert understand("82200 Moissac-la-Neuve").commune == MOISSAC  # as it came with Passerelle


def test_a_newer_list_of_activities_is_chosen_from_and_former_codes_keep_their_label(
    folder: Path,
) -> None:
    give(folder, ListKind.ACTIVITIES, {"43.21B": "Travaux d’installation électrique"})

    assert dict(activities()) == {"43.21B": "Travaux d’installation électrique"}
    assert list(activity_choices()) == list(activities().items())
    assert (activity_label("43.21A") or "").startswith("Travaux d")


def test_the_places_of_communes_are_those_given_beside_those_that_came_with_passerelle(
    folder: Path,
) -> None:
    unknown, known = "82003", MOISSAC
    assert unknown not in places()
    before = places()[known]

    give(folder, ListKind.PLACES, {unknown: "1.2500 44.1000", "47001": place_entry((0.62, 44.2))})

    assert places()[unknown] == (1.25, 44.1)
    assert places()["47001"] == (0.62, 44.2)
    assert places()[known] == before
    assert "47001" in communes_within(MOISSAC, 40)


@pytest.mark.parametrize("damaged", ["1.25", "ouest nord", "1.25 44.1 200"])
def test_places_damaged_since_are_as_none_and_said(folder: Path, damaged: str) -> None:
    give(folder, ListKind.PLACES, {"82003": damaged})

    assert "82003" not in places()
    assert GIVEN.damaged() == [ListKind.PLACES]


def test_a_list_damaged_since_is_as_none_and_said(folder: Path) -> None:
    give(folder, ListKind.COMMUNES, FRANCE)
    (folder / FOLDER / "communes.json").write_text("{")
    GIVEN.keep_in(folder)

    assert len(communes()) == 195
    assert GIVEN.damaged() == [ListKind.COMMUNES]
    assert [one.name for one in (folder / FOLDER).iterdir()] == ["communes.json"]
