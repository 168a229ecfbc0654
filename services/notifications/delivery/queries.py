"""The mail queue as an operator sees it: figures of the whole department, and no content."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlalchemy import bindparam, func, select

from services.chassis.operations.measures import Finding, Gauge
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.mail_server.queries.server_answers import read_put_off, read_refused
from services.notifications.mail_server.store import MailServerTrouble, MailServerTroubles
from services.notifications.mails.model.mail import UNFINISHED, State
from services.notifications.mails.tables import mails

LATE = timedelta(minutes=15)
"""A mail whose time came that long ago should have been tried."""
LOOK_BACK = timedelta(days=7)

RELAY: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "smtp-host-not-set": (
            "Aucun serveur d’envoi n’est configuré\u202f: les courriels attendent.",
            "Donnez PASSERELLE_SMTP_HOST et PASSERELLE_MAIL_FROM, puis relancez le service.",
        ),
        "smtp-unreachable": (
            "Le serveur d’envoi des courriels n’est pas joignable.",
            "Vérifiez PASSERELLE_SMTP_HOST, PASSERELLE_SMTP_PORT et le pare-feu.",
        ),
        "smtp-no-answer": (
            "Le serveur d’envoi des courriels ne répond pas.",
            "Vérifiez que ce serveur tourne, et qu’aucun pare-feu ne retient la connexion.",
        ),
        "smtp-relay-refuses": (
            "Le serveur d’envoi des courriels refuse la connexion",
            "Demandez à qui le gère d’autoriser cette machine.",
        ),
        "smtp-sender-refused": (
            "Le serveur d’envoi refuse notre adresse d’expédition",
            "Vérifiez PASSERELLE_MAIL_FROM\u202f: ce serveur doit pouvoir écrire en son nom.",
        ),
        "smtp-password-refused": (
            "Le serveur d’envoi refuse le mot de passe",
            "Vérifiez PASSERELLE_SMTP_USERNAME et PASSERELLE_SMTP_PASSWORD.",
        ),
        "smtp-certificate-refused": (
            "Le certificat du serveur d’envoi n’est pas le sien\u202f: rien ne part.",
            "Vérifiez PASSERELLE_SMTP_HOST, ou donnez votre autorité par PASSERELLE_SMTP_CA.",
        ),
        "smtp-tls-failed": (
            "La connexion chiffrée avec le serveur d’envoi échoue\u202f: rien ne part en clair.",
            "Vérifiez PASSERELLE_SMTP_SECURITY et PASSERELLE_SMTP_PORT.",
        ),
        "smtp-not-offered": (
            "Le serveur d’envoi ne propose pas le chiffrement ou l’identification demandés.",
            "Vérifiez PASSERELLE_SMTP_SECURITY et PASSERELLE_SMTP_PORT.",
        ),
    }
)
"""What is wrong with the mail server, and what to do, by reason."""


async def read_mail_gauges(uow: UnitOfWork) -> Sequence[Gauge]:
    """What waits and what failed lately; in the scope of the department."""
    waiting, oldest_at = await _waiting(uow)
    trouble = await MailServerTroubles(uow).current()
    return (
        Gauge(
            "mails_waiting",
            "Courriels en attente",
            waiting,
            oldest_at,
            _server_finding(trouble, waiting)
            or await read_put_off(uow)
            or _late_finding(waiting, oldest_at, uow.now),
        ),
        Gauge(
            "mails_failed",
            "Courriels non remis depuis 7 jours",
            await _failed(uow),
            finding=await read_refused(uow),
        ),
    )


async def _waiting(uow: UnitOfWork) -> tuple[int, datetime | None]:
    """How many have not left, and since when the oldest should have been tried."""
    rows = await uow.execute(
        select(
            func.count(mails.c.mail_id),
            func.min(mails.c.next_attempt_at).filter(mails.c.next_attempt_at <= bindparam("now")),
        ).where(mails.c.state.in_(UNFINISHED)),
        {"now": uow.now},
    )
    count, oldest_at = tuple(rows.one())
    return count, oldest_at


async def _failed(uow: UnitOfWork) -> int:
    rows = await uow.execute(
        select(func.count()).where(
            mails.c.state == State.FAILED, mails.c.finished_at > uow.now - LOOK_BACK
        )
    )
    return int(rows.scalar_one())


def _server_finding(trouble: MailServerTrouble | None, waiting: int) -> Finding | None:
    if trouble is None or not waiting:
        return None
    what, todo = RELAY.get(trouble.reason, RELAY["smtp-no-answer"])
    said = what if what.endswith(".") else f"{what} (réponse {trouble.code})."
    return Finding("mail-relay", said, todo, trouble.since)


def _late_finding(waiting: int, oldest_at: datetime | None, now: datetime) -> Finding | None:
    if oldest_at is not None and now - oldest_at > LATE:
        return Finding(
            "mails-late",
            "Un courriel attend." if waiting == 1 else f"{waiting} courriels attendent.",
            "Vérifiez que le service des courriels tourne\u202f; s’il tourne, relancez-le.",
            oldest_at,
        )
    return None
