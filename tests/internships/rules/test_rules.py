"""Rules that warn in time: each alone, then on the page of a place, gone past and heeded again."""

from datetime import date
from uuid import UUID

import pytest

from contracts.identifiers import SiteKey
from services.chassis.base.identity import Role
from services.internships.hosts.model import HostAsksForCare
from services.internships.rules.model import (
    age_unknown,
    cumulated_days,
    minor_hours,
    regulated_work,
    short_stay,
)
from services.internships.rules.model.registry import RULES, findings
from services.internships.rules.model.rule import Facts, Level, working_days
from tests.internships.conftest import Served
from tests.internships.world import BOURDELLE, ELEC, Lycee
from tests.support.pages import Visitor

FOUR_WEEKS = date(2027, 1, 4), date(2027, 1, 29)
ADULT = date(2000, 1, 1)


def test_each_file_is_a_rule_with_a_source_and_a_code_of_its_own() -> None:
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes) == 7
    assert all(rule.source and rule.title for rule in RULES)


def test_a_rule_says_nothing_of_a_stay_before_it_was_in_force() -> None:
    codes = {one.rule.code for one in findings(Facts((date(2018, 1, 8), date(2018, 1, 9)), ADULT))}
    assert "short_stay" not in codes


def test_days_are_those_from_monday_to_friday_each_once() -> None:
    assert working_days((FOUR_WEEKS, FOUR_WEEKS)) == 20
    assert working_days(((date(2027, 1, 9), date(2027, 1, 10)),)) == 0


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ((date(2027, 3, 1), date(2027, 3, 25)), None),
        ((date(2027, 3, 1), date(2027, 3, 26)), "la gratification est due au-delà de 44"),
        ((date(2027, 3, 1), date(2027, 4, 1)), "la gratification est due au-delà de 44"),
        ((date(2027, 3, 1), date(2027, 4, 2)), "elle doit une gratification"),
    ],
    ids=["39 days", "40 days", "44 days", "45 days"],
)
def test_cumulated_days_with_one_host_warn_at_forty_and_say_what_is_due_after_44(
    other: tuple[date, date], said: str | None
) -> None:
    outcome = cumulated_days.check(Facts(FOUR_WEEKS, same_host=(other,)))
    assert (said in outcome.text if outcome else said is None) if said else outcome is None


def test_a_stay_of_two_weeks_is_too_short_unless_it_is_half_of_a_period() -> None:
    days = date(2027, 1, 4), date(2027, 1, 15)
    outcome = short_stay.check(Facts(days))
    assert outcome is not None
    assert "10 jours" in outcome.text.replace("\u00a0", " ")
    assert short_stay.check(Facts(days, elsewhere_in_period=True)) is None
    assert short_stay.check(Facts(FOUR_WEEKS)) is None
    across = short_stay.check(Facts((date(2027, 1, 8), date(2027, 1, 18))))
    assert across is not None
    assert "7 jours" in across.text.replace("\u00a0", " ")
    for first, last in ((4, 22), (6, 26)):
        assert short_stay.check(Facts((date(2027, 1, first), date(2027, 1, last)))) is None


@pytest.mark.parametrize(
    ("born", "told", "untold"),
    [
        (date(2012, 1, 1), ["20 h et 6 h"], ["22 h"]),
        (date(2011, 1, 10), ["20 h et 6 h", "22 h et 6 h"], []),
        (date(2010, 1, 1), ["22 h et 6 h"], ["20 h et 6 h"]),
        (date(2009, 1, 10), ["jusqu’à sa majorité"], []),
    ],
    ids=["15", "16 during the stay", "17", "18 during the stay"],
)
def test_the_hours_of_a_minor_follow_the_age_on_each_day(
    born: date, told: list[str], untold: list[str]
) -> None:
    outcome = minor_hours.check(Facts(FOUR_WEEKS, born))
    assert outcome is not None
    text = outcome.text.replace("\u00a0", " ")
    assert all(one in text for one in (*told, "aucun jour férié travaillé"))
    assert not any(one in text for one in untold)
    assert outcome.level is Level.REMINDER


def test_an_adult_is_reminded_of_nothing() -> None:
    assert findings(Facts(FOUR_WEEKS, ADULT)) == []


def test_regulated_work_is_for_nobody_under_fifteen_and_declared_for_a_minor() -> None:
    young = regulated_work.check(Facts(FOUR_WEEKS, date(2012, 1, 5)))
    assert young is not None
    assert young.level is Level.WARNING
    minor = regulated_work.check(Facts(FOUR_WEEKS, date(2012, 1, 4)))
    assert minor is not None
    assert minor.level is Level.REMINDER
    assert regulated_work.check(Facts(FOUR_WEEKS, ADULT)) is None


def test_an_unknown_age_is_taken_for_a_minors() -> None:
    outcome = age_unknown.check(Facts(FOUR_WEEKS))
    assert outcome is not None
    assert "tenez-le pour mineur" in outcome.text


async def twice_at_one_host(lycee: Lycee) -> str:
    """A pupil confirmed for four weeks, and proposed to the same host for five more; the address."""
    formation = await lycee.opens(ELEC)
    [pupil] = await lycee.imports(
        "MARTIN Léa 2ELEC", classes={"2ELEC": formation}, born="2010-03-12"
    )
    first = await lycee.publishes_a_period(formation)
    second = await lycee.publishes_a_period(
        formation, starts_on=date(2027, 3, 1), ends_on=date(2027, 4, 2), weeks=5
    )
    site = SiteKey(await lycee.knows_a_host())
    await lycee.places(pupil, first, site)
    return f"/pfmp/placements/{await lycee.proposes(pupil, second, site)}"


async def test_a_warning_is_read_before_confirming_and_gone_past_with_a_reason(
    bureau: Visitor, lycee: Lycee
) -> None:
    here = await twice_at_one_host(lycee)
    page = await bureau.get(here)
    assert "45 jours dans cette entreprise cette année" in page.text
    assert "Horaires d’un élève mineur" in page.text
    placement = here.rpartition("/")[2]
    with pytest.raises(HostAsksForCare, match="gratification"):
        await lycee.confirms(UUID(placement))

    unsaid = await bureau.send(page.form(f"{here}/regles"))
    assert unsaid.status == 422
    past = await bureau.send(unsaid.form(f"{here}/regles"), override="in_agreement")
    assert "Motif : prévu dans la convention" in past.text
    assert "knowingly" not in past.form(f"{here}/confirmation").typed()

    back = await bureau.send(past.form(f"{here}/regles/retour"))
    assert "La règle est de nouveau signalée." in back.text
    again = await bureau.send(back.form(f"{here}/regles"), override="authorised")
    confirmed = await bureau.send(again.form(f"{here}/confirmation"), on="2026-11-24")
    assert "Lieu d’accueil confirmé." in confirmed.text


async def test_a_rule_gone_past_warns_again_once_it_says_something_else(
    bureau: Visitor, lycee: Lycee
) -> None:
    here = await twice_at_one_host(lycee)
    page = await bureau.get(here)
    await bureau.send(page.form(f"{here}/regles"), override="in_agreement")
    dates = (await bureau.get(here)).form(f"{here}/confirmation")
    await bureau.send(dates, on="2026-11-24")
    longer = (await bureau.get(here)).form(f"{here}/dates")
    done = await bureau.send(longer, ends_on="2027-04-09", reason="company")
    assert "50 jours dans cette entreprise cette année" in done.text
    assert "Passer outre" in done.text


async def test_who_has_no_say_reads_the_rules_and_goes_past_none(app: Served, lycee: Lycee) -> None:
    here = await twice_at_one_host(lycee)
    async with app.visited_by((Role.ATCT, BOURDELLE)) as visitor:
        page = await visitor.get(here)
        assert "45 jours dans cette entreprise" in page.text
        assert "Passer outre" not in page.text


async def test_who_finds_another_host_days_after_a_rupture_is_there_from_then_on(
    lycee: Lycee,
) -> None:
    formation = await lycee.opens(ELEC)
    [pupil] = await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    period = await lycee.publishes_a_period(
        formation, starts_on=date(2026, 11, 2), ends_on=date(2026, 12, 11), weeks=6
    )
    first = await lycee.places(pupil, period, SiteKey(await lycee.knows_a_host()))
    await lycee.interrupts(first, on=date(2026, 11, 10))
    second = await lycee.proposes(pupil, period, SiteKey(await lycee.knows_a_host()))
    await lycee.confirms(second, on=date(2026, 11, 23))
    resumes = await lycee.superuser.fetchval(
        "SELECT resumes_on FROM placements WHERE placement_id = $1", second
    )
    assert resumes == date(2026, 11, 23)
