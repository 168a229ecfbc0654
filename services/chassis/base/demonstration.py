"""The progress of a demonstration that is being loaded, for pages and commands to say.

It is a file of the data folder, there exactly while `up` loads: pages that look empty meanwhile are
not all there is.
"""

from contextlib import suppress
from pathlib import Path

FILE = "demo-loading"


def loading_percent(folder: Path | None) -> int | None:
    """How much of the demonstration is there, in percent; None when none is being loaded."""
    if folder is None:
        return None
    try:
        return int((folder / FILE).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def note_loading(folder: Path, percent: int) -> None:
    """Write how far it is; a disk without room leaves what was said before."""
    aside = folder / f"{FILE}.new"
    with suppress(OSError):
        aside.write_text(str(percent), encoding="ascii")
        aside.replace(folder / FILE)


def forget_loading(folder: Path) -> None:
    """Forget the loading of a demonstration: it is over."""
    (folder / FILE).unlink(missing_ok=True)
