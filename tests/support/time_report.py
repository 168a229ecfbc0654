"""Where the time of a run went, folder by folder: what to look at when the suite grows slow."""

from collections import Counter

import pytest

FOLDERS_MIN = 2
"""Who runs one folder knows where the time went."""


def seconds_per_folder(reports: list[pytest.TestReport]) -> Counter[str]:
    """The seconds that tests took in each folder, set-up and clearing away included."""
    spent: Counter[str] = Counter()
    for report in reports:
        path, _, _ = report.nodeid.partition("::")
        spent[path.rpartition("/")[0]] += report.duration  # type: ignore[assignment]  # seconds are no whole numbers
    return spent


def report_time(reporter: pytest.TerminalReporter) -> None:
    """Write the seconds of each folder, the longest first; processes side by side add up."""
    reports = [
        one
        for kind in reporter.stats.values()
        for one in kind
        if isinstance(one, pytest.TestReport)
    ]
    spent = seconds_per_folder(reports)
    if len(spent) < FOLDERS_MIN:
        return
    reporter.section("seconds per folder")
    for folder, seconds in spent.most_common():
        reporter.line(f"{seconds:8.0f} {folder}")
