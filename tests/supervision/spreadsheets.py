"""A workbook reckoned anew: its formulas are read and evaluated, as a spreadsheet would."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Value = float | str | bool | None
_TOKEN = re.compile(
    r'\s*(?:(?P<text>"[^"]*")|(?P<number>\d+(?:\.\d+)?)|(?P<ref>(?:\w+!)?[A-Z]{1,3}\d+)'
    r"|(?P<name>[A-Z]+)(?=\()|(?P<sign>[-+*/(),>:]))"
)
_REF = re.compile(r"(?:(?P<sheet>\w+)!)?(?P<column>[A-Z]+)(?P<row>\d+)")


@dataclass(frozen=True)
class Cell:
    """What is stored: a formula (empty: none), and the value beside it."""

    formula: str
    value: Value


@dataclass
class Workbook:
    """Sheets by name, cells by address; typed over by a test as a person would."""

    sheets: Mapping[str, dict[str, Cell]]
    order: Sequence[str] = field(default_factory=list)

    def reckoned(self, sheet: str, address: str) -> Value:
        """The value of a cell, reckoned anew from what it refers to."""
        cell = self.sheets[sheet].get(address)
        if cell is None:
            return None
        return _Reckoning(self, sheet, cell.formula).value() if cell.formula else cell.value

    def formulas(self) -> list[tuple[str, str, Cell]]:
        return [
            (sheet, address, cell)
            for sheet, cells in self.sheets.items()
            for address, cell in cells.items()
            if cell.formula
        ]

    def address(self, sheet: str, *texts: str, column: str) -> str:
        """The cell of a column, on the row that begins with these texts."""
        for address, cell in self.sheets[sheet].items():
            row = address.lstrip("ABCDEFGHIJ")
            beside = [self.sheets[sheet].get(f"{one}{row}") for one in "ABC"[: len(texts)]]
            said = [one.value if one else None for one in beside]
            if address.startswith("A") and cell.value == texts[0] and said == list(texts):
                return f"{column}{row}"
        raise AssertionError(f"no row {texts} in {sheet}")

    def typed(self, sheet: str, address: str, value: Value) -> None:
        self.sheets[sheet][address] = Cell("", value)


def read_workbook(content: bytes) -> Workbook:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        shared = _shared(archive)
        book = ET.fromstring(archive.read("xl/workbook.xml"))
        names = [one.attrib["name"] for one in book.iter(f"{MAIN}sheet")]
        sheets = {}
        for number, name in enumerate(names, start=1):
            root = ET.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
            sheets[name] = {one.attrib["r"]: _cell(one, shared) for one in root.iter(f"{MAIN}c")}
    return Workbook(sheets, names)


def _shared(archive: zipfile.ZipFile) -> Sequence[str]:
    root = ET.fromstring(archive.read("xl/sharedStrings.xml"))
    return ["".join(text.text or "" for text in one.iter(f"{MAIN}t")) for one in root]


def _cell(node: ET.Element, shared: Sequence[str]) -> Cell:
    formula, value = node.findtext(f"{MAIN}f") or "", node.findtext(f"{MAIN}v")
    kind = node.attrib.get("t")
    if value is None:
        return Cell(formula, None)
    if kind == "s":
        return Cell(formula, shared[int(value)])
    return Cell(formula, value if kind == "str" else float(value))


@dataclass
class _Reckoning:
    """Reads one formula from left to right; only what our workbooks are made of."""

    book: Workbook
    sheet: str
    formula: str
    at: int = 0

    def value(self) -> Value:
        left = self._term()
        while (sign := self._peek()) in {"+", "-", ">"}:
            self._next()
            right = self._term()
            left = _OPERATIONS[sign](_number(left), _number(right))
        return left

    def _term(self) -> Value:
        left = self._factor()
        while (sign := self._peek()) in {"*", "/"}:
            self._next()
            right = _number(self._factor())
            # A spreadsheet reckons both ways of a condition lazily: the other one is not looked at.
            left = (
                "#DIV/0!" if sign == "/" and not right else _OPERATIONS[sign](_number(left), right)
            )
        return left

    def _factor(self) -> Value:
        found = self._next()
        if found["text"]:
            return found["text"].strip('"')
        if found["number"]:
            return float(found["number"])
        if found["ref"]:
            return self._of(found["ref"])
        if found["name"]:
            return self._function(found["name"])
        assert found["sign"] == "(", self.formula
        inside = self.value()
        assert self._next()["sign"] == ")", self.formula
        return inside

    def _function(self, name: str) -> Value:
        self._next()
        if name == "IF":
            condition, yes, no = (self._argument() for _ in range(3))
            return yes if condition else no
        begins = self._next()["ref"]
        assert self._next()["sign"] == ":", self.formula
        cells = [self._of(one) for one in _between(begins, self._next()["ref"])]
        self._next()
        numbers = [one for one in cells if isinstance(one, float | int)]
        return float(sum(numbers)) if name == "SUM" else float({"MAX": max}[name](numbers))

    def _argument(self) -> Value:
        value = self.value()
        assert self._next()["sign"] in {",", ")"}, self.formula
        return value

    def _of(self, reference: str) -> Value:
        found = _REF.fullmatch(reference)
        assert found, reference
        return self.book.reckoned(found["sheet"] or self.sheet, found["column"] + found["row"])

    def _peek(self) -> str | None:
        found = _TOKEN.match(self.formula, self.at)
        return found["sign"] if found else None

    def _next(self) -> re.Match[str]:
        found = _TOKEN.match(self.formula, self.at)
        assert found, f"{self.formula} from {self.at}"
        self.at = found.end()
        return found


_OPERATIONS: Mapping[str, Callable[[float, float], Value]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    ">": lambda a, b: a > b,
}


def _number(value: Value) -> float:
    assert not isinstance(value, str), f"{value!r} is reckoned with"
    return float(value or 0)


def _between(first: str, last: str) -> Sequence[str]:
    """The addresses of a rectangle of one-letter columns."""
    columns = range(ord(first[0]), ord(last[0]) + 1)
    rows = range(int(first[1:]), int(last[1:]) + 1)
    return [f"{chr(column)}{row}" for row in rows for column in columns]
