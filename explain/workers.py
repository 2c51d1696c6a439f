"""Work done side by side: as many workers as there are processors, each with one thread of torch's."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import torch

Answer = TypeVar("Answer")

PROCESSORS = os.cpu_count() or 1


def side_by_side(work: Callable[..., Answer], *of: Iterable[object]) -> Generator[Answer]:
    """Yield ``work`` of each (one argument from each of ``of``), in their order, each as soon as it is done.

    Small matrices gain little from being split over processors; pieces of work side by side gain nearly all. After
    ``close`` nothing more is begun.

    >>> list(side_by_side(lambda base, power: base**power, [2, 3], [3, 2]))
    [8, 9]
    """
    with _one_thread_each(), ThreadPoolExecutor(PROCESSORS) as pool:
        yield from pool.map(work, *of)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
