"""What a service parked: shown to an operator, and replayed when asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import select

from services.chassis.base.errors import Conflict
from services.chassis.database.engine import Database
from services.chassis.database.tables import parked_events
from services.chassis.nats import parse_envelope
from services.chassis.operations.events import shown_headers, shown_payload
from services.chassis.projections import Projection
from services.chassis.projections.replay import replay_parked
from services.chassis.reactions import Reactions
from services.chassis.reactions.group_inbox import GroupInbox
from services.chassis.reactions.parked_retries import Parked, Replaying
from services.chassis.reactions.spec import Group
from services.chassis.unit_of_work import parked_events as parked
from services.chassis.unit_of_work.unit_of_work import UnitOfWork, UnitsOfWork

P = parked_events.c

REASONS = {
    parse_envelope.UNREADABLE_SUBJECT: "son sujet est illisible",
    parse_envelope.UNREADABLE_ENVELOPE: "son enveloppe est illisible",
    parse_envelope.TYPE_CONTRADICTS_SUBJECT: "son type contredit son sujet",
    parse_envelope.LYCEE_CONTRADICTS_SUBJECT: "il parle d’un autre lycée que son sujet",
    parse_envelope.AGGREGATE_CONTRADICTS_PAYLOAD: "son contenu parle d’un autre dossier",
    parse_envelope.UNKNOWN_TYPE: "son type est inconnu de cette version",
    parse_envelope.NEWER_VERSION: "il vient d’une version plus récente",
    parse_envelope.INVALID_PAYLOAD: "son contenu est refusé",
    parked.BEHIND: "un fait du même dossier est mis de côté avant lui",
    parked.KILLER: "il a arrêté le service plusieurs fois",
    parked.NOT_YET: "il parle de quelque chose qui n’est pas encore arrivé",
    parked.FAILED: "son traitement échoue",
    parked.EXHAUSTED: "son traitement échoue depuis un jour",
}
"""Why an event is parked, after « parce que »."""

_UPGRADE = (
    "Mettez Passerelle à jour\u202f: il sera rejoué de lui-même dès que cette version le connaît."
)
_CONTRACT = (
    "Le service qui l’a publié ne respecte pas le contrat\u202f: signalez-le avec son identifiant. "
    "Le rejouer ne changera rien tant que ce n’est pas corrigé."
)
_TODO = {
    parse_envelope.UNKNOWN_TYPE: _UPGRADE,
    parse_envelope.NEWER_VERSION: _UPGRADE,
    parked.BEHIND: "Rien\u202f: il suivra de lui-même quand celui qui le précède sera passé.",
    parked.KILLER: "Cherchez dans les journaux du service pourquoi il s’est arrêté, corrigez, puis "
    "rejouez-le.",
    parked.NOT_YET: "Il est réessayé de lui-même pendant un jour. Vérifiez que le service qui publie "
    "ce qui manque envoie bien ses faits.",
    parked.FAILED: "Cherchez l’erreur dans les journaux du service. Il est réessayé de lui-même\u202f; "
    "vous pouvez le rejouer plus tôt.",
    parked.EXHAUSTED: "Il n’est plus réessayé de lui-même. Corrigez la cause, puis rejouez-le.",
}


def todo(reason: str) -> str:
    """What an operator may do about an event parked for that reason."""
    return _TODO.get(reason, _CONTRACT)


class ReaderGone(Conflict):
    """Whoever set the event aside is not part of this release."""

    code = "reader-gone"
    title = "Ce lecteur n’existe pas dans cette version de Passerelle"


class Replayable(Protocol):
    """What is needed of a service to replay what it parked."""

    @property
    def name(self) -> str:
        """The service's word."""

    @property
    def reactions(self) -> Reactions | None:
        """What it does when it learns a fact."""

    @property
    def projections(self) -> Sequence[Projection]:
        """The read models it folds."""


@dataclass(frozen=True)
class SetAside:
    """One parked event, whole but for what may not be shown."""

    parked: Parked
    event_type: str | None
    stream: str
    stream_sequence: int
    replayed_at: datetime | None
    headers: dict[str, str]
    payload: str | None


async def find_set_aside(uow: UnitOfWork, parked_id: UUID) -> SetAside | None:
    """One parked event, replayed since or not. Needs the department's scope."""
    found = await uow.execute(select(parked_events).where(P.parked_id == parked_id))
    row = found.mappings().one_or_none()
    if row is None:
        return None
    return SetAside(
        Parked(**{name: row[name] for name in Parked.__dataclass_fields__}),
        row["event_type"],
        row["stream"],
        row["stream_sequence"],
        row["replayed_at"],
        shown_headers(row["headers"]),
        shown_payload(row["event_type"], bytes(row["payload"])),
    )


async def replay_set_aside(
    service: Replayable, units: UnitsOfWork, database: Database, one: Parked
) -> int:
    """Replay an event and those of its aggregate behind it; return how many went through.

    Raises ReaderGone.
    """
    for group in groups_of(service):
        if group.durable == one.consumer:
            return await Replaying(GroupInbox(group, units)).replay(one.parked_id)
    for projection in service.projections:
        if projection.durable(service.name) == one.consumer:
            return await replay_parked(database, service.name, projection, one.parked_id)
    raise ReaderGone


def groups_of(service: Replayable) -> Iterable[Group]:
    """The groups of reactions of a service."""
    return service.reactions.groups() if service.reactions is not None else ()


def said_of_replay(count: int) -> str:
    """How a replay went, in French."""
    if not count:
        return "Toujours impossible à traiter."
    return f"{count} faits traités." if count > 1 else "1 fait traité."
