"""Reconciliation, and taking an event away, asked for by an operator."""

from datetime import UTC, datetime
from uuid import UUID

from deploy.operations.restored import taken_back
from deploy.operations.supervision import rebuild
from deploy.repair import stream_refill
from deploy.repair.reconcile import Found, reconcile
from deploy.repair.redact import Redacted, redact
from deploy.repair.redact_stranger import redact_stranger
from deploy.repair.restored import take_back
from deploy.repair.schedule import keep_reconciled, reconcile_by_night
from deploy.services import SERVICES
from services.chassis.base.settings import Settings


async def once(settings: Settings, *, full: bool) -> tuple[list[str], bool]:
    """Compare and mend; what to say, and whether a person has something to do."""
    found = await (reconcile_by_night if full else reconcile)(settings, SERVICES)
    return _lines(found), any(one.for_a_person for some in found.values() for one in some)


async def restored(settings: Settings) -> tuple[list[str], bool]:
    """Bring databases that were put back alone up to the bus, then compare; as `once`.

    Raises StreamStandsStill.
    """
    taken = await take_back(settings, SERVICES, now=datetime.now(UTC))
    lines = taken_back(taken)
    if "department" in taken.filled:
        lines.append(await rebuild(settings))
    compared, someone_is_needed = await once(settings, full=True)
    return [*lines, *compared], someone_is_needed


async def always(settings: Settings) -> None:
    """Compare and mend every five minutes, and whole at night, until cancelled."""
    await keep_reconciled(settings, SERVICES, first_after_seconds=0)


async def take_away(settings: Settings, event_id: UUID) -> list[str]:
    """Redact an event and make the read models again; what to say.

    Raises EventUnknown or StreamStandsStill.
    """
    done = await redact(settings, SERVICES, event_id, datetime.now(UTC))
    first = "Le fait est effacé du journal (son numéro reste) et du flux, rempli de nouveau."
    return [first, *await _after(settings, done)]


async def take_stranger_away(settings: Settings, stream: str, sequence: int) -> list[str]:
    """Redact a message no journal knows and make the read models again; what to say.

    Raises StreamUnknown, MessageAbsent, KnownToJournal or StreamStandsStill.
    """
    done = await redact_stranger(
        settings, SERVICES, stream=stream, sequence=sequence, now=datetime.now(UTC)
    )
    first = "Le message, qu’aucun journal ne connaît, est effacé du flux, rempli de nouveau."
    return [first, *await _after(settings, done)]


async def _after(settings: Settings, done: Redacted) -> list[str]:
    """Make the read models again; what to say of what was told before."""
    lines = []
    if done.parked:
        lines.append(f"{done.parked} copie(s) mises de côté sont vidées.")
    if done.audience == "department":
        lines.append(await rebuild(settings))
    if done.handled_by:
        readers = ", ".join(done.handled_by)
        lines.append(
            f"Ces lecteurs l’avaient traité\u202f: {readers}. Vérifiez ce qu’ils en ont gardé, et "
            "corrigez-le par un nouveau fait."
        )
    lines.append("Les sauvegardes déjà faites le contiennent encore.")
    return lines


async def rebuild_stream(settings: Settings, name: str) -> list[str]:
    """Fill a stream again from the journals; what to say. Raises StreamUnknown, StreamStandsStill."""
    audience = await stream_refill.rebuild_stream(settings, SERVICES, name)
    lines = [f"{name} est rempli de nouveau\u202f: il dit ce que disent les journaux."]
    if audience == "department":
        lines.append(await rebuild(settings))
    return lines


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
