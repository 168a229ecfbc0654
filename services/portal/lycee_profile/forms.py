"""What the forms of a profile send."""

from typing import Annotated

from annotated_types import Ge
from pydantic import AfterValidator, Field
from starlette.datastructures import UploadFile

from contracts.identifiers import Uai
from services.chassis.base.errors import Invalid
from services.chassis.web.views.forms import FormModel
from services.portal.accounts.model.account import checked_mail
from services.portal.lycee_profile.model import LABELS, LyceeProfile

CHARACTERS_MAX = 120


def _mail(text: str) -> str:
    try:
        return checked_mail(text)
    except Invalid as wrong:
        raise ValueError(wrong.detail) from wrong


def _postcode(text: str) -> str:
    digits = "".join(text.split())
    if not (digits.isascii() and digits.isdigit() and len(digits) == 5):
        raise ValueError("Un code postal a cinq chiffres, par exemple 82000.")
    return digits


Line = Annotated[str, Field(max_length=CHARACTERS_MAX)]


class ProfileForm(FormModel):
    """Everything may be left empty: an agreement then has a line to fill by hand."""

    uai: Uai | None = None
    version: Annotated[int, Ge(0)] = 0
    address: Line | None = Field(default=None, title=LABELS["address"])
    postcode: Annotated[str, AfterValidator(_postcode)] | None = Field(
        default=None, title=LABELS["postcode"]
    )
    town: Line | None = Field(default=None, title=LABELS["town"])
    phone: Annotated[str, Field(max_length=30)] | None = Field(default=None, title=LABELS["phone"])
    mail: Annotated[str, AfterValidator(_mail)] | None = Field(default=None, title=LABELS["mail"])
    head_name: Line | None = Field(default=None, title=LABELS["head_name"])
    head_title: Line | None = Field(default=None, title=LABELS["head_title"])
    insurer: Line | None = Field(default=None, title=LABELS["insurer"])
    policy: Line | None = Field(default=None, title=LABELS["policy"])
    hours: Line | None = Field(default=None, title=LABELS["hours"])

    @property
    def profile(self) -> LyceeProfile:
        """The profile that was said."""
        return LyceeProfile(version=self.version, **{name: getattr(self, name) for name in LABELS})


class LogoForm(FormModel):
    """A picture for a lycée."""

    uai: Uai | None = None
    file: UploadFile = Field(title="Logo")


class NoLogoForm(FormModel):
    """The lycée whose logo is taken away."""

    uai: Uai | None = None
