"""Prints the text of a PDF's pages as JSON; run in a process of its own, because a PDF can keep a reader busy for ever.

Run as `python -P pdf_text.py FILE PAGES`. Exit code 3: the file is encrypted, 4: it is no PDF that can be read.
"""

from __future__ import annotations

import json
import logging
import sys

MEMORY = 480_000_000
"""Most memory (bytes) that reading may take."""


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # a system without limits has the time limit alone
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main(path: str, most: int) -> int:
    """Prints a list of texts, one a page."""
    _limit_memory()
    import pypdf

    logging.disable(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return 3
        pages = [page.extract_text() for page, _ in zip(reader.pages, range(most), strict=False)]
    except Exception:  # whatever goes wrong inside a damaged file means the same to the clerk
        return 4
    sys.stdout.buffer.write(json.dumps(pages).encode("ascii"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
