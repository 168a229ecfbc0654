"""Somebody who works by keyboard alone, and how much they do for each task.

An act is a control that is used: a link or a button pressed, a field filled, an answer chosen, a file
taken. It is what one click of a mouse and the typing after it do, or one cell of a spreadsheet.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import FileChooser, Locator, Page, expect

from tests.browser.axe import settled
from tests.browser.conftest import Person

PLAIN = re.compile(r"[ -~]*")
STOP = """(one) => {
  const it = document.activeElement;
  return it === one || (it?.type === "radio" && it.name === one.name && it.form === one.form);
}"""
"""Tab stops once in a group of radio buttons, wherever in it."""


@dataclass
class Hands:
    """The keys somebody presses, counted."""

    person: Person
    acts: Counter[str] = field(default_factory=Counter)
    task: str = ""
    _file: Path = Path()

    def __post_init__(self) -> None:
        # Before the keys: a chooser nobody expects is not told of.
        self.page.on("filechooser", self._choose)

    async def _choose(self, chooser: FileChooser) -> None:
        await chooser.set_files(self._file)

    @property
    def page(self) -> Page:
        return self.person.page

    @property
    def content(self) -> Locator:
        return self.page.get_by_role("main")

    @contextmanager
    def doing(self, task: str) -> Iterator[None]:
        """What is done meanwhile counts for that task."""
        before, self.task = self.task, task
        yield
        self.task = before

    async def press(
        self, role: str, name: str | re.Pattern[str], *, within: Locator | None = None
    ) -> None:
        """Go to a link or a button and press Enter."""
        found = (within or self.content).get_by_role(
            role,  # type: ignore[arg-type]  # one of playwright's own words
            name=name,
            exact=isinstance(name, str),
        )
        await self._reach(found)
        await self.page.keyboard.press("Enter")

    async def type(
        self, label: str | re.Pattern[str], text: str, *, within: Locator | None = None
    ) -> None:
        """Go to a field and type, in the place of what is there."""
        asked = (within or self.content).get_by_label(label, exact=isinstance(label, str))
        await self._reach(asked)
        await self.page.keyboard.press("Control+a")
        await self.page.keyboard.type(text)
        await expect(asked).to_have_value(text)

    async def unfold(self, name: str, *, within: Locator | None = None) -> None:
        """Go to what is folded and press Enter."""
        folded = (within or self.content).locator("summary", has_text=name).first
        await self._reach(folded)
        await self.page.keyboard.press("Enter")

    async def go(self, words: str) -> None:
        """Press Ctrl-K, type what is wanted and press Enter once it is what is chosen."""
        await self.page.wait_for_load_state()  # its script is there
        await self.page.keyboard.press("Control+k")
        await expect(self.page.locator("#palette-mots")).to_be_focused()
        await self.page.keyboard.type(words)
        await expect(
            self.page.get_by_role("dialog").get_by_role("option", selected=True)
        ).to_have_text(re.compile(rf"^\s*{re.escape(words)}"))
        await self.page.keyboard.press("Enter")
        self.acts[self.task] += 3

    async def enter(self) -> None:
        """Send what was typed from the field where one is."""
        self.acts[self.task] += 1
        await self.page.keyboard.press("Enter")

    async def choose(
        self, label: str | re.Pattern[str], option: str, *, within: Locator | None = None
    ) -> None:
        """Go to a list and type the beginning of what is wanted."""
        asked = (within or self.content).get_by_label(label, exact=isinstance(label, str))
        await self._reach(asked)
        # A letter that no key of the machine has would go to the last field instead.
        await self.page.keyboard.type(PLAIN.findall(option)[0])
        spaced = r"\s".join(map(re.escape, option.split(" ")))
        await expect(asked.locator("option:checked")).to_have_text(re.compile(rf"^\s*{spaced}"))

    async def tick(
        self, role: str, name: str | re.Pattern[str], *, within: Locator | None = None
    ) -> None:
        """Go to a box or an answer and press Space."""
        found = (within or self.content).get_by_role(
            role,  # type: ignore[arg-type]  # one of playwright's own words
            name=name,
            exact=isinstance(name, str),
        )
        await self._reach(found)
        await self.page.keyboard.press("Space")
        await expect(found).to_be_checked()

    async def take(self, label: str, file: Path) -> None:
        """Go to a field of a file, open the chooser and take that file."""
        asked = self.content.get_by_label(label)
        self._file = file
        await self._reach(asked)
        await self.page.keyboard.press("Space")
        await expect(asked).to_have_value(re.compile(re.escape(file.name)))

    async def _reach(self, control: Locator) -> None:
        """Be on a control that Tab stops at: who steps back from it comes to it again."""
        await control.wait_for()
        await settled(self.page)
        await control.focus()
        await self.page.keyboard.press("Shift+Tab")
        await self.page.keyboard.press("Tab")
        there = await control.evaluate(STOP)
        assert there, f"Tab does not stop at {control}"
        await control.focus()
        self.acts[self.task] += 1
