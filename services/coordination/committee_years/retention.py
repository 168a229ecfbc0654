"""How long the words of a year are kept."""

from datetime import timedelta

from services.chassis.privacy.retention.chassis_rules import aged
from services.coordination.committee_years.tables import committee_year_words

RULE = aged(
    "committee_year_words",
    "Bilans annuels des comités",
    of=committee_year_words,
    key="year_words_id",
    since="changed_at",
    kept=timedelta(days=5 * 365),
    period="5 ans",
)
