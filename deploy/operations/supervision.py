"""Supervision's read models, made again from the facts."""

from deploy.nats.operator_connection import operator_connection
from services.chassis.base.settings import Settings
from services.supervision import rebuild as read_models


async def rebuild(settings: Settings) -> str:
    """Fold the whole stream again, beside the old read models, then swap; says how it went."""
    async with operator_connection(settings) as client:
        done = await read_models.rebuild(settings, client)
    unread = f", {done.unreadable} illisible(s), mis de côté" if done.unreadable else ""
    return f"Tableaux reconstruits\u202f: {done.folded} fait(s) lus{unread}."
