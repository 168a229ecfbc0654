"""Accounts: a mail, a name, and what was granted to them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import Conflict, Invalid
from services.portal.accounts.model.common_passwords import check_uncommon

PASSWORD_LENGTH_MIN = 12
"""Characters. CNIL 2022-100 asks 12 with mixed kinds, or 80 bits; length does most of it."""
PASSWORD_LENGTH_MAX = 256
"""Hashing a longer text would cost more than it protects."""
MAIL_LENGTH_MAX = 254
"""RFC 5321 §4.5.3.1.3, less the angle brackets."""
NAME_LENGTH_MAX = 200

_MAIL = re.compile(r"[^\s@<>(),;:\"\[\]\\]{1,64}@[^\s@<>(),;:\"\[\]\\]+\.[^\s@.]{2,}")


class MailTaken(Conflict):
    """Another account has this mail."""

    code = "mail-taken"
    title = "Un compte existe déjà avec cette adresse"


class GrantIncomplete(Invalid):
    """The role needs a lycée, or does not take one."""

    code = "grant-incomplete"
    title = "Le rôle et le lycée ne vont pas ensemble"


class LyceeUnknown(Invalid):
    """No lycée was opened under this UAI."""

    code = "lycee-unknown"
    title = "Ce lycée n’est pas ouvert\u202f: ouvrez-le d’abord"


@dataclass(frozen=True)
class Account:
    """One person who signs in."""

    id: UUID
    mail: str
    display_name: str
    password_hash: str | None
    """None until a person who was invited has chosen one: no password is right."""
    second_factor_at: datetime | None = None
    """Since when a code is asked besides the password; None while none is."""


def mail_key(text: str) -> str:
    """The mail as accounts are looked up by: case does not tell two people apart."""
    return text.strip().casefold()


def checked_mail(text: str) -> str:
    """Raises Invalid unless the text is one plausible address."""
    mail = text.strip()
    if len(mail) > MAIL_LENGTH_MAX or not _MAIL.fullmatch(mail):
        raise Invalid(
            "Écrivez une adresse complète, par exemple prenom.nom@lycee.example.", field="mail"
        )
    return mail


def checked_name(text: str) -> str:
    """Raises Invalid unless it is a name to show. A name may have one letter, or two hundred."""
    name = " ".join(text.split())
    if not 1 <= len(name) <= NAME_LENGTH_MAX:
        raise Invalid("Écrivez le nom à afficher, par exemple Claire Vidal.", field="name")
    return name


def checked_password(text: str, *, own: Iterable[str] = ()) -> str:
    """Raises Invalid for a password that is too short, absurdly long, or among the first to be tried.

    `own`: the name, the mail and the lycées of whose it is.
    """
    if not PASSWORD_LENGTH_MIN <= len(text) <= PASSWORD_LENGTH_MAX:
        raise Invalid(
            f"Choisissez un mot de passe d’au moins {PASSWORD_LENGTH_MIN} caractères.",
            field="password",
        )
    check_uncommon(text, own=own)
    return text
