"""Each class has its periods, or somebody said that none is expected, or it is to be checked."""

import re
from uuid import UUID

from services.chassis.base.identity import Role
from services.internships.calendars.commands import discard_period
from services.internships.leavers.commands import record_departure
from tests.internships.conftest import Served
from tests.internships.world import BOURDELLE, CARE, ELEC, ELSEWHERE, TODAY, Lycee
from tests.support.pages import Form, Page, Visitor

CALENDAR = "/pfmp/calendrier"
TO_CHECK, DEFINED, NONE = "À vérifier", "Périodes définies", "Aucune PFMP prévue"


def states(page: Page) -> dict[str, str]:
    """What the page says of each class, in the order of its table."""
    rows = re.findall(
        r'<th scope="row">\s*(\w+).*?data-label="Calendrier">(.*?)</td>',
        page.answer.text,
        re.DOTALL,
    )
    known = (TO_CHECK, DEFINED, NONE)
    return {label: next(state for state in known if state in cell) for label, cell in rows}


def taking_back(page: Page, *, one_class: bool) -> Form:
    """The form that takes back what was said, of one class (in its row) or of all (the notice)."""
    forms = [form for form in page.forms if form.action.endswith("/retrait")]
    return next(form for form in forms if ("class_id" in dict(form.fields)) is one_class)


def offered(page: Page) -> list[str]:
    """The classes one may say something of."""
    return re.findall(r'name="class_ids"[^>]*value="([0-9a-f-]{36})"', page.answer.text)


async def two_classes(lycee: Lycee) -> dict[str, UUID]:
    elec, care = await lycee.opens(ELEC), await lycee.opens(CARE, "1re ASSP")
    await lycee.imports("A Léa 1ASSP", "B Tom 2ELEC", classes={"2ELEC": elec, "1ASSP": care})
    return {"elec": elec, "care": care}


async def test_a_class_without_a_period_is_to_be_checked_and_nothing_is_inferred(
    bureau: Visitor, lycee: Lycee
) -> None:
    formations = await two_classes(lycee)
    await lycee.publishes_a_period(formations["care"])

    page = await bureau.get(CALENDAR)

    assert states(page) == {"2ELEC": TO_CHECK, "1ASSP": DEFINED}
    assert "du 4 au 29 janvier 2027" in page.text
    assert (
        "Calendrier à vérifier : 1 classe" in (await bureau.get("/pfmp/fragments/aujourdhui")).text
    )


async def test_none_is_expected_once_somebody_says_so_and_it_is_taken_back(
    bureau: Visitor, lycee: Lycee
) -> None:
    await two_classes(lycee)
    form = (await bureau.get(CALENDAR)).form(CALENDAR, exactly=True)

    nobody = await bureau.send(form)
    assert (nobody.status, "Cochez au moins une classe" in nobody.text) == (422, True)
    both = offered(nobody)
    told = await bureau.send(nobody.form(CALENDAR, exactly=True), class_ids=both)

    assert "2 classes sans PFMP prévue cette année." in told.text
    assert states(told) == {"1ASSP": NONE, "2ELEC": NONE}
    assert "(Responsable de bureau)" in told.text
    assert "Calendrier à vérifier" not in (await bureau.get("/pfmp/fragments/aujourdhui")).text

    one = await bureau.send(taking_back(told, one_class=True))
    assert sorted(states(one).values()) == sorted([NONE, TO_CHECK])


async def test_what_was_said_at_once_is_undone_at_once(bureau: Visitor, lycee: Lycee) -> None:
    await two_classes(lycee)
    page = await bureau.get(CALENDAR)
    both = offered(page)
    told = await bureau.send(page.form(CALENDAR, exactly=True), class_ids=both)

    undone = await bureau.send(taking_back(told, one_class=False))

    assert "2 classes à vérifier de nouveau." in undone.text
    assert set(states(undone).values()) == {TO_CHECK}


async def test_a_period_prepared_and_given_up_leaves_the_class_to_be_checked(
    bureau: Visitor, lycee: Lycee
) -> None:
    formations = await two_classes(lycee)
    page = await bureau.get(CALENDAR)
    both = offered(page)
    await bureau.send(page.form(CALENDAR, exactly=True), class_ids=both)

    period = await lycee.drafts_a_period(formations["elec"])
    drafted = await bureau.get(CALENDAR)
    assert states(drafted) == {"1ASSP": NONE, "2ELEC": DEFINED}
    assert "Brouillon" in drafted.text

    await lycee.do(discard_period, period_id=period, version=1)
    assert states(await bureau.get(CALENDAR)) == {"2ELEC": TO_CHECK, "1ASSP": NONE}


async def test_a_mixed_class_is_defined_once_each_of_its_formations_is(
    bureau: Visitor, lycee: Lycee
) -> None:
    elec, care = await lycee.opens(ELEC), await lycee.opens(CARE, "1re ASSP")
    (first, _) = await lycee.imports("A Léa 2MIXT", "B Tom 2MIXT", classes={"2MIXT": elec})
    await lycee.superuser.execute(
        "UPDATE pupils SET formation_id = $1 WHERE pupil_year_id = $2", care, first
    )
    await lycee.publishes_a_period(elec)
    assert states(await bureau.get(CALENDAR)) == {"2MIXT": TO_CHECK}

    await lycee.do(record_departure, pupil_year_id=first, version=1, on=TODAY, now=lycee.now)
    assert states(await bureau.get(CALENDAR)) == {"2MIXT": DEFINED}


async def test_a_class_picked_out_of_a_period_is_not_concerned(
    bureau: Visitor, lycee: Lycee
) -> None:
    elec = await lycee.opens(ELEC)
    await lycee.imports("A Léa 1ELEC", "B Tom 2ELEC", classes={"1ELEC": elec, "2ELEC": elec})
    second = await lycee.superuser.fetchval("SELECT class_id FROM classes WHERE label = '2ELEC'")
    await lycee.publishes_a_period(elec, class_ids=[second])

    assert states(await bureau.get(CALENDAR)) == {"1ELEC": TO_CHECK, "2ELEC": DEFINED}


async def test_the_class_of_another_lycee_is_not_found_and_nothing_is_recorded(
    bureau: Visitor, lycee: Lycee, other_lycee: Lycee
) -> None:
    await two_classes(lycee)
    formation = await other_lycee.opens(ELEC)
    await other_lycee.imports("C Zoé 3ELEC", classes={"3ELEC": formation})
    theirs = await lycee.superuser.fetchval("SELECT class_id FROM classes WHERE label = '3ELEC'")
    page = await bureau.get(CALENDAR)
    own = offered(page)

    answer = await bureau.send(page.form(CALENDAR, exactly=True), class_ids=[own[0], str(theirs)])

    assert answer.status == 404
    assert set(states(await bureau.get(CALENDAR)).values()) == {TO_CHECK}


async def test_who_writes_in_one_lycee_is_not_asked_about_the_other(
    app: Served, lycee: Lycee, other_lycee: Lycee
) -> None:
    for one, name in ((lycee, "2HERE"), (other_lycee, "2THERE")):
        formation = await one.opens(ELEC)
        await one.imports(f"A Léa {name}", classes={name: formation})

    async with app.visited_by((Role.RBDE, BOURDELLE), (Role.HEAD, ELSEWHERE)) as visitor:
        page = await visitor.get(CALENDAR)
        assert states(page) == {"2HERE": TO_CHECK, "2THERE": TO_CHECK}
        told = await visitor.send(page.form(CALENDAR, exactly=True), class_ids=offered(page))
        assert states(told) == {"2THERE": TO_CHECK, "2HERE": NONE}


async def test_who_only_reads_says_nothing_and_other_years_are_shown(
    app: Served, lycee: Lycee
) -> None:
    await two_classes(lycee)

    async with app.visited_by((Role.HEAD, BOURDELLE)) as head:
        page = await head.get(CALENDAR)
        assert set(states(page).values()) == {TO_CHECK}
        assert 'name="class_ids"' not in page.answer.text
        next_year = await head.get(f"{CALENDAR}?annee=2027-2028")
        assert "Aucune classe pour cette année scolaire." in next_year.text
        assert (await head.get(f"{CALENDAR}?annee=2027-2029")).status == 404
    async with app.visited_by((Role.RBDE, ELSEWHERE)) as elsewhere:
        assert states(await elsewhere.get(CALENDAR)) == {}
