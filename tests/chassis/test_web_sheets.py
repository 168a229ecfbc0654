"""Every style sheet is worn by a theme, and every script is read by pages."""

from services.chassis.web.static import BUNDLES, FOLDER


def test_every_sheet_of_ours_belongs_to_a_theme() -> None:
    worn = {part for parts in BUNDLES.values() for part in parts}
    ours = {path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("css/**/*.css")}

    assert ours - worn == set()


ALONE = {"proof_of_work.js"}
"""What one page alone reads: the public form, to whoever fills it in."""


def test_every_script_is_a_part_of_the_one_that_pages_read() -> None:
    scripts = {path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("**/*.js")}

    assert set(BUNDLES["pages.js"]) == scripts - ALONE
