"""Where and with what a run was made, and how much else the machine had to do meanwhile."""

from __future__ import annotations

import os
import platform
import time
import timeit
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from threadpoolctl import threadpool_info

PACKAGES = ("gmmlib", "numpy", "scipy", "scikit-learn", "KDEpy", "dask", "distributed")
#: From here on, in cores, what other programs take shows in the figures.
BUSY = 0.2


@dataclass(frozen=True)
class Clocks:
    """Seconds: of all cores busy, of this process with its children, and of the wall."""

    all: float
    own: float
    wall: float

    @staticmethod
    def read() -> Clocks:
        times = psutil.cpu_times()
        idle = times.idle + getattr(times, "iowait", 0.0)
        # Guests count as user time already.
        guests = getattr(times, "guest", 0.0) + getattr(times, "guest_nice", 0.0)
        return Clocks(sum(times) - idle - guests, sum(os.times()[:4]), time.monotonic())

    def others_since(self, begin: Clocks) -> float:
        """How many cores other programs kept busy, in the mean."""
        busy = (self.all - begin.all) - (self.own - begin.own)
        return max(busy, 0.0) / (self.wall - begin.wall)


def describe(others: float) -> dict[str, Any]:
    """Give date, processor, system, versions, and the cores that others kept busy."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": processor(),
        "cores": os.cpu_count() or 1,
        "system": platform.system(),
        "others": round(others, 2),
        "blas": blas(),
        "exponential": exponential(),
        "versions": {"Python": platform.python_version()} | versions(),
    }


def processor(cpuinfo: Path = Path("/proc/cpuinfo")) -> str:
    """Name the processor: as Linux does, or else as Python knows it."""
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()


def blas() -> str:
    """Name numpy's BLAS with its version and the kind of core that it computes for."""
    found = [library for library in threadpool_info() if library["user_api"] == "blas"]
    # scipy's wheels bring another one.
    found.sort(key=lambda library: "numpy" not in library["filepath"])
    if not found:
        return "unknown"
    words = (found[0][name] for name in ("internal_api", "version", "architecture"))
    return " ".join(word for word in words if word)


def exponential() -> float:
    """Give what numpy takes for an exponential, in seconds: most of EM in few dimensions.

    With AVX-512 it computes eight at once; elsewhere one by one, some seven times as long.
    """
    x = np.linspace(-20, 0, 4096)
    out = np.empty_like(x)
    times = timeit.repeat(lambda: np.exp(x, out=out), number=20, repeat=25)
    return min(times) / 20 / x.size


def versions(packages: tuple[str, ...] = PACKAGES) -> dict[str, str]:
    """Give the version of each package, if it is installed."""
    found = {}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found


def sentence(machine: dict[str, Any]) -> str:
    """Say what a reader must know of a machine."""
    cores = "one core" if machine["cores"] == 1 else f"{machine['cores']} cores"
    packages = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    text = (
        f"Measured on {machine['date']} on {machine['processor']}, {cores}, {machine['system']}, "
        f"with {packages}; BLAS: {machine['blas']}.{_exponential(machine)}"
    )
    return f"{text} {warning(machine)}".strip()


def _exponential(machine: dict[str, Any]) -> str:
    """Say what an exponential takes, where the run has it."""
    if "exponential" not in machine:
        return ""
    return f" An exponential takes {machine['exponential'] * 1e9:.2g} ns."


def warning(machine: dict[str, Any]) -> str:
    """Say so if the machine was busy with something else; empty if not."""
    if machine["others"] < BUSY:
        return ""
    return (
        f"Other programs kept {machine['others']:.1f} cores busy meanwhile, so these figures are "
        "rough."
    )
