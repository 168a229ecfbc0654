"""The HTML pages, all under /pfmp."""

from services.chassis.web.router import Router
from services.internships.agreement_models import pages as agreement_models
from services.internships.agreement_prints.pages import built_in, own_texts
from services.internships.approaches.pages import approaches, awaited
from services.internships.attestations.pages import attestations
from services.internships.board import pages as board
from services.internships.calendars.pages import calendar, periods
from services.internships.classes import pages as class_in_period
from services.internships.comments import pages as comments
from services.internships.counted_pupils import pages as counted_pupils
from services.internships.coverage import pages as coverage
from services.internships.departures import pages as departures
from services.internships.desk.pages import publication, pupils, site_placements, today
from services.internships.exemptions import pages as exemptions
from services.internships.families.pages import family, writing
from services.internships.families.pages import stop as family_stop
from services.internships.family_letters import pages as family_pages
from services.internships.follow_ups.pages import followed
from services.internships.follow_ups.pages import visits as planned_visits
from services.internships.formations import pages as formations
from services.internships.given_links.pages import (
    class_links,
    family_notice,
    links,
    own_mails,
    own_periods,
)
from services.internships.host_desk.pages import given_space
from services.internships.host_desk.pages import news as hosted_news
from services.internships.host_desk.pages import opinion as host_opinion
from services.internships.host_desk.pages import stay as hosted_stay
from services.internships.mobility import pages as mobility_aids
from services.internships.placements.pages import dates, overrides, participation, placements
from services.internships.pupil_search import pages as finding
from services.internships.referent_desk.pages import by_link as follow_up_desk
from services.internships.referent_desk.pages import own_pupils
from services.internships.referent_desk.pages import visits as own_visits
from services.internships.referents.pages import mission, referents
from services.internships.rights.pages import erasure, rights
from services.internships.roster_changes import pages as roster_imports
from services.internships.roster_files.pages import columns
from services.internships.rosters.pages import preview
from services.internships.ruptures import pages as placement_ends
from services.internships.signatures.pages import one_agreement, pile, signers
from services.internships.unplaced_pupils.pages import exports, unplaced
from services.internships.watchlist import pages as watching
from services.internships.withdrawals import pages as placement_withdrawals

ROUTERS: tuple[Router, ...] = (
    # Before `pupils`: "import" is no pupil's id.
    preview.router,
    columns.router,
    roster_imports.router,
    counted_pupils.router,
    exports.router,
    attestations.router,
    calendar.router,
    formations.router,
    periods.router,
    class_in_period.router,
    board.router,
    today.router,
    unplaced.router,
    finding.router,
    participation.router,
    exemptions.router,
    approaches.router,
    awaited.router,
    coverage.router,
    publication.router,
    comments.router,
    placements.router,
    site_placements.router,
    placement_ends.router,
    placement_withdrawals.router,
    pile.router,
    one_agreement.router,
    departures.router,
    signers.router,
    dates.router,
    overrides.router,
    mobility_aids.router,
    family_notice.router,
    links.router,
    class_links.router,
    own_periods.router,
    own_mails.router,
    family.router,
    writing.router,
    family_stop.router,
    family_pages.router,
    referents.router,
    agreement_models.router,
    own_texts.router,
    built_in.router,
    followed.router,
    planned_visits.router,
    watching.router,
    mission.router,
    given_space.router,
    hosted_stay.router,
    hosted_news.router,
    host_opinion.router,
    follow_up_desk.router,
    erasure.router,
    rights.router,
    own_pupils.router,
    own_visits.router,
    pupils.router,
)

__all__ = ["ROUTERS"]
