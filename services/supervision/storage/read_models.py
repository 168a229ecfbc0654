"""The tables of all read models."""

from sqlalchemy import Table

from services.supervision.storage.acquaintance_tables import exchanges, hostings
from services.supervision.storage.action_tables import actions, mobility_totals, refusals
from services.supervision.storage.company_tables import companies, company_merges
from services.supervision.storage.coverage_tables import coverage_days, coverages
from services.supervision.storage.exactness_tables import (
    counted_facts,
    coverage_statements,
    coverage_tellings,
    registry_statements,
)
from services.supervision.storage.journal_tables import network_journal
from services.supervision.storage.lycee_tables import formations, freshness, lycees, periods
from services.supervision.storage.partnership_tables import declarations, partnerships, tax_totals
from services.supervision.storage.publication_tables import publications

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
    tax_totals,
    mobility_totals,
    refusals,
    counted_facts,
    coverage_tellings,
    registry_statements,
    coverage_statements,
    network_journal,
    freshness,
)
"""Everything derived from events: `rebuild` makes these again, and nothing else."""
