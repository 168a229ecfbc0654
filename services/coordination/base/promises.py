"""Promised days: until when a company may be promised an answer."""

from datetime import date

from services.chassis.base.errors import Invalid
from services.chassis.base.working_days import working_days_after

DAYS_PROMISED_MAX = 30
"""Working days within which a company is promised an answer, counted from the day it is promised."""


class PromisedInThePast(Invalid):
    """A company is promised an answer for a day to come."""

    code = "promised-in-the-past"
    title = "Indiquez aujourd’hui ou un jour à venir."


class PromisedTooFar(Invalid):
    """A company is promised an answer it can wait for."""

    code = "promised-too-far"
    title = "Ce jour est trop loin : promettez une réponse dans les 30 jours ouvrés. Vous pourrez promettre un autre jour plus tard."


def latest_promise(today: date) -> date:
    """The last day an answer may be promised for, that day."""
    return working_days_after(today, DAYS_PROMISED_MAX)


def expect_promise(promised_on: date, before: date | None, today: date) -> None:
    """A day to come, and near enough unless it stands already. Raises PromisedInThePast, PromisedTooFar."""
    if promised_on < today:
        raise PromisedInThePast(field="promised_on")
    latest = latest_promise(today)
    if promised_on > latest and promised_on != before:
        raise PromisedTooFar(
            f"Ce jour est trop loin : promettez une réponse au plus tard le {latest:%d/%m/%Y} "
            "(30 jours ouvrés). Vous pourrez promettre un autre jour plus tard.",
            field="promised_on",
        )
