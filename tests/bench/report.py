"""Figures, their targets, the table that tells whether they are met, and the file that keeps them."""

import json
import math
import os
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "var" / "bench"
_WIDTHS = (46, 13, 13, 8)


@dataclass(frozen=True)
class Figure:
    """One measured value against its target; lower is better."""

    name: str
    value: float
    target: float
    unit: str
    remark: str = ""

    @property
    def met(self) -> bool:
        """Whether the target is reached; never where there was nothing to measure."""
        return self.value <= self.target

    @property
    def row(self) -> str:
        """A line of the table."""
        measured = "failed" if math.isnan(self.value) else f"{self.value:.2f} {self.unit}".strip()
        wanted = "" if math.isnan(self.target) else f"≤ {self.target:g} {self.unit}".strip()
        verdict = "met" if self.met else "MISSED"
        return _row(self.name, measured, wanted, verdict, self.remark)


HEADING_ROW = ("figure", "measured", "target", "verdict", "remark")


def heading() -> str:
    """The first line of the table."""
    return _row(*HEADING_ROW)


def failed(name: str, error: BaseException) -> Figure:
    """What stands for a bench that broke: the others go on."""
    said = " ".join(f"{type(error).__name__}: {error}".split())
    return Figure(name, math.nan, math.nan, "", said[:200])


def _row(*cells: str) -> str:
    *first, remark = cells
    aligned = (cell.ljust(width) for cell, width in zip(first, _WIDTHS, strict=True))
    return "  ".join((*aligned, remark)).rstrip()


def keep(figures: Sequence[Figure], at: datetime) -> Path:
    """Write the figures down beside those of other runs, with the commit and how busy the machine was."""
    KEPT.mkdir(parents=True, exist_ok=True)
    commit = _git("rev-parse", "--short", "HEAD") or "unknown"
    changed = bool(_git("status", "--porcelain"))
    told = {
        "at": at.isoformat(timespec="seconds"),
        "commit": commit,
        "changed_since": changed,
        "load": os.getloadavg(),
        "figures": [
            asdict(one) | {"value": _told(one.value), "target": _told(one.target)}
            for one in figures
        ],
    }
    file = KEPT / f"{at:%Y%m%dT%H%M%SZ}-{commit}.json"
    file.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    return file


def _told(value: float) -> float | None:
    """JSON has no word for what is no number."""
    return None if math.isnan(value) else value


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(ROOT), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip()


def percentile(values: Sequence[float], percent: float) -> float:
    """The value below which that share of the values lies (nearest rank)."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * percent / 100))]
