"""A list that is sorted and filtered by its address: each heading and each page is a link."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

ASCENDING, DESCENDING = "ascending", "descending"


@dataclass(frozen=True)
class Listing:
    """Which order and filters a list is shown with; `-` before an order turns it round."""

    path: str
    orders: tuple[str, ...]
    """The columns it can be sorted by; the first one is the default."""
    asked: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    """What is no filter of the form but stays in every address, such as the tab."""

    @property
    def order(self) -> str:
        """The column it is sorted by."""
        name = self.asked.removeprefix("-")
        return name if name in self.orders else self.orders[0]

    @property
    def descending(self) -> bool:
        """Whether the order is turned round."""
        return self.asked.startswith("-") and self.asked[1:] in self.orders

    @property
    def filtered(self) -> bool:
        """Whether a filter hides anything."""
        return any(self.filters.values())

    def state(self, order: str) -> str | None:
        """`aria-sort` of a column, None when the list is not sorted by it."""
        if order != self.order:
            return None
        return DESCENDING if self.descending else ASCENDING

    def sorted_by(self, order: str) -> str:
        """The address that sorts by a column, or turns it round; from the first page."""
        turned = order == self.order and not self.descending
        return self._url(tri=f"-{order}" if turned else order)

    def after(self, last: object) -> str:
        """The address of the page after a row."""
        return self._url(tri=self.asked, apres=str(last))

    @property
    def first(self) -> str:
        """The address of the first page."""
        return self._url(tri=self.asked)

    def under(self, **kept: str) -> str:
        """The address of the same list under another tab: what was filtered and sorted stays."""
        return _address(self.path, {**self.kept, **kept, **self.filters, "tri": self.asked})

    @property
    def query(self) -> str:
        """What an export of the same list is asked with."""
        return self.first.partition("?")[2]

    @property
    def bare(self) -> str:
        """The address without filters."""
        return _address(self.path, {**self.kept, "tri": self.asked})

    def _url(self, **more: str) -> str:
        return _address(self.path, {**self.kept, **self.filters, **more})


def _address(path: str, given: Mapping[str, str]) -> str:
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{path}?{query}" if query else path
