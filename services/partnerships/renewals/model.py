"""When an agreement that runs out is spoken of (rappel de renouvellement)."""

from datetime import timedelta

from services.partnerships.partnerships.model.partnership import EXPIRES_WITHIN

TOLD_BEFORE = (EXPIRES_WITHIN, timedelta(days=7), timedelta(0))
"""How long before its last day: once it is to be renewed, a week before, and the day itself."""
TOLD_AFTER = timedelta(days=30)
"""How long after its last day it is still said, when it could not be before."""
