"""Forms of a subscription: a button alone."""

from services.chassis.web.views.forms import FormModel


class NothingForm(FormModel):
    """A button alone."""
