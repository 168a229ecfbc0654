"""Where events travel, and who may read them."""

import subprocess
import sys
from pathlib import Path

import pytest

from contracts.event import Event
from contracts.identifiers import Uai
from contracts.internships.periods import HostAgreedV1, PlacementConfirmedV1
from contracts.published import published
from contracts.streams import all_stream_settings, may_read, stream_name, stream_settings
from contracts.subjects import Subject, SubjectInvalid, filter_subject, publish_filter, subject

LYCEE = Uai("0820032P")
READ = """
import sys
import contracts
contracts.__path__.append(sys.argv[1])
from contracts.streams import may_read
print(may_read(sys.argv[2], "department"), may_read(sys.argv[2], "bureau"))
"""


def matches(pattern: str, text: str) -> bool:
    """As NATS does: `*` is one token, `>` is the rest."""
    wanted, found = pattern.split("."), text.split(".")
    if wanted[-1] == ">":
        return len(found) >= len(wanted) and found[: len(wanted) - 1] == wanted[:-1]
    same = all(one in {"*", other} for one, other in zip(wanted, found, strict=False))
    return len(wanted) == len(found) and same


def test_the_subject_of_a_confirmed_placement() -> None:
    text = subject("department", "82", LYCEE, PlacementConfirmedV1)
    assert text == "department.82.0820032P.internships.placement_confirmed.v1"


@pytest.mark.parametrize("event", published(), ids=lambda event: event.__name__)
def test_a_subject_is_read_as_it_was_written(event: type[Event]) -> None:
    text = subject(event.audience(), "82", LYCEE, event)
    read = Subject.parse(text)
    assert str(read) == text
    assert read.event_type == event.ce_type()
    assert (read.uai, read.department, read.service) == (LYCEE, "82", event.service())


@pytest.mark.parametrize("event", published(), ids=lambda event: event.__name__)
def test_filters_and_streams_take_an_event_in(event: type[Event]) -> None:
    text = subject(event.audience(), "82", LYCEE, event)
    newer = text.replace(".v1", ".v2")
    assert matches(filter_subject(event, "82"), text)
    assert matches(filter_subject(event, "82"), newer)
    assert not matches(filter_subject(event, "82", any_version=False), newer)
    assert matches(publish_filter(event.audience(), "82", event.service()), text)
    assert matches(stream_settings(event.audience(), "82").subjects[0], text)


def test_an_event_is_never_published_to_another_audience() -> None:
    with pytest.raises(SubjectInvalid, match="HostAgreedV1 is for bureau"):
        subject("department", "82", LYCEE, HostAgreedV1)


@pytest.mark.parametrize(
    "wrong",
    [
        "department.82.0820032P.internships.placement_confirmed",
        "everyone.82.0820032P.internships.placement_confirmed.v1",
        "department.820.0820032P.internships.placement_confirmed.v1",
        "department.82.0820032A.internships.placement_confirmed.v1",
        "department.82.0820032p.internships.placement_confirmed.v1",
        "department.82.0820032P.Internships.placement_confirmed.v1",
        "department.82.0820032P.internships.placement-confirmed.v1",
        "department.82.0820032P.internships.placement_confirmed.1",
        "department.82.0820032P.internships.placement_confirmed.v0",
        "department.82.*.internships.placement_confirmed.v1",
        "",
    ],
)
def test_a_malformed_subject_is_refused(wrong: str) -> None:
    with pytest.raises(SubjectInvalid):
        Subject.parse(wrong)


def test_streams_keep_what_they_must() -> None:
    department, bureau = all_stream_settings("82")
    assert (department.name, bureau.name) == ("DEPARTMENT_82", "BUREAU_82")
    assert (department.max_age_seconds, department.deny_purge) == (0, True)
    assert bureau.max_age_seconds >= 396 * 24 * 3600
    assert not bureau.deny_purge
    assert {department.max_msg_size, bureau.max_msg_size} == {65_536}
    assert {department.duplicate_window_seconds, bureau.duplicate_window_seconds} == {7_200}
    assert stream_name("department", "2a") == "DEPARTMENT_2A"


def test_supervision_never_reads_the_bureaux() -> None:
    assert may_read("supervision", "department")
    assert not may_read("supervision", "bureau")
    assert may_read("portal", "bureau")
    assert may_read("internships", "bureau")


def test_who_says_nothing_of_the_bureaux_reads_none_of_theirs(tmp_path: Path) -> None:
    (tmp_path / "visits").mkdir()
    package = tmp_path / "visits" / "__init__.py"
    package.write_text('"""What visits tell."""\n')
    assert read_by("visits", tmp_path) == "True False"

    package.write_text('"""What visits tell."""\n\nHEARS_BUREAUX = True\n')
    assert read_by("visits", tmp_path) == "True True"


def read_by(service: str, folder: Path) -> str:
    """Whether a service reads each audience, the contracts of which are in this folder."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(folder), service],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()
