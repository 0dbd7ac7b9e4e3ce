"""The one intermediate of all readers: paragraphs and grids, each with its place in the source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from tui_report.report import Remark

MOST_CELLS = 20_000
MOST_CHARACTERS = 600_000
MOST_BLOCKS = 40_000


class ImportFault(ValueError):
    """A file that cannot be read; the message is one sentence for the clerk."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A piece of text without a line break."""

    text: str
    place: str
    """Where it stands in the source: 第12行, 第3段."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of a grid."""

    text: str
    covered: bool = False
    """Whether a merged cell that begins further left or above reaches over it."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its merged cells expanded: every place has a cell, covered ones repeat the text."""

    rows: tuple[tuple[Cell, ...], ...]
    places: tuple[str, ...]
    """Where each row stands in the source: 表2第3行."""


Block: TypeAlias = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader took from a file."""

    blocks: tuple[Block, ...]
    remarks: tuple[Remark, ...] = ()
    """What the reader left out or guessed."""


def document(blocks: Iterable[Block], remarks: Iterable[Remark] = ()) -> Document:
    """Returns a document of a size that can be searched; raises ImportFault where it is larger."""
    kept: list[Block] = []
    cells = characters = 0
    for block in blocks:
        if isinstance(block, Grid):
            cells += sum(map(len, block.rows))
            characters += sum(len(cell.text) for row in block.rows for cell in row)
        else:
            characters += len(block.text)
        if cells > MOST_CELLS or characters > MOST_CHARACTERS or len(kept) >= MOST_BLOCKS:
            raise ImportFault("文件太大，不像一份年度报告；请只留下年度报告的部分再导入。")
        kept.append(block)
    return Document(tuple(kept), tuple(remarks))


@dataclass(slots=True)
class Span:
    """A cell as a source writes it, before its spans are expanded."""

    text: str
    across: int = 1
    down: int = 1


def expanded(rows: Iterable[list[Span]]) -> tuple[tuple[Cell, ...], ...]:
    """Lays cells with spans out on a grid, as HTML does.

    Raises:
        ImportFault: The grid has more cells than any report.
    """
    out: list[tuple[Cell, ...]] = []
    hanging: dict[int, tuple[Cell, int]] = {}
    cells = 0
    for spans in rows:
        line: dict[int, Cell] = {column: cell for column, (cell, _) in hanging.items()}
        hanging = {column: (cell, left - 1) for column, (cell, left) in hanging.items() if left > 1}
        column = 0
        for span in spans:
            while column in line:
                column += 1
            cells += span.across * span.down
            if cells > MOST_CELLS:
                raise ImportFault("表格太大，不像一份年度报告；请只留下年度报告的部分再导入。")
            for offset in range(column, column + span.across):
                line[offset] = Cell(span.text, covered=offset > column)
                if span.down > 1:
                    hanging[offset] = (Cell(span.text, covered=True), span.down - 1)
            column += span.across
        width = max(line, default=-1) + 1
        out.append(tuple(line.get(at, Cell("", covered=True)) for at in range(width)))
    return tuple(out)
