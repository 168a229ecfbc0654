"""A lycée's partnership with a company (partenariat), and its formal agreement (convention)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from contracts.identifiers import CompanyId, PartnershipId, Uai
from contracts.partnerships.partnerships import (
    AgreementState,
    PartnershipFacts,
    PartnershipScope,
    PartnershipStage,
)
from services.chassis.base.errors import Conflict, Invalid, StaleVersion

SIGNATORY_CHARACTERS_MAX = 120
EXPIRES_WITHIN = timedelta(days=60)
"""From when on an agreement that runs out is to be renewed."""

_Stage = PartnershipStage
_BUREAU = frozenset({"rbde", "ddfpt", "atct"})
_COMMITS = frozenset({"rbde", "ddfpt", "head"})
_OPEN = frozenset(_Stage) - {_Stage.ENDED}
_ANY = frozenset(AgreementState)


class PartnershipAct(StrEnum):
    """What may be done with a partnership."""

    CONTACT = "contact"
    DISCUSS = "discuss"
    ACTIVATE = "activate"
    REST = "rest"
    END = "end"
    REOPEN = "reopen"
    DRAFT = "draft"
    SIGN = "sign"
    RENEW = "renew"
    CORRECT = "correct"
    TAKE_BACK = "take_back"


@dataclass(frozen=True)
class Rule:
    """From where an act may be done, by whom, and where it leads; None: where it was."""

    stages: frozenset[PartnershipStage]
    agreements: frozenset[AgreementState]
    roles: frozenset[str]
    to: PartnershipStage | None = None


RULES: Mapping[PartnershipAct, Rule] = {
    PartnershipAct.CONTACT: Rule(_OPEN - {_Stage.CONTACTED}, _ANY, _BUREAU, _Stage.CONTACTED),
    PartnershipAct.DISCUSS: Rule(
        _OPEN - {_Stage.IN_DISCUSSION}, _ANY, _BUREAU, _Stage.IN_DISCUSSION
    ),
    PartnershipAct.ACTIVATE: Rule(
        _OPEN - {_Stage.PROSPECT, _Stage.ACTIVE}, _ANY, _BUREAU, _Stage.ACTIVE
    ),
    PartnershipAct.REST: Rule(
        _OPEN - {_Stage.PROSPECT, _Stage.DORMANT}, _ANY, _BUREAU, _Stage.DORMANT
    ),
    PartnershipAct.END: Rule(_OPEN, _ANY, _COMMITS, _Stage.ENDED),
    PartnershipAct.REOPEN: Rule(frozenset({_Stage.ENDED}), _ANY, _BUREAU, _Stage.PROSPECT),
    PartnershipAct.DRAFT: Rule(_OPEN, frozenset({AgreementState.NONE}), _BUREAU),
    PartnershipAct.SIGN: Rule(
        _OPEN,
        frozenset({AgreementState.NONE, AgreementState.DRAFT}),
        _COMMITS,
        _Stage.ACTIVE,
    ),
    PartnershipAct.RENEW: Rule(_OPEN, frozenset({AgreementState.SIGNED}), _COMMITS, _Stage.ACTIVE),
    PartnershipAct.CORRECT: Rule(frozenset(_Stage), _ANY, _BUREAU | _COMMITS),
    PartnershipAct.TAKE_BACK: Rule(frozenset(_Stage), _ANY, _BUREAU | _COMMITS),
}
"""The one table of what may be done: state × act × role."""

_STATES: Mapping[PartnershipAct, AgreementState] = {
    PartnershipAct.DRAFT: AgreementState.DRAFT,
    PartnershipAct.SIGN: AgreementState.SIGNED,
    PartnershipAct.RENEW: AgreementState.SIGNED,
}

MOVES: Mapping[PartnershipStage, PartnershipAct] = {
    _Stage.PROSPECT: PartnershipAct.REOPEN,
    _Stage.CONTACTED: PartnershipAct.CONTACT,
    _Stage.IN_DISCUSSION: PartnershipAct.DISCUSS,
    _Stage.ACTIVE: PartnershipAct.ACTIVATE,
    _Stage.DORMANT: PartnershipAct.REST,
    _Stage.ENDED: PartnershipAct.END,
}
"""The act that leads to a stage."""


class PartnershipActRefused(Conflict):
    """The table does not allow this here, or not to this role."""

    code = "partnership-act-refused"
    title = "Ce partenariat ne permet pas cette étape, ou pas à votre fonction."


class PartnershipAlreadyOpen(Conflict):
    """A lycée has one partnership with a company at a time."""

    code = "partnership-already-open"
    title = "Votre lycée a déjà un partenariat ouvert avec cette entreprise."


class NothingToTakeBack(Conflict):
    """Only the last change is taken back, until the next one."""

    code = "nothing-to-take-back"
    title = "Ce partenariat a changé depuis\u202f: il n’y a plus rien à annuler."


class AgreementNotDated(Invalid):
    """A signed agreement says from when until when it holds."""

    code = "agreement-not-dated"
    title = "Indiquez la date de signature et la date de fin de la convention."


class AgreementDatesReversed(Invalid):
    """An agreement that would end before it was signed."""

    code = "agreement-dates-reversed"
    title = "La fin de la convention doit suivre sa signature."


class AgreementSignedLater(Invalid):
    """A signature to come: it is noted once it took place."""

    code = "agreement-signed-later"
    title = "La date de signature ne peut pas être dans le futur."


class Validity(StrEnum):
    """Whether a signed agreement still holds, on a day."""

    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """The formal agreement; who signed is the lycée's own."""

    state: AgreementState = AgreementState.NONE
    signed_on: date | None = None
    until_on: date | None = None
    signatory_id: UUID | None = None
    """The company's contact who signed."""
    signed_for_lycee: str | None = None

    def check(self, today: date) -> None:
        """Raises AgreementNotDated, AgreementDatesReversed, AgreementSignedLater."""
        signed = self.state is AgreementState.SIGNED
        if signed and not (self.signed_on and self.until_on):
            raise AgreementNotDated(field="until_on" if self.signed_on else "signed_on")
        if self.signed_on and self.until_on and self.until_on <= self.signed_on:
            raise AgreementDatesReversed(field="until_on")
        if signed and self.signed_on and self.signed_on > today:
            raise AgreementSignedLater(field="signed_on")

    def written(self) -> dict[str, str | None]:
        """The agreement as it is kept to be read again."""
        said = {k: None if v is None else str(v) for k, v in vars(self).items()}
        return {**said, "state": self.state.value}

    @classmethod
    def read(cls, kept: Mapping[str, str | None]) -> "Agreement":
        """The agreement as it was kept."""
        signed_on, until_on, signatory = (
            kept[name] for name in ("signed_on", "until_on", "signatory_id")
        )
        return cls(
            state=AgreementState(str(kept["state"])),
            signed_on=date.fromisoformat(signed_on) if signed_on else None,
            until_on=date.fromisoformat(until_on) if until_on else None,
            signatory_id=UUID(signatory) if signatory else None,
            signed_for_lycee=kept["signed_for_lycee"],
        )

    def validity(self, today: date) -> Validity | None:
        """The validity of the agreement; None unless it was signed."""
        if self.state is not AgreementState.SIGNED or self.until_on is None:
            return None
        if self.until_on < today:
            return Validity.EXPIRED
        near = self.until_on - EXPIRES_WITHIN <= today
        return Validity.EXPIRING if near else Validity.VALID


@dataclass(eq=False, kw_only=True)
class Partnership:
    """One lycée's partnership with one company."""

    id: UUID
    uai: Uai
    company_id: UUID
    stage: PartnershipStage = PartnershipStage.PROSPECT
    stage_on: date
    scopes: tuple[PartnershipScope, ...] = ()
    agreement: Agreement = field(default_factory=Agreement)
    before: dict[str, Any] | None = None
    """What the last change is taken back to."""
    version: int = 1

    def allows(self, act: PartnershipAct, roles: Collection[str]) -> bool:
        """Whether people of one of these roles may do this now."""
        rule = RULES[act]
        here = self.stage in rule.stages and self.agreement.state in rule.agreements
        return here and not rule.roles.isdisjoint(roles)

    def moves(self, roles: Collection[str]) -> list[PartnershipStage]:
        """The stages it may go to from here."""
        return [stage for stage, act in MOVES.items() if self.allows(act, roles)]

    def expect(self, version: int) -> None:
        """Raises StaleVersion unless `version` is current."""
        if version != self.version:
            raise StaleVersion(
                "Quelqu’un a modifié ce partenariat pendant ce temps. Rien n’est perdu\u202f: "
                "vérifiez, puis recommencez.",
                current={"version": self.version},
            )

    def do(self, act: PartnershipAct, roles: Collection[str], today: date) -> None:
        """Go where the act leads. Raises PartnershipActRefused."""
        if not self.allows(act, roles):
            raise PartnershipActRefused
        self.before = self._snapshot()
        to = RULES[act].to
        if to is not None and to is not self.stage:
            self.stage, self.stage_on = to, today
        self.version += 1

    def agree(
        self, act: PartnershipAct, agreement: Agreement, roles: Collection[str], today: date
    ) -> None:
        """Draft, sign, renew or correct the agreement. Raises what `check` and `do` raise."""
        to = _STATES.get(act, self.agreement.state)
        written = replace(agreement, state=to)
        written.check(today)
        self.do(act, roles, today)
        self.agreement = written

    def describe(
        self, scopes: tuple[PartnershipScope, ...], roles: Collection[str], today: date
    ) -> None:
        """Say what it is about. Raises PartnershipActRefused."""
        self.do(PartnershipAct.CORRECT, roles, today)
        self.scopes = scopes

    def take_back(self, version: int, roles: Collection[str]) -> None:
        """Undo the change that made this version. Raises NothingToTakeBack, PartnershipActRefused."""
        if self.before is None or version != self.version:
            raise NothingToTakeBack
        if not self.allows(PartnershipAct.TAKE_BACK, roles):
            raise PartnershipActRefused
        known = self.before
        self.stage = PartnershipStage(known["stage"])
        self.stage_on = date.fromisoformat(known["stage_on"])
        self.scopes = tuple(PartnershipScope(code) for code in known["scopes"])
        self.agreement = Agreement.read(known["agreement"])
        self.before = None
        self.version += 1

    def facts(self, on: date) -> dict[str, Any]:
        """What the department may learn, for any of the events that tell it."""
        return dict(
            PartnershipFacts(
                partnership_id=PartnershipId(self.id),
                company_id=CompanyId(self.company_id),
                stage=self.stage,
                agreement=self.agreement.state,
                scopes=self.scopes,
                signed_on=self.agreement.signed_on,
                until_on=self.agreement.until_on,
                occurred_on=on,
            )
        )

    def _snapshot(self) -> dict[str, Any]:
        return {
            "stage": self.stage.value,
            "stage_on": self.stage_on.isoformat(),
            "scopes": [scope.value for scope in self.scopes],
            "agreement": self.agreement.written(),
        }
