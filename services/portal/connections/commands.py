"""Commands of one’s own connections: one is closed, or all."""

from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.sessions.store import Sessions
from services.portal.sign_in.store import HalfSignIns


async def close_session(uow: UnitOfWork, *, account_id: UUID, session_id: UUID, uai: Uai) -> bool:
    """End a session (connexion fermée); False when the account has none with this id."""
    if not await Sessions(uow).close(account_id, session_id):
        return False
    await audit_log.note_doing(uow, action="close-session", resource_id=session_id, uai=uai)
    return True


async def sign_out_everywhere(uow: UnitOfWork, *, account_id: UUID, uai: Uai) -> None:
    """End all sessions of an account (déconnexion partout); `uai` is whom the audit tells it for."""
    await Sessions(uow).end_all(account_id)
    await HalfSignIns(uow).end_all(account_id)
    await audit_log.note_doing(uow, action="sign-out-everywhere", resource_id=account_id, uai=uai)
