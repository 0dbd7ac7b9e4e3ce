"""How Textual is loaded: without what we never use, and with the garbage collector at rest until the first paint."""

from __future__ import annotations

import gc
import sys
import types

_PALETTE_NAMES = ("CommandListItem", "CommandPalette", "DiscoveryHit", "Hit", "Hits", "Provider", "SimpleProvider")


def lighten() -> None:
    """Leaves out of the import of Textual the command palette and TLS, and stops the collector.

    Call it before the first import of Textual; what is loaded already stays. The app has to have
    `ENABLE_COMMAND_PALETTE = False`. `settle` starts the collector again.
    """
    gc.disable()
    if "textual.command" not in sys.modules:
        palette = types.ModuleType("textual.command")
        for name in _PALETTE_NAMES:
            setattr(palette, name, type(name, (), {}))
        sys.modules["textual.command"] = palette
    if "ssl" not in sys.modules:
        sys.modules["ssl"] = None  # type: ignore[assignment]  # asyncio takes this for "not built in"


def settle() -> bool:
    """Called after each paint: after the first, what was loaded stays for good, and what comes is collected.

    Returns:
        Whether it was the first.
    """
    if gc.isenabled():
        return False
    gc.freeze()
    gc.set_threshold(700, 10, 10)
    gc.enable()
    return True
