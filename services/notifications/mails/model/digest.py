"""The mail of a morning (avis rassemblés), as it is queued."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai


@dataclass(frozen=True)
class Digest:
    """One mail: of a lycée, to an account, with the id of what it gathered, not before an instant."""

    uai: Uai
    account_id: UUID
    digest_id: UUID
    leaves_at: datetime
