"""What the forms about agreements send."""

from typing import Annotated
from uuid import UUID

from annotated_types import Ge
from pydantic import Field

from contracts.identifiers import Uai
from contracts.internships.agreements import SignatureChannel, SignatureRefusal, Signer
from services.chassis.web.views.forms import Day, FormModel

TICK = r"^[0-9a-f-]{36}:[a-z_]{2,20}$"
ALL = "all"
"""In the place of a signer: all who have not signed yet."""


class PreparationForm(FormModel):
    """A class whose agreements are to be prepared."""

    class_id: UUID


class IssueForm(FormModel):
    """The day on which the agreements of a class were given to those who sign."""

    class_id: UUID
    issued_on: Day = Field(title="Émises le")


class SignaturesForm(FormModel):
    """Who signed which: `<agreement>:<signer>`, or `<agreement>:all`."""

    class_id: UUID
    ticks: list[Annotated[str, Field(pattern=TICK)]] = Field(
        default_factory=list, max_length=2000, title="Signatures"
    )
    on: Day = Field(title="Signées le")
    channel: SignatureChannel = Field(title="Reçues")
    delegated: bool = Field(default=False, title="Par délégation")

    def signed(self) -> dict[UUID, tuple[Signer, ...] | None]:
        """Who signed each agreement, None for all. Raises ValueError for somebody who is no signer."""
        found: dict[UUID, tuple[Signer, ...] | None] = {}
        for tick in self.ticks:
            agreement, _, signer = tick.partition(":")
            before = found.get(key := UUID(agreement), ())
            new = None if signer == ALL or before is None else (*before, Signer(signer))
            found[key] = new
        return found


class UndoneClickForm(FormModel):
    """A click taken back, and the class it was made for."""

    period_id: UUID
    class_id: UUID


class RefusalForm(FormModel):
    """A refusal to sign."""

    version: Annotated[int, Ge(0)]
    signer: Signer = Field(title="Qui refuse")
    reason: SignatureRefusal = Field(title="Motif")
    on: Day = Field(title="Jour du refus")


class ForgottenRefusalForm(FormModel):
    """A refusal that was a mistake, or is over."""

    version: Annotated[int, Ge(0)]


class SignersForm(FormModel):
    """Who signs the agreements of a lycée, besides those who always do."""

    uai: Uai | None = None
    version: Annotated[int, Ge(0)]
    signers: list[Signer] = Field(default_factory=list, title="Signent aussi")
