"""What gmmlib computes, one module a file of tests/vectors.

The module `em` makes em.json out of what its function `cases` gives; a module whose name begins
with an underscore makes none.
"""

import importlib
import pkgutil
from typing import Any

Case = dict[str, Any]


def every_case() -> dict[str, list[Case]]:
    """Compute the cases of every file, by the file's name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {
        f"{name}.json": importlib.import_module(f"vectors.{name}").cases()
        for name in names
        if not name.startswith("_")
    }
