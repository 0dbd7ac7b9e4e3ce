"""Asks for known faults of the pinned packages, with a pip-audit of its own that is thrown away afterwards.

Ends with 1 where a package has a known fault. Where the tool or the service that knows the faults cannot be reached, it
says so and ends with 0: what can be said without it (every pin has a hash, the pins fit together) is in the tests.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-test.lock")
SECONDS = 300


def judge(answer: dict[str, Any]) -> tuple[int, list[str]]:
    """Returns the exit status for an answer of pip-audit, and what to say."""
    packages = answer["dependencies"]
    unknown = sorted({package["name"] for package in packages if "skip_reason" in package})
    known = {package["name"] for package in packages if "skip_reason" not in package}
    faults = {
        f"{package['name']} {package['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'none'}"
        for package in packages
        for fault in package.get("vulns", ())
    }
    said = [f"Known faults were looked up for {len(known)} packages: {len(faults)} found.", *sorted(faults)]
    if unknown:
        said.append(f"NOT looked up, since the service does not answer for them: {', '.join(unknown)}.")
    return (1 if faults else 0), said


def ask(folder: Path) -> dict[str, Any]:
    """Returns the answer of pip-audit; raises OSError, SubprocessError or ValueError where there is none."""
    venv.create(folder, with_pip=True)
    program = str(folder / ("Scripts" if sys.platform == "win32" else "bin") / "python")
    install = [program, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "pip-audit"]
    subprocess.run(install, check=True, timeout=SECONDS, capture_output=True)  # noqa: S603 - a program of our own
    locks = [word for lock in LOCKS for word in ("-r", str(ROOT / lock))]
    command = [program, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--progress-spinner=off", "-f", "json"]
    done = subprocess.run([*command, *locks], timeout=SECONDS, capture_output=True, check=False)  # noqa: S603 - as above
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def main() -> int:
    """Asks, and says what is known."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            status, said = judge(ask(Path(folder)))
    except (OSError, subprocess.SubprocessError, ValueError, LookupError) as fault:
        status, said = 0, [f"Known faults of the packages were NOT looked up: {type(fault).__name__}; see SECURITY.md."]
    print("\n".join(said))
    return status


if __name__ == "__main__":
    sys.exit(main())
