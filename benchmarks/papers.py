"""What the papers cost, as ratios to the bare libraries doing the same work. Run: python benchmarks/papers.py."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
REPORT = "sample_reports/busy-township-2024.toml"
RUNS = 7

JINJA = """
from jinja2.sandbox import ImmutableSandboxedEnvironment as Environment
template = "{% for line in lines %}{{ line }}\\n{% endfor %}"
print(Environment().from_string(template).render(lines=["x" * 80] * 300))
"""

DOCX = """
import io
from docx import Document
document = Document()
for rows, columns in ((13, 4), (28, 10), (4, 15)):
    table = document.add_table(rows, columns, "Table Grid")
    for row in table.rows:
        for cell in row.cells:
            cell.text = "0"
    table.cell(0, 0).merge(table.cell(1, 1))
for _ in range(40):
    document.add_paragraph("字" * 60)
document.save(io.BytesIO())
"""


def seconds(*words: str) -> float:
    """Returns the median time of a process of its own."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Prints one line per paper."""
    render = ("-m", "tui_report", "render", REPORT)
    text, jinja = seconds(*render), seconds("-c", JINJA)
    word, docx = seconds(*render, "--to", "docx"), seconds("-c", DOCX)
    page = seconds(*render, "--to", "html")
    print(f"text {text:.2f} s, {text / jinja:.2f} times a bare Jinja2 process")
    print(f"docx {word:.2f} s, {word / docx:.2f} times python-docx writing the same tables")
    print(f"html {page:.2f} s, {page / jinja:.2f} times a bare Jinja2 process")


if __name__ == "__main__":
    main()
