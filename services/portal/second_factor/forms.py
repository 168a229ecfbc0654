"""What the forms of a second factor send."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, SecretStr

from services.chassis.web.views.forms import FormModel
from services.portal.accounts.model.account import PASSWORD_LENGTH_MAX

Password = Annotated[SecretStr, Field(max_length=PASSWORD_LENGTH_MAX, title="Mot de passe actuel")]
Code = Annotated[str, Field(max_length=40, title="Code")]


class Change(StrEnum):
    """What becomes of a factor that is set."""

    CODES = "codes"
    DEVICE = "device"
    REMOVAL = "removal"


CHANGES = {
    Change.CODES: "Recevoir dix nouveaux codes de secours",
    Change.DEVICE: "Changer de téléphone ou d’application",
    Change.REMOVAL: "Retirer la double authentification",
}


class BeginForm(FormModel):
    """Whoever found a session open sets no factor."""

    password: Password


class FirstCodeForm(FormModel):
    """What the application shows."""

    code: Code


class ChangeForm(FormModel):
    """A change, proved by both factors."""

    change: Annotated[Change, Field(title="Ce que vous voulez faire")]
    password: Password
    code: Code


class CodeForm(FormModel):
    """The second half of a sign-in; `next` is where to go then."""

    code: Code
    next: str = "/"
