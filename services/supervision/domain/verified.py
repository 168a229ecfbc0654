"""What a lycée's registry stated of itself, beside what was heard of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

LABELS: Mapping[str, str] = {
    "onboarded": "premiers échanges",
    "partnerships_active": "partenariats actifs",
    "actions_held": "actions menées",
}
"""The figures that are compared; the companies on a lycée's list are told by nothing else."""


@dataclass(frozen=True)
class Compared:
    """One statement: each figure stated, and folded from the facts told before it."""

    uai: str
    stated_at: datetime
    companies: int
    stated: Mapping[str, int | None]
    folded: Mapping[str, int]

    @property
    def differences(self) -> tuple[str, ...]:
        """« 12 partenariats actifs au registre, 11 reçus »; none when all agrees."""
        return tuple(
            f"{label}\u202f: {said} au registre, {self.folded[name]} d’après les faits reçus"
            for name, label in LABELS.items()
            if (said := self.stated[name]) is not None and said != self.folded[name]
        )


@dataclass(frozen=True)
class Verified:
    """What a page says of the lycées it shows: when all was compared, and of which it differs."""

    on: datetime
    differing: Sequence[tuple[str, Compared]]
    """By the name of the lycée."""


def verified(names: Mapping[str, str], last: Mapping[str, Compared]) -> Verified | None:
    """Of the lycées shown, by UAI; None while none of them stated anything."""
    shown = [(name, last[uai]) for uai, name in names.items() if uai in last]
    if not shown:
        return None
    differing = [(name, one) for name, one in shown if one.differences]
    return Verified(min(one.stated_at for _, one in shown), differing)


def differing_since(compared: Sequence[Compared]) -> datetime | None:
    """Since which of a lycée's statements, the newest first, they differ; None: they do not."""
    since = None
    for one in compared:
        if not one.differences:
            break
        since = one.stated_at
    return since
