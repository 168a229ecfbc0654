"""Saving a deployment as one file, and putting it back."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deploy.commands.command_line import DataOption, refuse, settings_of

if TYPE_CHECKING:  # loaded in the command that needs it
    from deploy.backup.save import Saved
    from services.chassis.base.settings import Settings

KEY_MODE = 0o600
MEGABYTE = 1_000_000


def backup(
    into: Annotated[
        Path, typer.Argument(metavar="DOSSIER", help="Le dossier où écrire la sauvegarde.")
    ],
    data: DataOption = None,
    recipient: Annotated[
        str | None,
        typer.Option("--for", help="Chiffrer pour cette clé publique (age1…).", show_default=False),
    ] = None,
) -> None:
    """Sauvegarder tout, pendant que l’on travaille\u202f: un fichier, d’un seul instant."""
    settings = settings_of(data)
    if settings.data_folder is None or not (settings.data_folder / "postgres").exists():
        refuse(
            "PostgreSQL n’est pas celui de Passerelle\u202f: sauvegardez ses bases avec ses propres outils, "
            "toutes au même instant, et le dossier des clés (PASSERELLE_CREDENTIALS)."
        )
    if not into.is_dir():
        refuse(
            f"Rien n’a été sauvegardé\u202f: le dossier {into} n’existe pas. Branchez son disque, ou "
            "créez-le, puis recommencez."
        )
    saved = _save(settings, settings.data_folder, into, recipient)
    size = f"{saved.size / MEGABYTE:.1f}".replace(".", ",")
    typer.echo(f"Sauvegarde\u202f: {saved.path} ({size}\u00a0Mo).")
    if recipient is None:
        typer.echo(
            "Elle contient les données des élèves et les clés, en clair\u202f: gardez-la fermée."
        )


def _save(settings: "Settings", data: Path, into: Path, recipient: str | None) -> "Saved":
    """Save, or say in a sentence why nothing was."""
    import asyncpg

    from deploy.backup.archive import ArchiveRefused
    from deploy.backup.save import save
    from deploy.backup.workplace import WorkplaceBusy
    from deploy.data_folder import DataFolder
    from deploy.embedded.child import ChildFailed

    folder, now = DataFolder(data), datetime.now(UTC)
    try:
        return asyncio.run(save(settings, folder, into.resolve(), now=now, recipient=recipient))
    except (ArchiveRefused, WorkplaceBusy) as refusal:
        refuse(str(refusal))
    except (asyncpg.PostgresError, asyncpg.InterfaceError):
        refuse(
            "Rien n’a été sauvegardé\u202f: PostgreSQL ne répond plus. «\u00a0passerelle doctor\u00a0» dit pourquoi\u202f;"
            " recommencez ensuite."
        )
    except ChildFailed as failure:
        refuse(
            f"Rien n’a été sauvegardé\u202f: la copie n’a pas pu être écrite de nouveau.\n{failure}"
        )
    except OSError as failure:
        refuse(f"Rien n’a été sauvegardé\u202f: {failure.strerror or failure} ({into}).")


def backup_key(
    path: Annotated[
        Path,
        typer.Argument(metavar="FICHIER", help="Le fichier de la clé privée, à garder ailleurs."),
    ],
) -> None:
    """Faire une clé\u202f: la publique chiffre les sauvegardes, la privée les ouvre."""
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    try:
        with path.open("x") as written:
            path.chmod(KEY_MODE)
            written.write(f"# clé publique\u00a0: {identity.to_public()}\n{identity}\n")
    except FileExistsError:
        refuse(
            f"{path} existe déjà\u202f: une clé ne se remplace pas, ses sauvegardes seraient perdues."
        )
    except OSError as failure:
        refuse(f"La clé n’a pas pu être écrite\u202f: {failure.strerror} ({path}).")
    typer.echo(f"Clé privée\u202f: {path}. Sans elle, rien de ce qu’elle chiffre ne s’ouvre.")
    typer.echo(
        f"Clé publique, pour «\u00a0passerelle backup --for\u00a0»\u202f: {identity.to_public()}"
    )


def restore(
    archive: Annotated[
        Path,
        typer.Argument(metavar="ARCHIVE", help="Le fichier de «\u00a0passerelle backup\u00a0»."),
    ],
    data: DataOption = None,
    key: Annotated[
        Path | None,
        typer.Option(help="La clé privée d’une sauvegarde chiffrée.", show_default=False),
    ] = None,
) -> None:
    """Remettre une sauvegarde en place, Passerelle arrêtée\u202f; ce qui était là est mis de côté."""
    from deploy.backup.archive import ArchiveRefused
    from deploy.backup.restoration import put_back
    from deploy.backup.workplace import WorkplaceBusy
    from deploy.data_folder import AlreadyRunning, DataFolder, default_folder
    from deploy.embedded.postgres_binaries import major_version
    from services.chassis.web.views.french import datetime_fr

    folder = DataFolder((data or default_folder()).resolve())
    try:
        done = put_back(archive, folder, postgres=major_version(), now=datetime.now(UTC), key=key)
    except (ArchiveRefused, AlreadyRunning, WorkplaceBusy) as refusal:
        refuse(str(refusal))
    except OSError as failure:
        refuse(f"Rien n’a été remis en place\u202f: {failure.strerror or failure}.")
    typer.echo(f"Remis en place\u202f: l’état du {datetime_fr(done.manifest.instant)}.")
    if done.former is not None:
        typer.echo(
            f"Ce qui était là est dans {done.former}\u202f: supprimez-le quand tout va bien."
        )
    if not done.knows_erasures:
        typer.echo(
            f"Avant de relancer, copiez dans {folder.path} le dossier «\u00a0erasures\u00a0» de l’ancienne "
            "machine, s’il existe encore\u202f: il dit ce qui a été effacé depuis cette sauvegarde."
        )
    typer.echo(
        "Relancez «\u00a0passerelle up\u00a0»\u202f: les flux se remplissent d’eux-mêmes. Les courriels qui "
        "attendaient à cet instant repartiront."
    )
