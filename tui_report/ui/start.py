"""How Textual is loaded: without what we never use, and with the garbage collector at rest until the first paint."""

from __future__ import annotations

import gc
import sys
import types

LEFT_OUT = {
    "textual.command": (
        "CommandListItem",
        "CommandPalette",
        "DiscoveryHit",
        "Hit",
        "Hits",
        "Provider",
        "SimpleProvider",
    ),
    "platformdirs": ("user_downloads_path",),
}
"""Modules that are not loaded, with the names that Textual imports from them: the command palette, and downloads."""


def lighten() -> None:
    """Leaves out of the import of Textual what we never use, TLS too, and stops the collector.

    Call it before the first import of Textual; what is loaded already stays. The app has to have
    `ENABLE_COMMAND_PALETTE = False`. `settle` starts the collector again.
    """
    gc.disable()
    for module, names in LEFT_OUT.items():
        if module not in sys.modules:
            stub = sys.modules[module] = types.ModuleType(module)
            for name in names:
                setattr(stub, name, type(name, (), {}))
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
