"""An agreement (convention) of a confirmed placement, or an amendment of one (avenant)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import Uai
from contracts.internships.agreements import (
    AgreementStanding,
    SignatureChannel,
    SignatureRefusal,
    Signer,
)
from services.internships.agreements.model.agreement_states import (
    COUNTED,
    AgreementAction,
    AgreementMove,
    ask,
)
from services.internships.pupils.model import is_minor_on

DEFAULT_SIGNERS = (
    Signer.HEAD,
    Signer.HOST,
    Signer.PUPIL,
    Signer.REPRESENTATIVE,
    Signer.REFERENT,
    Signer.TUTOR,
)
"""Who signs unless the lycée says otherwise. Of pupil and representative, the one whom the age on the day of the signature says."""
ALWAYS_SIGN = (Signer.HEAD, Signer.HOST, Signer.PUPIL, Signer.REPRESENTATIVE)
"""Whatever a lycée decides."""
ERASED = UUID(int=0)
"""In the place of a printed tutor who was erased since: somebody was named, and nobody knows whom."""
_FAMILY = (Signer.PUPIL, Signer.REPRESENTATIVE)


@dataclass(frozen=True)
class Terms:
    """What is material in an agreement: each of these that changes makes an amendment.

    The host is not among them: a pupil who goes elsewhere has another placement, hence another
    agreement. What is not here, a mail or a phone, voids nothing.
    """

    starts_on: date
    ends_on: date
    tutor_id: UUID | None

    def is_right(self, now: "Terms") -> bool:
        """Whether paper that says so is right: to erase a tutor corrects nothing."""
        return now in (self, replace(self, tutor_id=None) if self.tutor_id == ERASED else self)

    def only_completes(self, printed: "Terms") -> bool:
        """Whether it is what was printed, with a blank filled by hand."""
        return replace(printed, tutor_id=self.tutor_id) == self and printed.tutor_id in (
            None,
            self.tutor_id,
        )


class Aside(StrEnum):
    """Why one of many was left as it was."""

    NOT_ISSUED = "not_issued"
    ALREADY = "already"
    CLOSED = "closed"
    NO_PLACE = "no_place"
    MOVED_ON = "moved_on"


@dataclass(frozen=True)
class DoneAtOnce:
    """What one click did to many: how many it changed, and how many were left, by why.

    `act` takes all of it back; `completed`: how many agreements all have signed since.
    """

    act: UUID
    changed: int
    aside: Mapping[Aside, int] = field(default_factory=dict)
    completed: int = 0


@dataclass(frozen=True)
class Signature:
    """The signature of somebody, with its day and its way; `act` is the tick it came with."""

    on: date
    channel: SignatureChannel
    delegated: bool
    act: UUID


@dataclass(frozen=True)
class Refusal:
    """The refusal of somebody to sign, with its reason."""

    signer: Signer
    reason: SignatureRefusal
    on: date


def awaited(
    signatures: Mapping[Signer, Signature | None], born_on: date | None, day: date
) -> tuple[Signer, ...]:
    """Who is still to sign, that day.

    A representative signs for who is a minor on the day of the signature, one being enough; who is
    an adult signs alone. Who signed on a day on which the other one was to, signs again. While the
    age is not known both are awaited.
    """
    if born_on is None:
        return tuple(one for one, signed in signatures.items() if not signed)
    done = any(
        signed and is_minor_on(born_on, signed.on) is (one is Signer.REPRESENTATIVE)
        for one, signed in signatures.items()
        if one in _FAMILY
    )
    needed = Signer.REPRESENTATIVE if is_minor_on(born_on, day) else Signer.PUPIL
    return tuple(
        one
        for one, signed in signatures.items()
        if (one is needed and not done if one in _FAMILY else not signed)
    )


@dataclass(eq=False)
class Agreement:
    """One paper and who signed it. `terms` are those of its placement now, `printed` those it says."""

    id: UUID
    uai: Uai
    placement_id: UUID
    period_id: UUID
    pupil_year_id: UUID
    terms: Terms
    confirmed: bool
    born_on: date | None
    """When the pupil was born, if it is known."""
    has_referent: bool
    prepared_on: date
    prepared_act: UUID
    amends: UUID | None = None
    standing: AgreementStanding = AgreementStanding.PREPARED
    printed: Terms | None = None
    issued_on: date | None = None
    issued_act: UUID | None = None
    signatures: dict[Signer, Signature | None] = field(default_factory=dict)
    """Who is to sign, and who has."""
    refused: Refusal | None = None
    """What was said last of somebody who refuses; it stands until they sign, and again if that is undone."""
    closed_on: date | None = None
    moved_by: UUID | None = None  # who changed it last, when it is read
    version: int = 1

    @property
    def refusal(self) -> Refusal | None:
        """The refusal that stands: who had refused and signs has not refused."""
        refused = self.refused
        return refused if refused and not self.signatures.get(refused.signer) else None

    @property
    def signed_on(self) -> date | None:
        """The day of the last signature, once all are there."""
        if self.standing is not AgreementStanding.SIGNED:
            return None
        return max(signature.on for signature in self.signatures.values() if signature)

    @property
    def missing(self) -> tuple[str, ...]:
        """What is left blank on the paper."""
        known = (self.terms.tutor_id, self.has_referent, self.born_on)
        named = zip(("tutor", "referent", "birth date"), known, strict=True)
        return tuple(what for what, value in named if not value)

    def awaited(self, day: date) -> tuple[Signer, ...]:
        """Who is still to sign, that day."""
        return awaited(self.signatures, self.born_on, day)

    def tickable(self, today: date) -> tuple[Signer, ...]:
        """Whose signature may be noted today, of whichever day since the issue: who came of age since may have signed after."""
        waited = {*self.awaited(self.issued_on or today), *self.awaited(today)}
        return tuple(one for one in self.signatures if one in waited)

    @property
    def is_outdated(self) -> bool:
        """Whether it was issued and says what is no longer so."""
        return self.standing in COUNTED and not (self.printed and self.printed.is_right(self.terms))

    def is_over(self, today: date) -> bool:
        """Whether the stay was over, as printed and as it is known now: there is nothing left to agree on."""
        return all(terms.ends_on < today for terms in (self.printed, self.terms) if terms)

    def issue(self, on: date, *, act: UUID, signers: Collection[Signer], today: date) -> None:
        """Give it to those who sign it (émission). Raises AgreementMoveRefused, AgreementDayInTheFuture."""
        self._move(AgreementAction.ISSUE, on, today)
        self.issued_on, self.issued_act, self.printed = on, act, self.terms
        self.signatures = dict.fromkeys(signers)

    def sign(self, signers: Collection[Signer], signature: Signature, *, today: date) -> None:
        """Record signatures. Raises AgreementMoveRefused, AgreementDayInTheFuture, AgreementDayBeforeIssue."""
        self.signatures = {**self.signatures, **dict.fromkeys(signers, signature)}
        self._move(AgreementAction.SIGN, signature.on, today)

    def unsign(self, act: UUID, *, today: date) -> None:
        """Take back the signatures that came with one tick: a refusal they lifted stands again.

        Raises AgreementMoveRefused.
        """
        self.signatures = {
            signer: None if signature and signature.act == act else signature
            for signer, signature in self.signatures.items()
        }
        self._move(AgreementAction.UNSIGN, today, today)

    def recount(self, *, today: date) -> bool:
        """Stand where the signatures say at the age that is known now; whether it moved."""
        before, version = self.standing, self.version
        if before not in (AgreementStanding.PARTLY_SIGNED, AgreementStanding.SIGNED):
            return False
        self._move(AgreementAction.RECOUNT, today, today)
        moved = self.standing is not before
        self.version = version + moved
        return moved

    def unissue(self, *, today: date) -> None:
        """Have it not been issued. Raises AgreementMoveRefused."""
        self._move(AgreementAction.UNISSUE, today, today)
        self.issued_on = self.issued_act = self.printed = None
        self.signatures = {}

    def leave(self, action: AgreementAction, *, today: date) -> None:
        """Have nothing be left of what was only prepared. Raises AgreementMoveRefused."""
        self._move(action, today, today)

    def refuse(self, refusal: Refusal, *, today: date) -> None:
        """Note that somebody refuses to sign. Raises what `sign` does."""
        # What they signed before is worth nothing at their age now, or they would not be asked.
        self.signatures |= dict.fromkeys({refusal.signer} & self.signatures.keys())
        self.refused = refusal
        self._move(AgreementAction.REFUSE, refusal.on, today)

    def forget_refusal(self, *, today: date) -> None:
        """The refusal was a mistake, or is over. Raises AgreementMoveRefused."""
        self.refused = None
        self._move(AgreementAction.FORGET_REFUSAL, today, today)

    def amend(self, new_id: UUID, *, today: date) -> "Agreement":
        """Give way to one that says what is so now (avenant), which is returned."""
        self._move(AgreementAction.AMEND, today, today)
        self.closed_on = today
        return replace(
            self,
            id=new_id,
            amends=self.id,
            standing=AgreementStanding.PREPARED,
            prepared_on=today,
            prepared_act=new_id,
            printed=None,
            issued_on=None,
            issued_act=None,
            signatures={},
            refused=None,
            closed_on=None,
            version=1,
        )

    def revive(self, *, today: date) -> None:
        """Say again what is so: the correction was corrected back. Raises AgreementMoveRefused."""
        self._move(AgreementAction.REVIVE, today, today)
        self.closed_on = None

    def complete(self) -> None:
        """Say what was left blank when it was printed."""
        self.printed = self.terms
        self.version += 1

    def cancel(self, *, today: date) -> None:
        """Its placement is given up. Raises AgreementMoveRefused."""
        self._move(AgreementAction.CANCEL, today, today)
        self.closed_on = today

    def _move(self, action: AgreementAction, on: date, today: date) -> None:
        there = sum(signature is not None for signature in self.signatures.values())
        move = AgreementMove(
            on,
            today,
            confirmed=self.confirmed,
            signed=there,
            expected=there + len(self.awaited(on)),
            refused=self.refusal is not None,
            issued_on=self.issued_on,
        )
        self.standing = ask(self.standing, action, move) or self.standing
        self.version += 1
