"""Reconciliation asked for by an operator."""

from deploy.repair.reconcile import Found, reconcile
from deploy.repair.regularly import keep_reconciled, reconcile_by_night
from deploy.services import SERVICES
from services.chassis.settings import Settings


async def once(settings: Settings, *, full: bool) -> tuple[list[str], bool]:
    """Compare and mend; what to say, and whether a person has something to do."""
    found = await (reconcile_by_night if full else reconcile)(settings, SERVICES)
    return _lines(found), any(one.for_a_person for some in found.values() for one in some)


async def always(settings: Settings) -> None:
    """Compare and mend every five minutes, and whole at night, until cancelled."""
    await keep_reconciled(settings, SERVICES, first_after_seconds=0)


def _lines(found: Found) -> list[str]:
    compared = sum(one.messages for some in found.values() for one in some)
    sentences = [
        f"{service}, {sentence}"
        for service, some in found.items()
        for one in some
        for sentence in one.sentences()
    ]
    if not sentences:
        return [f"Journaux et flux concordent ({compared} fait(s) comparés)."]
    return [*sentences, f"{compared} fait(s) comparés."]
