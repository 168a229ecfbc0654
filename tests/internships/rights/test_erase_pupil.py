"""The head has a pupil erased: the name goes, the figures stay."""

from datetime import date
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy.exc import DBAPIError

from contracts.internships.periods import CoverageChangedV1, PupilErasedV1
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.privacy.erasure.restored_database import Applier
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.leavers.commands import record_departure
from services.internships.pupils.model import PupilErased
from services.internships.pupils.queries import read_pupil
from services.internships.rights.commands import erase_pupil
from services.internships.rights.queries import read_pupil_to_erase
from services.internships.subscribers import erasing
from tests.internships.world import ELEC, NOW, TODAY, Lycee


class Class:
    """Two pupils, one of them placed."""

    formation: UUID
    lea: UUID
    tom: UUID
    placement: UUID


@pytest_asyncio.fixture
async def class_(lycee: Lycee) -> Class:
    at = Class()
    at.formation = await lycee.opens(ELEC)
    at.lea, at.tom = await lycee.imports(
        "MARTIN Léa 2ELEC", "ROUX Tom 2ELEC", classes={"2ELEC": at.formation}
    )
    period = await lycee.publishes_a_period(at.formation)
    at.placement = await lycee.places(at.lea, period, await lycee.knows_a_host())
    return at


async def erase(lycee: Lycee, pupil: UUID, version: int = 1) -> None:
    await lycee.do(erase_pupil, pupil_year_id=pupil, version=version, notes=(), now=NOW)


async def test_an_erased_pupil_is_counted_and_named_nowhere(lycee: Lycee, class_: Class) -> None:
    told = len(await lycee.published(CoverageChangedV1))

    await erase(lycee, class_.lea)

    assert (await lycee.do(read_pupil, class_.lea)).name == "Élève effacé"
    [event] = await lycee.published(PupilErasedV1)
    assert (event.pupil_year_id, event.placements) == (class_.lea, (class_.placement,))
    assert len(await lycee.published(CoverageChangedV1)) == told
    row = await lycee.superuser.fetchrow(
        "SELECT * FROM pupils WHERE pupil_year_id = $1", class_.lea
    )
    assert "MARTIN" not in str(row).upper()
    assert "LÉA" not in str(row).upper()


async def test_nothing_more_is_done_about_an_erased_pupil(lycee: Lycee, class_: Class) -> None:
    await erase(lycee, class_.lea)

    with pytest.raises(PupilErased):
        await erase(lycee, class_.lea, version=2)
    with pytest.raises(PupilErased):
        await lycee.do(record_departure, pupil_year_id=class_.lea, version=2, on=TODAY, now=NOW)


async def test_a_pupil_of_another_lycee_or_changed_meanwhile_is_not_erased(
    lycee: Lycee, other_lycee: Lycee, class_: Class
) -> None:
    with pytest.raises(NotFound):
        await erase(other_lycee, class_.lea)
    with pytest.raises(StaleVersion):
        await erase(lycee, class_.lea, version=7)

    assert (await lycee.do(read_pupil, class_.lea)).name == "MARTIN Léa"


async def test_a_list_that_names_an_erased_pupil_adds_them_again(
    lycee: Lycee, class_: Class
) -> None:
    await erase(lycee, class_.lea)

    await lycee.imports("MARTIN Léa 2ELEC", "ROUX Tom 2ELEC", classes={"2ELEC": class_.formation})

    names = await lycee.superuser.fetch("SELECT last_name FROM pupils")
    assert sorted(str(row["last_name"]) for row in names) == ["MARTIN", "None", "ROUX"]


async def test_an_erasure_that_is_rolled_back_is_not_applied_later(
    lycee: Lycee, class_: Class
) -> None:
    async def refused_at_the_end(uow: UnitOfWork) -> None:
        await erase_pupil(uow, pupil_year_id=class_.lea, version=1, notes=(), now=NOW)
        # The same fact twice: the last statement before the commit is refused.
        uow.drafts.append(uow.drafts[0])

    with pytest.raises(DBAPIError):
        await lycee.do(refused_at_the_end)

    await Applier(erasing, lycee.units).apply()

    assert (await lycee.do(read_pupil, class_.lea)).name == "MARTIN Léa"


async def test_a_name_that_came_back_is_erased_again_once(lycee: Lycee, class_: Class) -> None:
    await erase(lycee, class_.lea)
    await lycee.superuser.execute(
        "UPDATE pupils SET last_name = 'MARTIN', first_name = 'Léa', name_key = 'martin|lea',"
        " erased_at = NULL WHERE pupil_year_id = $1",
        class_.lea,
    )
    await lycee.superuser.execute("TRUNCATE erasures")

    await Applier(erasing, lycee.units).apply()
    again = await Applier(erasing, lycee.units).apply()

    assert (await lycee.do(read_pupil, class_.lea)).name == "Élève effacé"
    assert again == 0


async def named(lycee: Lycee) -> int:
    return int(
        await lycee.superuser.fetchval("SELECT count(*) FROM pupils WHERE last_name IS NOT NULL")
    )


async def with_other_years(lycee: Lycee, class_: Class, *born: date | None) -> None:
    """Rows of last year under Léa's name, with these dates of birth."""
    await lycee.superuser.execute(
        "INSERT INTO classes SELECT uai, gen_random_uuid(), '2025-2026', label, class_key,"
        " formation_id FROM classes"
    )
    for day in born:
        await lycee.superuser.execute(
            "INSERT INTO pupils (uai, pupil_year_id, school_year, class_id, formation_id, last_name,"
            " first_name, name_key, born_on, version) SELECT p.uai, gen_random_uuid(), '2025-2026',"
            " c.class_id, p.formation_id, p.last_name, p.first_name, p.name_key, $2, 1"
            " FROM pupils p JOIN classes c ON c.school_year = '2025-2026' WHERE pupil_year_id = $1",
            *(class_.lea, day),
        )


async def test_a_pupil_of_the_same_name_in_the_same_year_is_somebody_else(
    lycee: Lycee, class_: Class
) -> None:
    await lycee.superuser.execute(
        "UPDATE pupils SET last_name = 'MARTIN', first_name = 'Léa', name_key ="
        " (SELECT name_key FROM pupils WHERE pupil_year_id = $1)",
        class_.lea,
    )

    found = await lycee.do(read_pupil_to_erase, class_.lea)
    assert list(found.ids) == [class_.lea]
    await erase(lycee, class_.lea)

    assert (await lycee.do(read_pupil, class_.tom)).name == "MARTIN Léa"


@pytest.mark.parametrize(
    ("own", "others", "left"),
    [
        (None, [None], 0),
        (None, [date(2010, 5, 1)], 0),
        (date(2010, 5, 1), [date(2010, 5, 1), date(2011, 6, 2)], 1),
        # Two of that name last year, and nobody knows which of them is which.
        (date(2010, 5, 1), [None, None], 2),
    ],
)
async def test_other_years_are_the_same_person_where_births_do_not_say_otherwise(
    lycee: Lycee, class_: Class, own: date | None, others: list[date | None], left: int
) -> None:
    await lycee.superuser.execute(
        "UPDATE pupils SET born_on = $2 WHERE pupil_year_id = $1", class_.lea, own
    )
    await with_other_years(lycee, class_, *others)

    found = await lycee.do(read_pupil_to_erase, class_.lea)
    await erase(lycee, class_.lea)

    assert len(found.ids) == 1 + len(others) - left
    assert await named(lycee) == left + 1, "Tom is still named"
