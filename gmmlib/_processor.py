"""What this machine's processor does fast: it decides between ways to the same numbers."""

from __future__ import annotations

from functools import lru_cache

from numpy.lib.introspect import opt_func_info


@lru_cache
def eight_at_once() -> bool:
    """Whether numpy computes eight numbers at once (AVX-512).

    OpenBLAS then also multiplies small matrices without copying them into its own order.
    """
    chosen = opt_func_info("^exp$", "float64").get("exp", {}).get("dd", {}).get("current", "")
    return "AVX512" in chosen or "X86_V4" in chosen
