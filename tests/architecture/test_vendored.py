"""The assets of others are the bytes that npm published, and a change to one is seen."""

import shutil
from pathlib import Path

import pytest

from services.chassis.base import vendored_assets

BROWSER = Path(__file__).parents[1] / "browser"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("vendor.toml", "vendor.lock.json"):
        shutil.copy(vendored_assets.WEB / name, tmp_path / name)
    shutil.copytree(vendored_assets.WEB / "static" / "vendor", tmp_path / "static" / "vendor")
    return tmp_path


@pytest.mark.parametrize("folder", [vendored_assets.WEB, BROWSER], ids=["pages", "tests"])
def test_the_committed_assets_are_those_of_the_lock(folder: Path) -> None:
    assert list(vendored_assets.differences(folder)) == []


def test_an_altered_asset_is_seen(copy: Path) -> None:
    with (copy / "static/vendor/htmx.org/htmx.min.js").open("a") as asset:
        asset.write("alert(1)")

    assert len(list(vendored_assets.differences(copy))) == 1


def test_a_missing_asset_is_seen(copy: Path) -> None:
    (copy / "static/vendor/htmx.org/hx-sse.min.js").unlink()

    assert len(list(vendored_assets.differences(copy))) == 1


def test_an_unexpected_asset_is_seen(copy: Path) -> None:
    (copy / "static/vendor/jquery.js").touch()

    assert len(list(vendored_assets.differences(copy))) == 1


def test_a_version_that_was_not_vendored_is_seen(copy: Path) -> None:
    wanted = (copy / "vendor.toml").read_text()
    (copy / "vendor.toml").write_text(wanted.replace('version = "4.', 'version = "5.'))

    assert len(list(vendored_assets.differences(copy))) == 1


def test_an_archive_with_another_digest_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "npm").write_text('#!/bin/sh\nprintf other > "$5/htmx.tgz"\n')
    (tmp_path / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    package = vendored_assets.wanted()[0]

    with pytest.raises(vendored_assets.VendoringRefused, match=r"htmx\.org@"):
        vendored_assets.packed(package, tmp_path)
