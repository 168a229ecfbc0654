"""What is folded of each event of the network, by subject: every module here is found."""

from importlib import import_module
from pkgutil import iter_modules

from services.supervision.read_models.model.events import FACTS

__all__ = ["FACTS"]

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
