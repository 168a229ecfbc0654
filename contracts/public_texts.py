"""The reviewed table of texts on the bus: which field of which event, and why it names nobody."""

from collections.abc import Mapping
from types import MappingProxyType

_LEGAL_PERSON = "name of a fully diffusible legal person, published by Sirene; the event checks it"

REVIEWED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "CompanyRegisteredV1": {"public_name": _LEGAL_PERSON},
        "CompanyCorrectedV1": {"public_name": _LEGAL_PERSON},
        "FormationOpenedV1": {
            "label": "name of a training course, as the lycée shows it to the public"
        },
        "LyceeOpenedV1": {"name": "name of a school, in the national directory"},
    }
)
