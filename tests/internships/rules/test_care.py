"""What is to be known of a host before a pupil is placed there, and going on all the same."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from contracts.identifiers import (
    CompanyId,
    IsoWeek,
    PauseId,
    RuleId,
    SchoolYear,
    SiteId,
    SiteKey,
    TallyId,
)
from contracts.internships.periods import HostAgreedV1, SiteHostingTalliedV1
from contracts.partnerships.closures import SiteClosedV1, SiteReopenedV1
from contracts.partnerships.hosting_limits import HostingLimitDecidedV1, SiteStaffStatedV1
from contracts.partnerships.merges import CompanyMergedV1, MergeUndoneV1, SamePlace
from contracts.partnerships.pressure import SitePausedV1, SiteResumedV1
from services.chassis.reactions import Batched, NotYet
from services.internships.hosts.commands import copy_companies
from services.internships.hosts.model import BY_LAW, HostAsksForCare, Limit, of_ceiling
from services.internships.hosts.reactions import (
    join_the_hosts,
    note_closings,
    note_how_many_are_hosted,
    note_the_end_of_the_pause,
    note_the_limit,
    note_the_pause,
    note_the_staff,
    part_the_hosts,
)
from services.internships.hosts.store.hosts import CompanyVersion
from services.internships.placements.commands.confirm_placement import confirm_placement
from tests.internships.world import ELEC, TODAY, Lycee, company
from tests.support.bus import envelope_of
from tests.support.pages import Visitor

MONTH = date(2026, 12, 24)
SIRET = "35600000000048"


async def hears_of_a_pause(by: Lycee, site: SiteKey, until_on: date = MONTH) -> UUID:
    """A lycée asked for a pause; return its id."""
    site_id = UUID(site.removeprefix("local:"))
    event = SitePausedV1(
        pause_id=PauseId(uuid4()),
        site_id=SiteId(site_id),
        site_key=site,
        until_on=until_on,
        occurred_on=TODAY,
    )
    for _ in range(2):
        await by.do(lambda uow: note_the_pause(event, uow))
    return event.pause_id


async def one_pupil(lycee: Lycee) -> tuple[UUID, UUID]:
    """A pupil and a period."""
    formation = await lycee.opens(ELEC)
    [pupil] = await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    return pupil, await lycee.publishes_a_period(formation)


async def test_nobody_is_placed_unawares_where_another_lycee_is_to_be_contacted(
    lycee: Lycee, other_lycee: Lycee
) -> None:
    pupil, period = await one_pupil(lycee)
    site = await lycee.knows_a_host()
    placement = await lycee.proposes(pupil, period, site)
    pause_id = await hears_of_a_pause(other_lycee, site)

    with pytest.raises(HostAsksForCare, match="À contacter avant tout placement"):
        await lycee.confirms(placement)
    assert await lycee.published(HostAgreedV1) == []
    ended = SiteResumedV1(
        pause_id=PauseId(pause_id),
        site_id=SiteId(UUID(site.removeprefix("local:"))),
        site_key=site,
        occurred_on=TODAY,
    )
    await other_lycee.do(lambda uow: note_the_end_of_the_pause(ended, uow))

    await lycee.confirms(placement)
    assert len(await lycee.published(HostAgreedV1)) == 1


async def test_one_goes_on_knowing_it(lycee: Lycee, other_lycee: Lycee) -> None:
    pupil, period = await one_pupil(lycee)
    site = await lycee.knows_a_host()
    placement = await lycee.proposes(pupil, period, site)
    await hears_of_a_pause(other_lycee, site)

    await lycee.do(
        confirm_placement,
        placement_id=placement,
        version=1,
        on=TODAY,
        knowingly=True,
        now=lycee.now,
    )

    assert len(await lycee.published(HostAgreedV1)) == 1


async def test_a_pause_whose_day_has_passed_stands_in_nobodys_way(
    lycee: Lycee, other_lycee: Lycee
) -> None:
    pupil, period = await one_pupil(lycee)
    site = await lycee.knows_a_host()
    await hears_of_a_pause(other_lycee, site, until_on=date(2026, 11, 23))
    await lycee.places(pupil, period, site)


async def test_the_pages_say_it_before_and_ask_to_go_on(
    bureau: Visitor, lycee: Lycee, other_lycee: Lycee
) -> None:
    pupil, period = await one_pupil(lycee)
    site = await lycee.knows_a_host()
    await hears_of_a_pause(other_lycee, site)
    said = "À contacter avant tout placement"

    page = await bureau.get(f"/pfmp/placements/nouveau?site={site}")
    assert said in page.text
    choice = f"{period}/{pupil}"
    refused = await bureau.send(page.form("/pfmp/placements"), waiting=choice)
    assert refused.status == 422
    again = refused.form("/pfmp/placements")
    card = await bureau.send(again, waiting=choice, knowingly="true")
    assert said in card.text
    confirmation = card.form(f"{card.answer.url.path}/confirmation")
    refused = await bureau.send(confirmation, on="2026-11-20")
    assert refused.status == 422
    again = refused.form(f"{card.answer.url.path}/confirmation")
    assert (
        "Lieu d’accueil confirmé"
        in (await bureau.send(again, on="2026-11-20", knowingly="true")).text
    )

    own = f"/pfmp/periodes/{period}/eleves/{pupil}"
    assert len(await lycee.published(HostAgreedV1)) == 1
    assert (await bureau.get(own)).status == 200


async def hears_of_staff(lycee: Lycee, site: SiteKey, staff: int) -> None:
    """A bureau stated how many people work at a site."""
    site_id = SiteId(UUID(site.removeprefix("local:")))
    event = SiteStaffStatedV1(site_id=site_id, site_key=site, staff=staff, occurred_on=TODAY)
    await lycee.do(lambda uow: note_the_staff([Batched(event, envelope_of(event))], uow))


async def tells_its_seats(lycee: Lycee, site: SiteKey, week: str, seats: int) -> None:
    """A lycée told how many pupils it has at a site in a week."""
    event = SiteHostingTalliedV1(
        tally_id=TallyId(uuid4()),
        site_key=site,
        school_year=SchoolYear("2026-2027"),
        week=IsoWeek(week),
        seats=seats,
        occurred_on=TODAY,
    )
    await lycee.do(lambda uow: note_how_many_are_hosted([Batched(event, envelope_of(event))], uow))


@pytest.mark.parametrize(
    ("staff", "ceiling"), [(1, 3), (19, 3), (20, 3), (21, 4), (100, 15), (101, 16)]
)
def test_the_ceiling_is_three_below_twenty_people_and_fifteen_per_cent_rounded_up(
    staff: int, ceiling: int
) -> None:
    assert BY_LAW.ceiling(staff) == ceiling


def test_a_raised_ceiling_counts_otherwise() -> None:
    assert [Limit(20, 5, 30).ceiling(staff) for staff in (29, 30, 31)] == [5, 6, 7]


def test_the_week_that_is_full_is_named_and_the_others_counted() -> None:
    assert of_ceiling({"2027-W01": 2}, 3) == []
    (said,) = of_ceiling({"2027-W03": 3, "2027-W02": 4, "2027-W01": 2}, 3)
    assert "4\u00a0élèves" in said
    assert "semaine du 11/01/2027 et 1\u00a0autre" in said


async def test_the_fourth_pupil_of_a_small_site_is_warned_of_over_all_lycees(
    lycee: Lycee, other_lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    lea, tom = await lycee.imports(
        "MARTIN Léa 2ELEC", "ROUX Tom 2ELEC", classes={"2ELEC": formation}
    )
    period = await lycee.publishes_a_period(formation)
    site = await lycee.knows_a_host()
    await hears_of_staff(other_lycee, site, 12)
    await tells_its_seats(other_lycee, site, "2027-W03", 2)
    # What one's own lycée told is not counted beside what it has.
    await tells_its_seats(lycee, site, "2027-W03", 1)
    await lycee.places(lea, period, site)
    placement = await lycee.proposes(tom, period, site)

    with pytest.raises(HostAsksForCare, match="semaine du 18/01/2027, pour 3 au plus"):
        await lycee.confirms(placement)

    raised = HostingLimitDecidedV1(
        rule_id=RuleId(uuid4()),
        percent=20,
        small=5,
        small_under=30,
        from_on=date(2027, 1, 1),
        occurred_on=TODAY,
    )
    await other_lycee.do(lambda uow: note_the_limit(raised, envelope_of(raised), uow))
    await lycee.confirms(placement)
    assert len(await lycee.published(HostAgreedV1)) == 2


async def test_other_weeks_other_sites_and_an_unknown_staff_warn_of_nothing(
    lycee: Lycee, other_lycee: Lycee
) -> None:
    formation = await lycee.opens(ELEC)
    lea, tom = await lycee.imports(
        "MARTIN Léa 2ELEC", "ROUX Tom 2ELEC", classes={"2ELEC": formation}
    )
    period = await lycee.publishes_a_period(formation)
    known, unknown = await lycee.knows_a_host(), await lycee.knows_a_host()
    await hears_of_staff(lycee, known, 5)
    await tells_its_seats(other_lycee, known, "2027-W05", 3)
    await tells_its_seats(other_lycee, unknown, "2027-W01", 9)
    await lycee.places(lea, period, known)
    await lycee.places(tom, period, unknown)


async def test_places_of_merged_cards_count_together_until_the_merge_is_undone(
    lycee: Lycee, other_lycee: Lycee
) -> None:
    pupil, period = await one_pupil(lycee)
    kept, gone = company(), company()
    now, former = kept.sites[0].site_key, gone.sites[0].site_key
    for facts in (kept, gone):
        await lycee.do(copy_companies, told=[CompanyVersion(facts, 1, lycee.now)])
    placement = await lycee.proposes(pupil, period, former)
    await hears_of_staff(other_lycee, now, 12)
    await tells_its_seats(other_lycee, now, "2027-W03", 2)
    await tells_its_seats(other_lycee, former, "2027-W03", 1)
    same = SamePlace(former_key=former, site_key=now)
    merged = CompanyMergedV1(
        company_id=kept.company_id,
        absorbed_id=gone.company_id,
        same_places=(same,),
        occurred_on=TODAY,
    )

    for _ in range(2):
        await other_lycee.do(lambda uow: join_the_hosts(merged, uow))
    with pytest.raises(HostAsksForCare, match="semaine du 18/01/2027, pour 3 au plus"):
        await lycee.confirms(placement)

    undone = MergeUndoneV1(
        company_id=kept.company_id, restored_id=gone.company_id, occurred_on=TODAY
    )
    await other_lycee.do(lambda uow: part_the_hosts(undone, uow))
    await lycee.confirms(placement)
    assert len(await lycee.published(HostAgreedV1)) == 1


async def test_a_merge_waits_for_the_places_it_tells_of(lycee: Lycee) -> None:
    same = SamePlace(former_key=SiteKey.local(uuid4()), site_key=await lycee.knows_a_host())
    merged = CompanyMergedV1(
        company_id=CompanyId(uuid4()),
        absorbed_id=CompanyId(uuid4()),
        same_places=(same,),
        occurred_on=TODAY,
    )
    with pytest.raises(NotYet):
        await lycee.do(lambda uow: join_the_hosts(merged, uow))


async def test_a_place_whose_number_came_to_be_known_keeps_what_was_told_of_it(
    lycee: Lycee, other_lycee: Lycee
) -> None:
    pupil, period = await one_pupil(lycee)
    facts = company()
    former = facts.sites[0].site_key
    await lycee.do(copy_companies, told=[CompanyVersion(facts, 1, lycee.now)])
    await hears_of_staff(other_lycee, former, 12)
    await tells_its_seats(other_lycee, former, "2027-W03", 3)
    numbered = facts.sites[0].model_copy(update={"site_key": SiteKey(SIRET)})
    known = facts.model_copy(update={"sites": (numbered,)})
    await lycee.do(copy_companies, told=[CompanyVersion(known, 2, lycee.now)])

    placement = await lycee.proposes(pupil, period, SiteKey(SIRET))
    with pytest.raises(HostAsksForCare, match="pour 3 au plus"):
        await lycee.confirms(placement)


async def test_a_count_told_again_replaces_the_one_before(lycee: Lycee, other_lycee: Lycee) -> None:
    pupil, period = await one_pupil(lycee)
    site = await lycee.knows_a_host()
    await hears_of_staff(lycee, site, 5)
    await tells_its_seats(other_lycee, site, "2027-W01", 3)
    placement = await lycee.proposes(pupil, period, site)
    with pytest.raises(HostAsksForCare):
        await lycee.confirms(placement)
    tally = await lycee.superuser.fetchval("SELECT tally_id FROM hosted_weeks")
    await lycee.superuser.execute("UPDATE hosted_weeks SET version = 0")
    event = SiteHostingTalliedV1(
        tally_id=TallyId(tally),
        site_key=site,
        school_year=SchoolYear("2026-2027"),
        week=IsoWeek("2027-W01"),
        seats=2,
        occurred_on=TODAY,
    )
    await other_lycee.do(
        lambda uow: note_how_many_are_hosted([Batched(event, envelope_of(event))], uow)
    )
    await lycee.confirms(placement)


async def closes(by: Lycee, site: SiteKey) -> SiteId:
    """A bureau said that the site closed; return its id."""
    site_id = SiteId(UUID(site.removeprefix("local:")))
    event = SiteClosedV1(
        site_id=site_id,
        site_key=site,
        company_id=CompanyId(uuid4()),
        closed_on=date(2026, 9, 30),
        occurred_on=TODAY,
    )
    for _ in range(2):
        await by.do(lambda uow: note_closings([Batched(event, envelope_of(event))], uow))
    return site_id


async def test_nobody_is_proposed_a_closed_site_until_it_is_reopened(
    bureau: Visitor, lycee: Lycee, other_lycee: Lycee
) -> None:
    pupil, period = await one_pupil(lycee)
    site = await lycee.knows_a_host()
    form = f"/pfmp/placements/nouveau?site={site}"
    open_form = await bureau.get(form)
    assert "Proposer ce lieu d’accueil" in open_form.text
    site_id = await closes(other_lycee, site)

    page = await bureau.get(form)
    assert "fermé depuis le 30/09/2026" in page.text
    assert "Proposer ce lieu d’accueil" not in page.text
    late = open_form.form("/pfmp/placements")
    sent = await bureau.send(late, waiting=f"{period}/{pupil}", knowingly="true")
    assert sent.status == 422
    assert "noté comme fermé" in sent.text

    await lycee.superuser.execute("UPDATE closed_sites SET version = 0")
    reopened = SiteReopenedV1(
        site_id=site_id, site_key=site, company_id=CompanyId(uuid4()), occurred_on=TODAY
    )
    await other_lycee.do(lambda uow: note_closings([Batched(reopened, envelope_of(reopened))], uow))
    await lycee.places(pupil, period, site)


async def test_a_site_that_closes_in_the_middle_of_a_placement_is_said_on_its_page(
    bureau: Visitor, lycee: Lycee, other_lycee: Lycee
) -> None:
    pupil, period = await one_pupil(lycee)
    site = await lycee.knows_a_host()
    placement = await lycee.places(pupil, period, site)
    page = f"/pfmp/placements/{placement}"
    assert "fermé depuis" not in (await bureau.get(page)).text

    await closes(other_lycee, site)

    assert "noté comme fermé depuis le 30/09/2026" in (await bureau.get(page)).text
