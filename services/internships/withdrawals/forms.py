"""Forms of a place given up, and put back."""

from services.internships.base.form_pieces import MoveForm, Version


class RestoringForm(MoveForm):
    """A place given up by mistake."""

    version: Version
