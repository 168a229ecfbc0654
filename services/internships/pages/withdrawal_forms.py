"""Forms of a place given up, and put back."""

from services.internships.pages.forms import MoveForm, Version


class RestoringForm(MoveForm):
    """A place given up by mistake."""

    version: Version
