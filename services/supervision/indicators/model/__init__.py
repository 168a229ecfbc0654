"""The department's indicators, each in a file of its own (indicateurs).

No official list exists: the supervisor maps them to the lines of the sheet the DSDEN is asked for.
"""

from collections.abc import Iterable, Mapping, Sequence

from contracts.identifiers import SchoolYear
from services.supervision.indicators.model.actions_held import (
    ACTIONS_HELD,
    INTERVENTIONS_HELD,
    VISITS_HELD,
)
from services.supervision.indicators.model.active_partnerships import ACTIVE_PARTNERSHIPS
from services.supervision.indicators.model.apprenticeship_tax import (
    PLEDGED_EUROS,
    PLEDGING_COMPANIES,
)
from services.supervision.indicators.model.coverage_rate import COVERAGE_RATE
from services.supervision.indicators.model.host_refusals import HOST_REFUSALS
from services.supervision.indicators.model.indicator import Indicator
from services.supervision.indicators.model.last_news import LAST_NEWS
from services.supervision.indicators.model.mobility_aids import MOBILITY_EUROS, MOBILITY_PUPILS
from services.supervision.indicators.model.need_outcomes import (
    NEEDS_HELPED,
    NEEDS_UNREACHABLE,
    NEEDS_WITHOUT_SOLUTION,
)
from services.supervision.indicators.model.needs_escalated import NEEDS_ESCALATED
from services.supervision.indicators.model.needs_received import NEEDS_RECEIVED
from services.supervision.indicators.model.needs_taken_in_time import NEEDS_TAKEN_IN_TIME
from services.supervision.indicators.model.network_actions import (
    ACTIONS_BY_PARTNER,
    NETWORK_ACTIONS,
)
from services.supervision.indicators.model.new_hosts import NEW_HOSTS
from services.supervision.indicators.model.offer_files import OFFER_FILES_BY_STATE
from services.supervision.indicators.model.origin_of_places import (
    FOUND_BY_OFFICE,
    FOUND_BY_PUPIL,
    FOUND_BY_TEACHER,
)
from services.supervision.indicators.model.partnerships_under_agreement import (
    PARTNERSHIPS_UNDER_AGREEMENT,
)
from services.supervision.indicators.model.pupils_reached import PUPILS_REACHED
from services.supervision.indicators.model.signed_before_departure import (
    EVE,
    SIGNED_BEFORE_DEPARTURE,
)
from services.supervision.indicators.model.support_requests import (
    SUPPORT_DELAY,
    SUPPORT_REQUESTS,
)
from services.supervision.indicators.model.training_signals import TRAINING_SIGNALS
from services.supervision.indicators.model.valid_declarations import VALID_DECLARATIONS
from services.supervision.indicators.model.without_place import (
    AFTER,
    BEFORE,
    THAT_DAY,
    WITHOUT_AFTER,
    WITHOUT_BEFORE,
    WITHOUT_THAT_DAY,
)

INDICATORS: tuple[Indicator, ...] = (
    *(COVERAGE_RATE, WITHOUT_BEFORE, WITHOUT_THAT_DAY, WITHOUT_AFTER, SIGNED_BEFORE_DEPARTURE),
    *(FOUND_BY_OFFICE, FOUND_BY_TEACHER, FOUND_BY_PUPIL, NEW_HOSTS, HOST_REFUSALS),
    *(ACTIVE_PARTNERSHIPS, PARTNERSHIPS_UNDER_AGREEMENT, VALID_DECLARATIONS),
    *(ACTIONS_HELD, VISITS_HELD, INTERVENTIONS_HELD, PUPILS_REACHED),
    *(NETWORK_ACTIONS, *ACTIONS_BY_PARTNER),
    *(MOBILITY_PUPILS, MOBILITY_EUROS, PLEDGING_COMPANIES, PLEDGED_EUROS),
    *(NEEDS_RECEIVED, NEEDS_TAKEN_IN_TIME, NEEDS_HELPED, NEEDS_WITHOUT_SOLUTION),
    *(NEEDS_UNREACHABLE, NEEDS_ESCALATED, TRAINING_SIGNALS, *OFFER_FILES_BY_STATE),
    *(SUPPORT_REQUESTS, SUPPORT_DELAY, LAST_NEWS),
)
"""In the order of the page."""

DAYS_AFTER_DEPARTURE = (BEFORE, EVE, THAT_DAY, AFTER)
"""The days coverage is looked at as it was known then."""


def of_lycees(indicators: Iterable[Indicator]) -> Sequence[Indicator]:
    """Indicators a lycée has a figure of: the others are of the department alone."""
    return [one for one in indicators if not one.department_alone]


def indicators_of(year: SchoolYear, current: SchoolYear) -> Sequence[Indicator]:
    """Indicators known of a year: what is known as of today alone says nothing of another one."""
    return [one for one in INDICATORS if year == current or not one.of_today]


BY_CODE: Mapping[str, Indicator] = {one.code: one for one in INDICATORS}
