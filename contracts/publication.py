"""What of a lycée's activity the department sees: families of facts its head opens and closes.

A closed family is told by its lycée's services to nobody of the department, and shown as « non publié »
where it was told before. The days are those a fact was recorded on, in Paris.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum

from pydantic import TypeAdapter

from contracts.field_types import Facts


class FactFamily(StrEnum):
    """A family of facts (famille de faits publiés)."""

    COVERAGE = "coverage"
    PLACEMENTS = "placements"
    HOSTING = "hosting"
    EXCHANGES = "exchanges"
    COMPANIES = "companies"
    IMPORTS = "imports"
    VISITS = "visits"

    @property
    def label(self) -> str:
        """As shown to people."""
        return _LABELS[self]

    @property
    def open_at_first(self) -> bool:
        """Whether it is told until a head decides; visits and workload stay in the lycée."""
        return self is not FactFamily.VISITS


_LABELS = {
    FactFamily.COVERAGE: "Couverture des PFMP",
    FactFamily.PLACEMENTS: "Lieux d’accueil confirmés ou retirés",
    FactFamily.HOSTING: "Places prises par lieu d’accueil",
    FactFamily.EXCHANGES: "Échanges et actions avec les entreprises",
    FactFamily.COMPANIES: "Entreprises et partenariats",
    FactFamily.IMPORTS: "Imports de listes",
    FactFamily.VISITS: "Visites et charge des enseignants",
}

FAMILIES: Mapping[str, FactFamily] = {
    "internships.coverage_changed": FactFamily.COVERAGE,
    "internships.coverage_totals_stated": FactFamily.COVERAGE,
    "internships.mobility_aid_totalled": FactFamily.COVERAGE,
    "internships.mobility_aid_suppressed": FactFamily.COVERAGE,
    "internships.placement_confirmed": FactFamily.PLACEMENTS,
    "internships.placement_withdrawn": FactFamily.PLACEMENTS,
    "internships.site_hosting_tallied": FactFamily.HOSTING,
    # A state: told again as it is on the day the family is opened.
    "internships.refusal_tallied": FactFamily.EXCHANGES,
    "partnerships.interaction_logged": FactFamily.EXCHANGES,
    # Always published, for what was told while the family was open; hidden while it is closed.
    "partnerships.interaction_withdrawn": FactFamily.EXCHANGES,
    "partnerships.site_solicited": FactFamily.EXCHANGES,
    "partnerships.site_solicitation_withdrawn": FactFamily.EXCHANGES,
    "partnerships.company_onboarded": FactFamily.COMPANIES,
    "partnerships.company_registered": FactFamily.COMPANIES,
    "partnerships.company_corrected": FactFamily.COMPANIES,
    # States: told again as they are on the day the family is opened.
    "partnerships.action_planned": FactFamily.EXCHANGES,
    "partnerships.action_held": FactFamily.EXCHANGES,
    "partnerships.action_cancelled": FactFamily.EXCHANGES,
    "partnerships.regulated_work_declaration_filed": FactFamily.COMPANIES,
    "partnerships.regulated_work_declaration_expiry_announced": FactFamily.COMPANIES,
    "partnerships.regulated_work_declaration_expired": FactFamily.COMPANIES,
    "partnerships.regulated_work_declaration_withdrawn": FactFamily.COMPANIES,
    "partnerships.tax_pledges_totalled": FactFamily.COMPANIES,
    "partnerships.tax_pledges_suppressed": FactFamily.COMPANIES,
    "partnerships.registry_totals_stated": FactFamily.COMPANIES,
    "partnerships.hosting_capacity_declared": FactFamily.COMPANIES,
    "partnerships.hosting_capacity_withdrawn": FactFamily.COMPANIES,
    "partnerships.partnership_proposed": FactFamily.COMPANIES,
    "partnerships.partnership_changed": FactFamily.COMPANIES,
    "partnerships.partnership_signed": FactFamily.COMPANIES,
    "partnerships.partnership_renewed": FactFamily.COMPANIES,
    "partnerships.partnership_ended": FactFamily.COMPANIES,
    "partnerships.site_staff_stated": FactFamily.COMPANIES,
    "partnerships.company_merged": FactFamily.COMPANIES,
    "partnerships.merge_undone": FactFamily.COMPANIES,
    "partnerships.import_completed": FactFamily.IMPORTS,
    "partnerships.import_undone": FactFamily.IMPORTS,
}
"""The family of each event of the department, by `<service>.<event>`."""
TOLD_FAMILIES = tuple(family for family in FactFamily if family in FAMILIES.values())
"""Those some event tells: a head is asked about no other one, which would open and close nothing."""
ALSO_REVEALED: Mapping[tuple[str, str], FactFamily] = {
    ("partnerships.company_onboarded", "exchange"): FactFamily.EXCHANGES,
    ("partnerships.company_onboarded", "hosting"): FactFamily.HOSTING,
    # It weighs on a host by a place proposed there, of which it has no field.
    ("partnerships.site_solicited", "hosting"): FactFamily.HOSTING,
}
"""The family an event gives away by its reason, besides its own: it is told while both are."""
ALWAYS_TOLD = frozenset(
    {
        "coordination.news_published",
        "coordination.news_withdrawn",
        "internships.formation_opened",
        "internships.pfmp_period_published",
        "internships.publication_changed",
        "partnerships.network_rule_decided",
        "partnerships.hosting_limit_decided",
        # Whoever places a pupil has to know, whatever the head tells of the rest; no reason is told.
        "partnerships.site_paused",
        "partnerships.site_resumed",
        "partnerships.site_closed",
        "partnerships.site_reopened",
        "portal.lycee_opened",
    }
)
"""What no family holds: who takes part, what is taught and when, what the DSDEN itself says."""


def families_of(event: str, reason: str = "") -> tuple[FactFamily, ...]:
    """The families that must all be told for an event to be; none: it always is."""
    found = (FAMILIES.get(event), ALSO_REVEALED.get((event, reason)))
    return tuple(family for family in found if family is not None)


class PublicationStep(Facts):
    """From a day on, a family is told or not."""

    from_on: date
    open: bool


Steps = tuple[PublicationStep, ...]
"""The steps of one family, oldest first; each turns what the one before it said."""
STEPS: TypeAdapter[Steps] = TypeAdapter(Steps)
"""Reads and writes them as JSON."""


def is_open(family: FactFamily, steps: Iterable[PublicationStep], on: date) -> bool:
    """Whether a fact of that day is told; `steps` as `stepped` keeps them."""
    state = family.open_at_first
    for step in steps:
        if step.from_on <= on:
            state = step.open
    return state


def stepped(family: FactFamily, steps: Steps, step: PublicationStep) -> Steps:
    """The steps once a new one is decided: it replaces whatever was planned from its day on."""
    kept = tuple(one for one in steps if one.from_on < step.from_on)
    unchanged = is_open(family, kept, step.from_on) == step.open
    return kept if unchanged else (*kept, step)


def closed_spans(
    family: FactFamily, steps: Iterable[PublicationStep]
) -> Iterator[tuple[date, date | None]]:
    """The days a family is closed: from the first, up to but not the second (None: no end yet)."""
    begun = None if family.open_at_first else date.min
    for step in steps:
        if step.open and begun is not None:
            yield begun, step.from_on
            begun = None
        elif not step.open and begun is None:
            begun = step.from_on
    if begun is not None:
        yield begun, None
