"""What every benchmark prints: our figure, the reference on the same work in the same run, the ratio, peak memory."""

from __future__ import annotations

import re
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path


def seconds(work: Callable[[], object], repeats: int = 5, warm_up: int = 1) -> float:
    """Return the median wall seconds of ``work`` over ``repeats`` runs after ``warm_up`` uncounted ones."""
    for _ in range(warm_up):
        work()
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def peak_megabytes() -> float:
    """Return the most memory this process has held so far, in MiB.

    Linux is asked for the high-water mark of the process; the resource usage of a process that was started by another
    begins at what the other held.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        return int(re.findall(r"VmHWM:\s+(\d+)", status.read_text("ascii"))[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def line(what: str, ours: float, reference_name: str, reference: float, end: str = "\n") -> None:
    """Print one comparison."""
    print(
        f"{what:<44} {ours * 1000:10.1f} ms   {reference_name}: {reference * 1000:10.1f} ms   "
        f"ratio {ours / reference:7.3f}   peak {peak_megabytes():7.0f} MiB",
        end=end,
    )
