"""One file that holds a deployment: a compressed tar that begins with a manifest, encrypted on request.

The manifest names each file with its SHA-256, and what may be done with each file and folder, so that
an archive that was cut short or changed is refused before anything is touched. Encryption is age's (https://age-encryption.org/v1): any age
program opens it.
"""

import fcntl
import gzip
import hashlib
import json
import os
import stat
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

import pyrage

FORMAT = 2
READABLE = (1, 2)
MANIFEST = "manifest.json"
COMPRESSION = 3
ENCRYPTED = ".age"
PIECE_BYTES = 1024 * 1024


class ArchiveRefused(ValueError):
    """The file cannot be put back; the message is for the operator."""


@dataclass(frozen=True)
class Manifest:
    """What an archive holds, by path inside it.

    `files`: SHA-256 in hexadecimal; `modes`: permissions in octal, a folder's path ends with `/`
    (none in an archive of format 1: nothing is compared then).
    """

    made_at: str
    department: str
    postgres: str
    """Major version of the server whose files these are."""
    demonstration: bool
    format: int = FORMAT
    files: dict[str, str] = field(default_factory=dict)
    modes: dict[str, str] = field(default_factory=dict)

    @property
    def instant(self) -> datetime:
        return datetime.fromisoformat(self.made_at)


def pack(folder: Path, manifest: Manifest, into: Path, recipient: str | None = None) -> None:
    """Write everything of a folder into an archive that appears once it is whole and on the disk.

    `recipient`: age's public key (age1…). Raises ArchiveRefused when that is no key, OSError when
    there is no room.
    """
    aside = into.with_name(f".{into.name}.partial")
    described = replace(manifest, files=sums_of(folder), modes=modes_of(folder))
    (folder / MANIFEST).write_text(json.dumps(asdict(described)))
    try:
        with aside.open("wb") as written:
            aside.chmod(0o600)
            fcntl.flock(written, fcntl.LOCK_EX)  # so that the next backup knows whether it is left
            if recipient is None:
                _write_tar(folder, written)
            else:
                _encrypt_tar(folder, written, recipient)
            written.flush()
            os.fsync(written.fileno())
        aside.rename(into)
    finally:
        aside.unlink(missing_ok=True)


def _write_tar(folder: Path, written: IO[bytes]) -> None:
    with tarfile.open(fileobj=written, mode="w:gz", compresslevel=COMPRESSION) as tar:
        tar.add(folder / MANIFEST, arcname=MANIFEST)
        for path in sorted(folder.rglob("*")):
            if path.name != MANIFEST or path.parent != folder:
                tar.add(path, arcname=str(path.relative_to(folder)), recursive=False)


def _encrypt_tar(folder: Path, written: IO[bytes], recipient: str) -> None:
    whom = recipient_of(recipient)
    plain = folder.with_name(f"{folder.name}.tar")
    try:
        with plain.open("w+b") as tar:
            plain.chmod(0o600)
            _write_tar(folder, tar)
            tar.seek(0)
            pyrage.encrypt_io(tar, written, [whom])
    finally:
        plain.unlink(missing_ok=True)


def recipient_of(key: str) -> pyrage.x25519.Recipient:
    """The public key somebody typed. Raises ArchiveRefused."""
    try:
        return pyrage.x25519.Recipient.from_str(key.strip())
    except pyrage.RecipientError:
        raise ArchiveRefused(
            "Ce n’est pas une clé publique age (elle commence par age1)\u202f: «\u00a0passerelle "
            "backup-key\u00a0» en fait une."
        ) from None


def unpack(archive: Path, into: Path, key: Path | None = None) -> Manifest:
    """Put the files of an archive into an empty folder, each as it was, with what may be done with it.

    `key`: the file of the private key of an encrypted one. Raises ArchiveRefused when it is not
    whole, not ours or cannot be opened, and OSError.
    """
    with _opened(archive, key, into) as readable:
        try:
            _read_to_its_sum(readable)
            with tarfile.open(fileobj=readable, mode="r:gz") as tar:
                tar.extractall(into, filter="data")
        except (
            tarfile.TarError,
            zlib.error,
            EOFError,
            OverflowError,
            ValueError,
            OSError,
        ) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise ArchiveRefused(_NOT_WHOLE.format(archive)) from None
    return _checked(archive, into)


def _read_to_its_sum(readable: IO[bytes]) -> None:
    """Read a gzip to its end, where its CRC stands, before any name or time in it is believed.

    A tar ends before its gzip does: who unpacks it alone never reads that sum.
    """
    with gzip.GzipFile(fileobj=readable, mode="rb") as unpacked:
        while unpacked.read(PIECE_BYTES):
            pass
    readable.seek(0)


_NOT_WHOLE = (
    "{} n’est pas une sauvegarde entière de Passerelle\u202f: rien n’a été changé. "
    "Reprenez-en une autre, ou copiez celle-ci de nouveau."
)


@contextmanager
def _opened(archive: Path, key: Path | None, near: Path) -> Iterator[IO[bytes]]:
    if archive.suffix != ENCRYPTED:
        with archive.open("rb") as readable:
            yield readable
        return
    if key is None:
        raise ArchiveRefused(
            f"{archive} est chiffrée\u202f: donnez le fichier de la clé avec --key."
        )
    plain = near.with_name(f"{near.name}.tar")
    try:
        with archive.open("rb") as encrypted, plain.open("w+b") as readable:
            plain.chmod(0o600)
            _decrypt(archive, encrypted, readable, key)
            readable.seek(0)
            yield readable
    finally:
        plain.unlink(missing_ok=True)


def _decrypt(archive: Path, encrypted: IO[bytes], readable: IO[bytes], key: Path) -> None:
    lines = (line.strip() for line in key.read_text().splitlines())
    try:
        identities = [
            pyrage.x25519.Identity.from_str(line) for line in lines if line and line[0] != "#"
        ]
        pyrage.decrypt_io(encrypted, readable, identities)
    except pyrage.IdentityError:
        raise ArchiveRefused(
            f"{key} n’est pas une clé de «\u00a0passerelle backup-key\u00a0»."
        ) from None
    except pyrage.DecryptError:
        raise ArchiveRefused(
            f"{archive} ne s’ouvre pas avec cette clé, ou n’est pas entière\u202f: rien n’a été changé."
        ) from None


def _checked(archive: Path, folder: Path) -> Manifest:
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text()))
    except (OSError, ValueError, TypeError):
        raise ArchiveRefused(_NOT_WHOLE.format(archive)) from None
    if manifest.format not in READABLE:
        raise ArchiveRefused(
            f"{archive} vient d’une autre version de Passerelle (format {manifest.format})\u202f: "
            "rien n’a été changé."
        )
    (folder / MANIFEST).unlink()
    if sums_of(folder) != manifest.files:
        raise ArchiveRefused(_NOT_WHOLE.format(archive))
    if manifest.format > 1:
        _set_modes(archive, folder, manifest.modes)
    return manifest


def _set_modes(archive: Path, folder: Path, modes: dict[str, str]) -> None:
    """Unpacking takes no permission from a tar; those of the manifest are set instead."""
    if modes_of(folder).keys() != modes.keys():
        raise ArchiveRefused(_NOT_WHOLE.format(archive))
    for path, mode in modes.items():
        (folder / path).chmod(int(mode, 8) & 0o777)


def sums_of(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below a folder, by its path there."""
    return {
        str(PurePosixPath(path.relative_to(folder))): _sum_of(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def modes_of(folder: Path) -> dict[str, str]:
    """What may be done with every file and folder below a folder, in octal, by its path there."""
    return {
        f"{PurePosixPath(path.relative_to(folder))}{'/' if path.is_dir() else ''}": (
            f"{stat.S_IMODE(path.stat().st_mode):o}"
        )
        for path in sorted(folder.rglob("*"))
    }


def _sum_of(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
