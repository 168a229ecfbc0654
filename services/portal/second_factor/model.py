"""Codes of an application (TOTP, RFC 6238) and recovery codes: pure functions of a secret and a time."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp

from contracts.portal.second_factor import SecondFactorNoticeKind
from services.chassis.base.errors import Conflict, Invalid

PURPOSE = "second-factor"
"""What the key of the installation is asked for: each factor's secret is derived from it, and kept nowhere."""
RECOVERY_PURPOSE = "recovery-code"
ISSUER = "Passerelle"
SECRET_BYTES = 20
"""160 bits: what RFC 4226 recommends, and every application takes."""
STEP_SECONDS = 30
CODE_DIGITS = 6
DRIFT = 1
"""Steps a clock may be early or late."""
RECOVERY_CODES = 10
RECOVERY_DIGITS = 12
"""40 bits, tried ten times a quarter of an hour: figures alone, typed on any keyboard in the field of codes."""
FEW_LEFT = 3
"""Recovery codes left under which their owner is asked to make new ones."""
BEGUN_FOR = timedelta(hours=1)
"""How long an application may be shown the secret before its first code."""
NOTICES_KEPT_FOR = timedelta(days=30)

CODE_WRONG = (
    "Ce code n’est pas le bon, ou il a déjà servi\u202f: attendez le suivant dans l’application, ou"
    " tapez un code de secours entier."
)
FIRST_CODE_WRONG = (
    "Ce code n’est pas celui que l’application devrait montrer. Tapez celui qu’elle montre"
    " maintenant\u202f; s’il est refusé aussi, réglez l’heure du téléphone sur «\u00a0automatique\u00a0»."
)


class CodeRefused(Invalid):
    """The code typed is neither of the application nor an unused recovery code."""

    code = "second-factor-refused"
    title = "Code refusé"


class FactorRequired(Conflict):
    """A role of the account has to have a second factor."""

    code = "second-factor-required"
    title = "La double authentification est obligatoire pour un de vos rôles"


class FactorNotSet(Conflict):
    """The account has none, or no more."""

    code = "second-factor-not-set"
    title = "Ce compte n’a pas de double authentification"


@dataclass(frozen=True)
class Proof:
    """What a right code was: `recovery_left` is how many recovery codes are left once one was used."""

    recovery_left: int | None = None


def secret_of(key: bytes) -> str:
    """The secret an application is given, in base 32, from the key of one factor."""
    return base64.b32encode(key[:SECRET_BYTES]).decode()


def grouped(text: str) -> str:
    """A text by fours, to be typed."""
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address_of(secret: str, *, mail: str) -> str:
    """The `otpauth:` address an application reads from a QR code."""
    return pyotp.TOTP(secret, name=mail, issuer=ISSUER).provisioning_uri()


def step_of(secret: str, code: str, *, now: datetime) -> int | None:
    """The step of time whose code this is, within the drift of a clock; None when it is of none.

    The steps are all compared, whichever is right.
    """
    totp = pyotp.TOTP(secret, digits=CODE_DIGITS, interval=STEP_SECONDS)
    present = int(now.timestamp()) // STEP_SECONDS
    found = None
    for step in range(present - DRIFT, present + DRIFT + 1):
        if secrets.compare_digest(totp.generate_otp(step).encode(), code.encode()):
            found = step
    return found


def bare(typed: str) -> str:
    """A code without what people put between its figures."""
    return "".join(one for one in typed if not one.isspace() and one not in "-.")


def new_recovery_codes() -> list[str]:
    """Draw ten of them."""
    return [
        f"{secrets.randbelow(10**RECOVERY_DIGITS):0{RECOVERY_DIGITS}}"
        for _ in range(RECOVERY_CODES)
    ]


TOLD: dict[SecondFactorNoticeKind, str] = {
    SecondFactorNoticeKind.SET: "set-second-factor",
    SecondFactorNoticeKind.REMOVED: "remove-second-factor",
    SecondFactorNoticeKind.RECOVERY_CODE_USED: "use-recovery-code",
    SecondFactorNoticeKind.RECOVERY_CODES_RENEWED: "renew-recovery-codes",
}
"""How the security log calls what its owner is written to about."""


def on_paper(codes: Sequence[str]) -> str:
    """Recovery codes, one a line, to print or copy."""
    return "\n".join(grouped(code) for code in codes)
