"""The tables of all read models."""

from sqlalchemy import Table

from services.supervision.acquaintances.tables import exchanges, hostings
from services.supervision.actions.tables import (
    actions,
    axis_totals,
    mobility_totals,
    refusals,
)
from services.supervision.actors.tables import actor_meetings
from services.supervision.campaigns.tables import campaign_targets, campaigns
from services.supervision.companies.tables import companies, company_merges
from services.supervision.coverage.tables import (
    coverage_days,
    coverages,
    formations,
    freshness,
    lycees,
    periods,
)
from services.supervision.exactness.tables import (
    counted_facts,
    coverage_statements,
    coverage_tellings,
    registry_statements,
)
from services.supervision.journal.tables import network_journal
from services.supervision.network_dues.tables import network_dues
from services.supervision.objectives.tables import objectives
from services.supervision.offer_moves.tables import offer_moves
from services.supervision.partnerships.tables import (
    capacities,
    declarations,
    partnerships,
    tax_totals,
)
from services.supervision.publication.tables import publications
from services.supervision.training_signals.tables import training_signals

READ_MODELS: tuple[Table, ...] = (
    lycees,
    formations,
    periods,
    coverages,
    coverage_days,
    publications,
    companies,
    company_merges,
    exchanges,
    hostings,
    partnerships,
    actions,
    declarations,
    actor_meetings,
    *(tax_totals, axis_totals, mobility_totals, refusals, capacities, training_signals),
    *(campaigns, campaign_targets, objectives, network_dues, offer_moves),
    counted_facts,
    coverage_tellings,
    registry_statements,
    coverage_statements,
    network_journal,
    freshness,
)
"""Everything derived from events: `rebuild` makes these again, and nothing else."""
