"""How often something may be fetched: a bound per thing and minute, kept in this process and nowhere else."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from threading import Lock

#: Things remembered at most; the one asked for longest ago is forgotten first.
REMEMBERED = 10_000


class Pace:
    """At most `most` in any `span` for each key. Safe between threads; holds no address of anybody."""

    def __init__(self, most: int, span: timedelta = timedelta(minutes=1)) -> None:
        self.most = most
        self.span = span
        self._seen: OrderedDict[int, deque[datetime]] = OrderedDict()
        self._lock = Lock()

    def allows(self, key: int, now: datetime) -> bool:
        """Whether one more is within the bound; counts it when it is."""
        with self._lock:
            moments = self._seen.setdefault(key, deque())
            self._seen.move_to_end(key)
            while len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
            while moments and moments[0] <= now - self.span:
                moments.popleft()
            if len(moments) >= self.most:
                return False
            moments.append(now)
            return True
