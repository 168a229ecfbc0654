"""Which exchanges answer a task is known to whoever asks first: a page, or the reminder of the morning."""

import subprocess
import sys

import pytest

ASKED_AT_ONCE = """
import services.partnerships.service
from services.partnerships.tasks.store.open_tasks import undone
print(*undone())
"""


@pytest.mark.parametrize("table", ["interactions", "actor_exchanges"])
def test_exchanges_that_answer_tasks_are_known_before_a_page_is_loaded(table: str) -> None:
    # In a process of its own: in this one all pages are loaded.
    said = subprocess.run(
        [sys.executable, "-c", ASKED_AT_ONCE], capture_output=True, text=True, check=True
    )
    assert f"FROM {table} AS" in said.stdout
