"""Measures what `./run` adds to `python -m tui_report` once it is set up. Run: python3 benchmarks/start.py [N]."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent


def seconds(command: list[str], times: int) -> float:
    """Returns the median duration of a command, in seconds."""
    durations = []
    for _ in range(times):
        begin = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        durations.append(time.perf_counter() - begin)
    return statistics.median(durations)


def main() -> None:
    """Prints three medians in milliseconds; the limit for the difference is 300 ms."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    arguments = ["rules", "--help"]
    subprocess.run([sys.executable, str(ROOT / "run"), *arguments], check=True, stdout=subprocess.DEVNULL)
    direct = seconds([str(ROOT / ".venv/bin/python"), "-I", "-m", "tui_report", *arguments], times)
    launched = seconds([sys.executable, str(ROOT / "run"), *arguments], times)
    found = seconds([str(ROOT / "run"), *arguments], times)
    print(f"python -m tui_report  {direct * 1000:5.0f} ms")
    print(f"python3 run           {launched * 1000:5.0f} ms  (+{(launched - direct) * 1000:.0f})")
    print(
        f"./run                 {found * 1000:5.0f} ms  (+{(found - direct) * 1000:.0f}, with the search for python3)"
    )


if __name__ == "__main__":
    main()
