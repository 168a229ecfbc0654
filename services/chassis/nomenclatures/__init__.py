"""Public nomenclatures every service shows the same way: activities (NAF) and communes (COG)."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType


@cache
def activities() -> Mapping[str, str]:
    """Label of each activity by its NAF code, such as "43.21A"."""
    return _read("naf.json")


@cache
def communes() -> Mapping[str, str]:
    """Name of each commune by its INSEE code. Communes of another département are not known."""
    return _read("communes.json")


def activity_label(naf: str | None) -> str | None:
    """Label of an activity (libellé NAF), or None when the code is absent or unknown."""
    return activities().get(naf) if naf else None


def commune_name(code: str | None) -> str | None:
    """Name of a commune, or None when the code is absent or unknown."""
    return communes().get(code) if code else None


def _read(name: str) -> Mapping[str, str]:
    content = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return MappingProxyType(json.loads(content))
