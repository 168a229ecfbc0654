"""`make house` follows a slice through the files it stays in, in a small tree."""

from pathlib import Path

from tests.architecture.house import House, folders, layer

FILES = {
    "services/x/things/commands/do_it.py": (
        "from services.x.things.store import Things\n"
        "from services.x.things import model\n"
        "from services.x.things.pages import drawn\n"
        "async def do_it(uow):\n"
        "    model.judge(1)\n"
        "    Things(uow).keep()\n"
        "    drawn()\n"
    ),
    "services/x/things/model.py": "def judge(n):\n    return _rule(n)\ndef _rule(n):\n    return n\n",
    "services/x/things/pages.py": "def drawn(): ...\n",
    "services/x/things/store.py": "class Things:\n    def keep(self): ...\n    def drop(self): ...\n",
}


def planted(root: Path) -> House:
    for name, content in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return House(root)


def test_a_slice_is_followed_by_the_names_it_calls(tmp_path: Path) -> None:
    way = planted(tmp_path).walk("do_it")

    assert {name for _, name in way.stays} == {"do_it", "judge", "_rule", "Things.keep", "drawn"}
    assert way.rooms == 4


def test_a_call_to_a_page_is_a_climb(tmp_path: Path) -> None:
    way = planted(tmp_path).walk("do_it")

    climbed = ("services/x/things/commands/do_it.py", "services/x/things/pages.py")
    assert way.climbs == {climbed}
    assert layer(climbed[1]) < layer(climbed[0])


def test_the_largest_folder_is_the_one_with_most_files(tmp_path: Path) -> None:
    planted(tmp_path)

    assert folders(tmp_path).most_common(1) == [("services/x/things", 3)]


def test_a_command_is_found_in_the_file_that_short_ones_share(tmp_path: Path) -> None:
    house = planted(tmp_path)
    shared = tmp_path / "services/x/others/commands.py"
    shared.parent.mkdir()
    shared.write_text("async def leave_it(uow): ...\nasync def take_it(uow):\n    leave_it(uow)\n")

    way = House(house.root).walk("take_it")

    assert {name for _, name in way.stays} == {"take_it", "leave_it"}
