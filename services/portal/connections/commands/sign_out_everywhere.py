"""Somebody ends every session of theirs."""

from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.sessions.store import Sessions
from services.portal.sign_in.store import HalfSignIns


async def sign_out_everywhere(uow: UnitOfWork, *, account_id: UUID, uai: Uai) -> None:
    """End all sessions of an account (déconnexion partout); `uai` is whom the audit tells it for."""
    await Sessions(uow).end_all(account_id)
    await HalfSignIns(uow).end_all(account_id)
    await audit_log.note_doing(uow, action="sign-out-everywhere", resource_id=account_id, uai=uai)
