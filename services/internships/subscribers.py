"""What the internship tracker does when it learns a fact, or when the hour has come."""

from services.internships.base.registry import erasing, reactions, timed
from services.internships.family_letters import jobs as family_letters
from services.internships.family_letters import reactions as family_returns
from services.internships.host_letters import jobs as host_letters
from services.internships.hosts import reactions as hosts
from services.internships.mobility import jobs as mobility
from services.internships.refusals import jobs as refusals
from services.internships.reminders import jobs as reminders
from services.internships.republication import jobs as republication
from services.internships.rights import jobs as erasures
from services.internships.rules import reactions as tutors
from services.internships.seats import jobs as seats

PARTS = (
    *(hosts, tutors, erasures, seats, mobility, refusals, reminders, host_letters),
    *(family_letters, family_returns),
    republication,
)
"""Each registers its own when it is imported."""

__all__ = ["PARTS", "erasing", "reactions", "timed"]
