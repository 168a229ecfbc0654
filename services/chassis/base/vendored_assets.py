"""Fetch the assets named in vendor.toml, or check the committed copies.

`python -m services.chassis.base.vendored_assets` runs `npm pack` (Node is needed for this only), checks the
archive against the digest written in vendor.toml, copies the files named there into the folder it
names and writes vendor.lock.json. With `--check` it reads nothing but the disk: the copies must be
those of the lock, and the lock that of vendor.toml. Folders given after it hold a vendor.toml of
their own.
"""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

WEB = Path(__file__).parents[1] / "web"
NPM_TIMEOUT_SECONDS = 180


class VendoringRefused(Exception):
    """An archive or a committed copy is not the one expected."""


@dataclass(frozen=True)
class Package:
    """One npm package: the exact version, its archive's digest, and the files wanted from it."""

    name: str
    version: str
    integrity: str
    files: tuple[str, ...]

    def target(self, file: str) -> str:
        """Where a file of the archive is kept, relative to the folder of the copies."""
        return f"{self.name}/{PurePosixPath(file).name}"


@dataclass(frozen=True)
class Locked:
    """What was copied from a package: SHA-256 of each file kept."""

    version: str
    integrity: str
    files: dict[str, str] = field(default_factory=dict)


def copies_in(folder: Path = WEB) -> Path:
    """Where the copies are: what `into` of vendor.toml says."""
    into: str = tomllib.loads((folder / "vendor.toml").read_text())["into"]
    return folder / into


def wanted(folder: Path = WEB) -> tuple[Package, ...]:
    """The packages of vendor.toml."""
    document = tomllib.loads((folder / "vendor.toml").read_text())
    return tuple(
        Package(entry["name"], entry["version"], entry["integrity"], tuple(entry["files"]))
        for entry in document["package"]
    )


def integrity_of(archive: bytes) -> str:
    """The Subresource Integrity string of an archive, as npm publishes it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()


def vendor(folder: Path = WEB) -> None:
    """Fetch every package and rewrite the copies and vendor.lock.json."""
    locks: dict[str, Locked] = {}
    shutil.rmtree(copies_in(folder), ignore_errors=True)
    for package in wanted(folder):
        with tempfile.TemporaryDirectory() as scratch:
            archive = packed(package, Path(scratch))
            locks[package.name] = unpack(package, archive, copies_in(folder))
    document = {name: asdict(lock) for name, lock in sorted(locks.items())}
    (folder / "vendor.lock.json").write_text(json.dumps(document, indent=2) + "\n")


def packed(package: Package, scratch: Path) -> Path:
    """The package's archive as npm gives it; refused when its digest is not the one expected."""
    wish = f"{package.name}@{package.version}"
    subprocess.run(
        ["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", str(scratch), wish],
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=NPM_TIMEOUT_SECONDS,
    )
    (archive,) = scratch.glob("*.tgz")
    if (found := integrity_of(archive.read_bytes())) != package.integrity:
        raise VendoringRefused(f"{wish}: the archive is {found}, vendor.toml says otherwise")
    return archive


def unpack(package: Package, archive: Path, destination: Path) -> Locked:
    """Copy the wanted files out of an archive and say what they are."""
    sums: dict[str, str] = {}
    with tarfile.open(archive) as tar:
        for file in package.files:
            member = tar.extractfile(f"package/{file}")
            if member is None:
                raise VendoringRefused(f"{package.name}: {file} is not a file")
            content = member.read()
            target = destination / package.target(file)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            sums[package.target(file)] = hashlib.sha256(content).hexdigest()
    return Locked(package.version, package.integrity, dict(sorted(sums.items())))


def differences(folder: Path = WEB) -> Iterator[str]:
    """What is not as vendor.toml and vendor.lock.json say, one sentence each; nothing when all is well."""
    lock = json.loads((folder / "vendor.lock.json").read_text())
    packages = {package.name: package for package in wanted(folder)}
    for name in packages.keys() ^ lock.keys():
        yield f"{name} is not in both vendor.toml and vendor.lock.json"
    expected: dict[str, str] = {}
    for name in packages.keys() & lock.keys():
        package, locked = packages[name], Locked(**lock[name])
        if (package.version, package.integrity) != (locked.version, locked.integrity):
            yield f"{name} was locked at another version or digest"
        if {package.target(file) for file in package.files} != locked.files.keys():
            yield f"{name} was locked with other files"
        expected |= locked.files
    yield from changed_copies(copies_in(folder), expected)


def changed_copies(copies: Path, expected: dict[str, str]) -> Iterator[str]:
    """The copies that are missing, altered or unexpected."""
    found = {
        path.relative_to(copies).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in copies.rglob("*")
        if path.is_file()
    }
    for file in sorted(found.keys() | expected.keys()):
        if found.get(file) != expected.get(file):
            yield f"{copies.name}/{file} is missing, altered or not in vendor.lock.json"


def main(arguments: list[str]) -> int:
    """Vendor, or with `--check` compare; the exit status says whether all is well."""
    folders = [Path(folder) for folder in arguments if folder != "--check"] or [WEB]
    if "--check" not in arguments:
        for folder in folders:
            vendor(folder)
        return 0
    problems = [problem for folder in folders for problem in differences(folder)]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
