"""The attestation of a stay to print and to fill by hand, as PDF/UA."""

from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from contracts.portal.lycee_profile import LyceeLogo
from services.chassis.documents import typesetting
from services.internships.agreement_models.model.agreement_fields import AgreementField

_TEXT = (Path(__file__).parents[1] / "templates" / "attestation.typ").read_bytes()


async def typeset_attestation(
    title: str,
    lycee: str,
    values: Mapping[AgreementField, str | None],
    logo: LyceeLogo | None = None,
) -> bytes:
    """The attestation of one stay. Raises DocumentNotMade."""
    given: dict[str, Any] = {
        "title": title,
        "author": lycee,
        "said": {field.name: text for field, text in values.items() if text},
    }
    if logo is not None:
        # The typesetter reads no base64: bytes are given as numbers.
        given["logo"] = {"bytes": list(b64decode(logo.content)), "kind": logo.kind}
    return await typesetting.typeset(_TEXT, given)
