"""Templates compiled once on a machine: what is kept is used, and never trusted over the text."""

from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader

from services.chassis.web.views.template_cache import FOLDER, TemplateCache


class Counting(Environment):
    """An environment that says how many templates it compiled."""

    compiled = 0

    def _compile(self, source: str, filename: str) -> Any:
        self.compiled += 1
        return super()._compile(source, filename)


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """A folder with one template."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "page.html").write_text("Bonjour {{ name }}")
    return folder


def started(templates: Path, data: Path) -> Counting:
    """What a process that starts draws with."""
    cache = TemplateCache()
    cache.keep_in(data)
    return Counting(loader=FileSystemLoader(templates), bytecode_cache=cache)


def drawn(environment: Environment) -> str:
    return environment.get_template("page.html").render(name="Ana")


def test_the_next_start_compiles_nothing(templates: Path, tmp_path: Path) -> None:
    first, second = started(templates, tmp_path), started(templates, tmp_path)
    assert drawn(first) == drawn(second) == "Bonjour Ana"
    assert (first.compiled, second.compiled) == (1, 0)


def test_a_template_that_changed_is_drawn_as_it_is_now(templates: Path, tmp_path: Path) -> None:
    drawn(started(templates, tmp_path))
    (templates / "page.html").write_text("Bonsoir {{ name }}")
    assert drawn(started(templates, tmp_path)) == "Bonsoir Ana"


@pytest.mark.parametrize("damage", [b"", b"damaged"])
@pytest.mark.parametrize("keep", [0, 20, 60])
def test_a_damaged_file_is_compiled_again(
    templates: Path, tmp_path: Path, keep: int, damage: bytes
) -> None:
    drawn(started(templates, tmp_path))
    (kept,) = (tmp_path / FOLDER).iterdir()
    kept.write_bytes(kept.read_bytes()[:keep] + damage)
    assert drawn(started(templates, tmp_path)) == "Bonjour Ana"
    assert drawn(started(templates, tmp_path)) == "Bonjour Ana"


def test_pages_are_drawn_where_nothing_can_be_kept(templates: Path, tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("not a folder")
    assert drawn(started(templates, tmp_path)) == "Bonjour Ana"


def test_a_folder_that_goes_away_stops_no_page(templates: Path, tmp_path: Path) -> None:
    environment = started(templates, tmp_path)
    (tmp_path / FOLDER).rmdir()
    assert drawn(environment) == "Bonjour Ana"


def test_what_is_kept_is_read_by_its_owner_alone(templates: Path, tmp_path: Path) -> None:
    drawn(started(templates, tmp_path))
    assert (tmp_path / FOLDER).stat().st_mode & 0o077 == 0
