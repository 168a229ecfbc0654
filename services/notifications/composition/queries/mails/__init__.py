"""What each mail says, by subject: every module here is found."""

from importlib import import_module
from pkgutil import iter_modules

from services.notifications.composition.queries.owners_answers import MAILS

__all__ = ["MAILS"]

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
