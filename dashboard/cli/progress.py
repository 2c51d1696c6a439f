"""Progress of long work in the terminal: label, share done, rate and time left, on standard error."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

_NUMBERS = re.compile(r"[\d,.]+")


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[[str, float], None]]:
    """Yield ``report(label, fraction)``; where standard error is no terminal, print a line per tenth done.

    Fractions run from 0 to 1.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(console, title)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(title, total=1.0)
        yield lambda label, fraction: bar.update(task, description=f"{title}: {label}", completed=fraction)


def _lines(console: Console, title: str) -> Callable[[str, float], None]:
    last: tuple[str, int] | None = None

    def report(label: str, fraction: float) -> None:
        nonlocal last
        step = (_NUMBERS.sub("", label.split(",")[0]), int(fraction * 10))
        if step != last:
            last = step
            console.print(f"{title}: {label} ({fraction:.0%})", highlight=False)

    return report
