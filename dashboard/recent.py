"""A bounded memory of what was seen, safe to share between threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable


class Recent:
    """The last ``size`` different things that were added.

    >>> recent = Recent(2)
    >>> for name in ("a", "b", "a", "c"):
    ...     recent.add(name)
    >>> "a" in recent, "b" in recent
    (True, False)
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._seen: OrderedDict[Hashable, None] = OrderedDict()

    def add(self, thing: Hashable) -> None:
        """Remember a thing as the latest, and forget the oldest where there are too many."""
        with self._lock:
            self._seen[thing] = None
            self._seen.move_to_end(thing)
            while len(self._seen) > self._size:
                self._seen.popitem(last=False)

    def __contains__(self, thing: Hashable) -> bool:
        with self._lock:
            return thing in self._seen
