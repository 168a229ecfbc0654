"""The command line answers in French whoever types a command that is not one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from deploy.cli import app, command, main
from deploy.data_folder import default_folder, stays_where_it_was


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("impor", "La commande «\u00a0impor\u00a0» n’existe pas. Vouliez-vous dire import\u202f?"),
        ("chercher", "La commande «\u00a0chercher\u00a0» n’existe pas."),
        ("up --prt 8000", "L’option --prt n’existe pas. Vouliez-vous dire --port\u202f?"),
        ("up --port huit", "La valeur donnée à --port ne convient pas."),
        ("up --port", "L’option --port attend une valeur, ou n’en prend pas."),
        ("up ici", "Il y a un mot de trop\u00a0: ici."),
        ("backup", "Il manque DOSSIER (Le dossier où écrire la sauvegarde)."),
    ],
)
def test_what_was_mistyped_is_named_in_french(
    typed: str, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["passerelle", *typed.split()])

    with pytest.raises(SystemExit) as ended:
        main()

    shown = capsys.readouterr().err
    assert ended.value.code == 2
    assert shown.splitlines()[0] == said
    assert shown.splitlines()[1].startswith("Voyez «\u00a0passerelle")


ENGLISH = re.compile(
    r"Usage|Show this|default|required|Commands|COMMAND |ARGS|<(int|str|bool|path)\b"
)


def ways(group: Any, *typed: str) -> Iterator[tuple[str, ...]]:
    """Each command and each group, as it is typed."""
    yield typed
    for name, below in getattr(group, "commands", {}).items():
        yield from ways(below, *typed, name)


@pytest.mark.parametrize("typed", list(ways(command())), ids=" ".join)
def test_the_help_of_each_command_is_in_french(
    typed: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["passerelle", *typed, "--help"])

    with pytest.raises(SystemExit) as ended:
        main()

    shown = capsys.readouterr().out
    assert ended.value.code == 0
    assert shown.split()[0] == "Utilisation"
    assert "Afficher cette aide." in shown
    assert ENGLISH.search(shown) is None, shown


def test_the_version_is_told() -> None:
    told = CliRunner().invoke(app, ["--version"])

    assert told.exit_code == 0
    assert told.output.startswith("passerelle ")
    assert told.output.split()[1][0].isdigit()


def test_a_group_without_a_command_lists_its_commands(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["passerelle", "events"])

    with pytest.raises(SystemExit):
        main()

    shown = capsys.readouterr()
    assert "Les derniers faits enregistrés." in shown.out + shown.err
    assert "Voyez" not in shown.err


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where root’s data are on this machine, whoever runs the tests."""
    usual = tmp_path / "var" / "lib" / "passerelle"
    monkeypatch.setattr("os.getuid", lambda: 0)
    monkeypatch.setattr("deploy.data_folder.ROOT_DATA", usual)
    return usual


def test_where_data_live_is_chosen_by_the_usual_variable(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert default_folder() == root
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    assert default_folder() == tmp_path / "passerelle"
    assert stays_where_it_was() == ""


def test_data_of_root_are_found_where_they_were_before_the_variable_counted(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    root.mkdir(parents=True)
    (root / "ports.json").write_text("{}")

    assert default_folder() == root
    assert f"Des données sont déjà dans {root}" in stays_where_it_was()

    chosen = tmp_path / "passerelle"
    chosen.mkdir()
    (chosen / "ports.json").write_text("{}")
    assert (default_folder(), stays_where_it_was()) == (chosen, "")
