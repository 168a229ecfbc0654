"""Taking a demonstration away: again from zero, or for real work to start."""

import shutil
from contextlib import suppress
from pathlib import Path

from deploy.data_folder import DataFolder
from deploy.demo.memory import Memory


class NotADemonstration(RuntimeError):
    """An installation with nothing invented in it, or nothing told apart; the message is for the user."""


def take_away(folder: Path, *, again: bool) -> None:
    """Erase all that was recorded in a demonstration's folder; `again`: the next `up` makes it anew,
    with the same accounts. Keeps the ports and the credentials.

    Raises NotADemonstration, and AlreadyRunning while it runs: nothing was erased then.
    """
    data = DataFolder(folder.resolve())
    if not data.is_demonstration:
        raise NotADemonstration(
            f"Aucune démonstration dans {data.path}\u202f: rien n’a été effacé."
        )
    if not (data.path / "postgres").exists():
        raise NotADemonstration(
            "Cette démonstration est sur vos propres serveurs\u202f: supprimez-y vous-même les bases "
            f"de Passerelle et les flux de NATS, puis le fichier {data.demo}."
        )
    with data.held():
        _erase(data, again=again)


def _erase(data: DataFolder, *, again: bool) -> None:
    """The mark of the demonstration goes last: a kill in between is finished by asking again."""
    shutil.rmtree(data.nats, ignore_errors=True)
    shutil.rmtree(data.path / "erasures", ignore_errors=True)
    memory = Memory.of(data.path)
    memory.start_again()
    memory.keep(data.path)
    if not again:
        # An empty folder stays until the mark is gone, so that this can be asked again.
        for inside in (data.path / "postgres").iterdir():
            shutil.rmtree(inside) if inside.is_dir() else inside.unlink()
        with suppress(FileNotFoundError):
            data.demo.unlink()
    shutil.rmtree(data.path / "postgres")
