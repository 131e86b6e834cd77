"""How Python's garbage collector runs in a process that serves."""

from __future__ import annotations

import gc

MADE_BEFORE_A_PASS = 10_000  # objects; one answer makes some thousands, and few of them in circles


def settle() -> None:
    """Keep what is loaded by now out of the collector's walks, and let it walk less often."""
    gc.freeze()
    gc.set_threshold(MADE_BEFORE_A_PASS, 20, 20)
