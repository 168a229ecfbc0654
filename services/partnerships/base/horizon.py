"""How far back texts and papers of companies are kept."""

from datetime import datetime, timedelta

from services.chassis.base.settings import Settings

YEAR = timedelta(days=365)


def horizon(now: datetime) -> datetime:
    """What is older is no longer kept."""
    return now - YEAR * Settings().kept_years
