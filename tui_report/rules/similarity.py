"""How much of a passage was taken over from another one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from tui_report.rules.quantities import between, covered
from tui_report.tuples import NamedTuple

GRAM = 8
"""Characters that must agree in a row before they count as taken over."""


class Copied(NamedTuple):
    """What a passage shares with another one; digits, years and punctuation do not count."""

    share: float
    """Part of the passage's characters that stand in the other one in runs of at least eight, 0 to 1."""
    length: int
    """Characters of the passage that were compared."""
    sentences: tuple[tuple[int, int], ...]
    """Spans of the sentences that were taken over whole."""


@lru_cache(maxsize=64)
def copied(text: str, other: str) -> Copied:
    """Compares a passage with another one, such as last year's."""
    kept, grams = _letters(text), _grams(other)
    if len(kept) < GRAM:
        return Copied(0.0, len(kept), ())
    hit = bytearray(len(kept))
    for at in range(len(kept) - GRAM + 1):
        if kept[at : at + GRAM] in grams:
            hit[at : at + GRAM] = b"\x01" * GRAM
    if not any(hit):
        return Copied(0.0, len(kept), ())
    shared = {at for at, one in zip(_chinese(covered(text), 0, len(text)), hit, strict=True) if one}
    whole = []
    for start, end in between(text, "。！？\n"):
        letters = _chinese(text, start, end)
        if len(letters) >= 12 and sum(at in shared for at in letters) >= 0.95 * len(letters):
            whole.append((start, end))
    return Copied(sum(hit) / len(kept), len(kept), tuple(whole))


SAMPLED = 8
"""One in so many grams is looked up in `nearest`: enough to find the text that shares most."""


def nearest(texts: Sequence[str]) -> list[int | None]:
    """Returns for each text which of the others shares most with it; None where none shares anything.

    Takes time that grows with the length of all texts, not with the number of pairs.
    """
    sampled = [[gram for gram in _grams(text) if sum(map(ord, gram)) % SAMPLED == 0] for text in texts]
    holders: dict[str, list[int]] = {}
    for at, grams in enumerate(sampled):
        for gram in grams:
            holders.setdefault(gram, []).append(at)
    out: list[int | None] = []
    for at, grams in enumerate(sampled):
        shared = Counter(other for gram in grams for other in holders[gram] if other != at)
        out.append(shared.most_common(1)[0][0] if shared else None)
    return out


@lru_cache(maxsize=32)
def _grams(text: str) -> frozenset[str]:
    kept = _letters(text)
    return frozenset([kept[at : at + GRAM] for at in range(len(kept) - GRAM + 1)])


def _chinese(text: str, start: int, end: int) -> list[int]:
    """Where Chinese characters stand; compared here, since asking for each would cost most of a comparison."""
    return [at for at in range(start, end) if "一" <= text[at] <= "鿿"]


def _letters(text: str) -> str:
    return "".join([one for one in covered(text) if "一" <= one <= "鿿"])
