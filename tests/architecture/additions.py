"""What is added to a copy of the tree, step by step, as ARCHITECTURE.md says.

New files stand in `added/<step>/`, under the path they are given there, with `.added` behind it: no tool
takes them for files of this tree. Lines added to files that are there are said below.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.tree import REPOSITORY, UNREAD

ADDED = Path(__file__).parent / "added"
GENERATED = ("contracts/schemas/", "contracts/CATALOGUE.md", "contracts/asyncapi.json")
STEPS = ("service", "feature", "event", "question", "mail")


@dataclass(frozen=True)
class Line:
    """Text put before, after, or instead of a text that is found once in a file."""

    path: str
    text: str
    before: str = ""
    after: str = ""
    instead: str = ""

    def write(self, root: Path) -> None:
        path, anchor = root / self.path, self.before or self.after or self.instead
        content = path.read_text("utf-8")
        assert content.count(anchor) == 1, f"{self.path} holds {anchor!r} {content.count(anchor)}×"
        new = self.after + self.text + self.before
        path.write_text(content.replace(anchor, new), "utf-8")


_COORDINATION = "services/coordination"
LINES: Mapping[str, Sequence[Line]] = {
    "service": (),
    "feature": (
        Line(
            f"{_COORDINATION}/README.md",
            "- `fairs`: Fairs (salons): when a lycée receives companies, told beforehand.\n",
            before="- `feeds`:",
        ),
        Line(
            f"{_COORDINATION}/register.py",
            "from services.coordination.fairs.register import REGISTER as FAIRS\n",
            before="from services.coordination.formations import",
        ),
        Line(f"{_COORDINATION}/register.py", "    **FAIRS,\n", after="REGISTER: Register = {\n"),
        Line(
            f"{_COORDINATION}/permissions.py",
            'ANNOUNCE_FAIRS = Action("announce-fairs", "annoncer un salon")\n',
            before="PUBLISH_NEWS = Action",
        ),
        Line(
            f"{_COORDINATION}/permissions.py",
            "        ANNOUNCE_FAIRS: {Role.RBDE},\n",
            before="        MANAGE_ACTORS:",
        ),
        Line(
            f"{_COORDINATION}/routers.py",
            "from services.coordination.fairs import pages as fairs\n",
            before="from services.coordination.feeds import",
        ),
        Line(f"{_COORDINATION}/routers.py", "    fairs.router,\n", before="    feeds.router"),
        Line(
            f"{_COORDINATION}/menu.py",
            "    ANNOUNCE_FAIRS,\n",
            after="from services.coordination.permissions import (\n",
        ),
        Line(
            f"{_COORDINATION}/menu.py",
            '            Place("Salons", "/actualites/salons", PERMISSIONS.roles(ANNOUNCE_FAIRS)),\n',
            before='            Place("S’abonner"',
        ),
    ),
    "event": (
        Line(
            f"{_COORDINATION}/fairs/commands.py",
            "    told = FairAnnouncedV1(fair_id=FairId(fair_id), held_on=held_on, occurred_on=today)\n"
            "    uow.publish(told, uai=uai)\n",
            before="    return fair_id",
        ),
        Line(
            f"{_COORDINATION}/fairs/commands.py",
            "from contracts.coordination.fairs import FairAnnouncedV1, FairId\n",
            before="from services.chassis.unit_of_work.unit_of_work",
        ),
        Line(
            "tests/contracts/test_publication.py",
            '    "coordination.fair_announced": "a day of a lycée, without who comes",\n',
            after="OF_ITS_OWN: Mapping[str, str] = {\n",
        ),
        Line(
            "contracts/coordination/outside.py",
            '        "fair_announced": "Salon annoncé",\n',
            after='    "Réseau": {\n',
        ),
    ),
    "question": (
        Line(
            "tests/coordination/examples.py",
            '            "fair_id": Example(str(fair_id), own=True),\n',
            after='            "news_id": Example(str(news_id), own=True),\n',
        ),
        Line(
            "tests/coordination/examples.py",
            "    fair_id = await lycee.do(announce_fair, held_on=date(2050, 5, 2), now=NOW)\n",
            before="    account_id = uuid4()\n",
        ),
        Line(
            "tests/coordination/examples.py",
            '            "2050-05-02",\n',
            after='            "Forum des métiers de Septfonds",\n',
        ),
        Line(
            "tests/coordination/examples.py",
            "from services.coordination.fairs.commands import announce_fair\n",
            before="from services.coordination.feeds.commands import open_feed\n",
        ),
        Line(
            "tests/coordination/examples.py",
            "from datetime import date, timedelta\n",
            instead="from datetime import timedelta\n",
        ),
        Line(
            "contracts/coordination/fairs.py",
            "\n\nclass FairRequest(BaseModel):\n    fair_id: FairId\n"
            "\n\nclass Fair(BaseModel):\n"
            '    """When it is; None where nobody knows such a fair."""\n\n'
            "    held_on: date | None\n"
            '\n\nFAIR = declare(Question("coordination", "fair", FairRequest, Fair, frozenset({"notifications"})))\n',
            after="    held_on: date\n    occurred_on: date\n",
        ),
        Line(
            "contracts/coordination/fairs.py",
            "from contracts.questions import Question, declare\n",
            after="from contracts.publication import FactFamily\n",
        ),
        Line(
            "contracts/coordination/fairs.py",
            "from pydantic import BaseModel\n\n",
            before="from contracts.event import Event\n",
        ),
        Line(
            f"{_COORDINATION}/answers.py",
            "from services.coordination.fairs import answers as fairs\n",
            before="from services.coordination.good_practices import answers as good_practices",
        ),
        Line(
            f"{_COORDINATION}/answers.py",
            "    decisions,\n    fairs,\n",
            instead="    decisions,\n",
        ),
    ),
    "mail": (
        Line(
            "tests/faults/test_poison.py",
            "def _fair(_: Uai) -> FairAnnouncedV1:\n"
            "    return FairAnnouncedV1(fair_id=FairId(uuid4()), held_on=TODAY, occurred_on=TODAY)\n\n\n",
            before="def _limit(",
        ),
        Line("tests/faults/test_poison.py", "        _fair,\n", before="        _limit,\n"),
        Line(
            "tests/faults/test_poison.py",
            "from contracts.coordination.fairs import FairAnnouncedV1, FairId\n",
            before="from contracts.coordination.meetings import",
        ),
        Line(
            "tests/notifications/mail_values.py",
            '        "held_on": date(2027, 5, 2),\n',
            before='        "happened_at": EXPIRES_AT,',
        ),
        Line(
            "services/notifications/mails/model/template.py",
            '    FAIR_ANNOUNCED = (\n        "fair_announced",\n        "Salon annoncé",\n'
            '        "Bureau des entreprises",\n        "Le bureau annonce un salon.",\n    )\n',
            after='    COVERAGE_DIFFERS = "coverage_differs", "Suivi des PFMP qui ne concorde pas", CONCERNED\n',
        ),
        Line(
            "services/notifications/subscribers.py",
            '@reactions.on(FairAnnouncedV1, group="fairs", since="now")\n'
            "async def tell_the_bureau_of_its_fair(\n"
            "    event: FairAnnouncedV1, envelope: Envelope, uow: UnitOfWork\n"
            ") -> None:\n"
            '    """It is told to the department."""\n'
            "    await _enqueue(uow, Template.FAIR_ANNOUNCED, BUREAU, event.fair_id, envelope)\n\n\n",
            before="# Their own group: what is forgotten",
        ),
        Line("services/notifications/subscribers.py", "    BUREAU,\n", before="    CONCERNED,\n"),
        Line(
            "services/notifications/subscribers.py",
            "from contracts.coordination.fairs import FairAnnouncedV1\n",
            before="from contracts.envelope",
        ),
    ),
}


def copied(root: Path) -> Path:
    """A copy of what its authors wrote; compiled files too, so that nothing is compiled again."""
    left_out = UNREAD - {"__pycache__", "schemas", "vendor"} | {"dist"}
    shutil.copytree(REPOSITORY, root, ignore=lambda _, names: left_out & set(names))
    return root


def add(root: Path, step: str) -> frozenset[str]:
    """Play a step in a copy; the files that are new or changed, those that tools write left out."""
    before = dict(_written(root))
    for path in sorted((ADDED / step).rglob("*.added")):
        target = root / path.relative_to(ADDED / step).with_suffix("")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    for line in LINES[step]:
        line.write(root)
    return frozenset(name for name, state in _written(root) if before.get(name) != state)


def _written(root: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each file, and when it was written and how long it is: reading all of them takes longer."""
    for path in root.rglob("*"):
        name = path.relative_to(root).as_posix()
        if path.is_file() and path.suffix != ".pyc" and not name.startswith(GENERATED):
            found = path.stat()
            yield name, (found.st_mtime_ns, found.st_size)


def places(touched: frozenset[str], known: Callable[[str], bool]) -> frozenset[str]:
    """Where somebody goes: a folder that is new counts once, and tests do not."""
    return frozenset(
        name if known(Path(name).parent.as_posix()) else Path(name).parent.as_posix()
        for name in touched
        if not name.startswith("tests/")
    )
