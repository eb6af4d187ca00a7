"""Which step may follow which. One table per kind of state; docs/states.md is drawn from them.

`python -m campaigns.lifecycle` prints the page of diagrams.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from campaigns.errors import Conflict
from campaigns.vocabulary import KitStatus as K
from campaigns.vocabulary import MailStatus as M
from campaigns.vocabulary import PermitStatus as L
from campaigns.vocabulary import PlacementStatus as P
from campaigns.vocabulary import RumourStatus as R
from campaigns.vocabulary import VariantStatus as V
from campaigns.vocabulary import WorkStatus as W

Steps = Mapping[StrEnum, frozenset[StrEnum]]

#: A placement. `cancelled` and `published` are final; `expired` had no approval when its slot came. Only the
#: worker enters and leaves `sending`, except that a hand-off goes to `published` by the person who posted it: from
#: `scheduled`, and from `held` where it stood in the group before it was held. That person's word can be taken back for
#: some days, which is no step but as if it had never been said: see reach/actions/taking_back.py.
PLACEMENT: Steps = {
    P.PROPOSED: frozenset({P.SCHEDULED, P.EXPIRED, P.CANCELLED}),
    P.SCHEDULED: frozenset({P.SENDING, P.PUBLISHED, P.FAILED, P.MISSED, P.HELD, P.CANCELLED}),
    P.SENDING: frozenset({P.PUBLISHED, P.FAILED, P.UNCONFIRMED, P.SCHEDULED}),
    P.UNCONFIRMED: frozenset({P.PUBLISHED, P.FAILED, P.SCHEDULED}),
    P.FAILED: frozenset({P.SCHEDULED, P.CANCELLED}),
    P.MISSED: frozenset({P.SCHEDULED, P.CANCELLED}),
    P.EXPIRED: frozenset({P.PROPOSED, P.SCHEDULED, P.CANCELLED}),
    P.HELD: frozenset({P.SCHEDULED, P.PUBLISHED, P.CANCELLED}),
    P.PUBLISHED: frozenset(),
    P.CANCELLED: frozenset(),
}

#: A post in one language. Every edit makes the next revision and so goes back to `draft`; other pictures
#: than those that were seen go back to `rendered`.
VARIANT: Steps = {
    V.MISSING: frozenset({V.DRAFT}),
    V.DRAFT: frozenset({V.RENDERED, V.SUBMITTED}),
    V.RENDERED: frozenset({V.DRAFT, V.SUBMITTED}),
    V.SUBMITTED: frozenset({V.DRAFT, V.RENDERED, V.RETURNED, V.APPROVED}),
    V.RETURNED: frozenset({V.DRAFT, V.RENDERED, V.SUBMITTED}),
    V.APPROVED: frozenset({V.DRAFT, V.RENDERED, V.RETURNED, V.SUBMITTED}),
}

#: Long work. A piece whose worker died waits again when it is safe to repeat, else it is refused.
WORK: Steps = {
    W.WAITING: frozenset({W.RUNNING, W.CANCELLED, W.REFUSED}),
    W.RUNNING: frozenset({W.DONE, W.REFUSED, W.CANCELLED, W.WAITING}),
    W.DONE: frozenset(),
    W.REFUSED: frozenset(),
    W.CANCELLED: frozenset(),
}

#: A rumour. What was judged can always be looked into again; only what was judged refuted or true is answered.
RUMOUR: Steps = {
    R.NEW: frozenset({R.CHECKING}),
    R.CHECKING: frozenset({R.REFUTED, R.TRUE, R.UNCLEAR}),
    R.REFUTED: frozenset({R.PUBLISHED, R.MONITORED, R.CHECKING}),
    R.TRUE: frozenset({R.PUBLISHED, R.MONITORED, R.CHECKING}),
    R.UNCLEAR: frozenset({R.MONITORED, R.CHECKING}),
    R.PUBLISHED: frozenset({R.MONITORED, R.CHECKING}),
    R.MONITORED: frozenset({R.CHECKING}),
}

#: An issue of a newsletter for one subscriber. What is unconfirmed is sent again only when a person says so, and
#: never while anybody else has the issue.
MAIL: Steps = {
    M.WAITING: frozenset({M.SENDING, M.LEFT, M.UNCONFIRMED}),
    M.SENDING: frozenset({M.SENT, M.WAITING, M.REFUSED, M.GIVEN_UP, M.UNCONFIRMED}),
    M.SENT: frozenset(),
    M.UNCONFIRMED: frozenset({M.SENT, M.WAITING, M.REFUSED, M.GIVEN_UP}),
    M.REFUSED: frozenset(),
    M.GIVEN_UP: frozenset(),
    M.LEFT: frozenset(),
}

#: A kit. The worker holds it when anything in it may not leave any more, and lets it go when all of it may again; a
#: newer version opens it, too.
KIT: Steps = {
    K.OPEN: frozenset({K.HELD, K.WITHDRAWN}),
    K.HELD: frozenset({K.OPEN, K.WITHDRAWN}),
    K.WITHDRAWN: frozenset(),
}

#: Leave to post for an account. What takes too long, is declined or goes wrong is refused; the account stays as it was.
PERMIT: Steps = {
    L.INTRODUCING: frozenset({L.ASKING, L.REFUSED}),
    L.ASKING: frozenset({L.EXCHANGING, L.REFUSED}),
    L.EXCHANGING: frozenset({L.CHOOSING, L.TRYING, L.REFUSED}),
    L.CHOOSING: frozenset({L.TRYING, L.REFUSED}),
    L.TRYING: frozenset({L.GIVEN, L.REFUSED}),
    L.GIVEN: frozenset(),
    L.REFUSED: frozenset(),
}

TABLES: Mapping[type[StrEnum], tuple[str, Steps]] = MappingProxyType(
    {
        P: ("placement", PLACEMENT),
        V: ("post in one language", VARIANT),
        W: ("piece of work", WORK),
        R: ("rumour", RUMOUR),
        M: ("newsletter's mail to one subscriber", MAIL),
        K: ("kit", KIT),
        L: ("leave to post", PERMIT),
    }
)


def can_follow(old: StrEnum, new: StrEnum) -> bool:
    """Whether `new` is a step from `old`. Staying where one is is not a step."""
    _, steps = TABLES[type(old)]
    return new in steps[old]


def check_transition(old: StrEnum, new: StrEnum) -> None:
    """Refuses a step that does not exist, naming those that do. Both are words of the same kind of state."""
    kind, steps = TABLES[type(old)]
    if new in steps[old]:
        return
    if not steps[old]:
        raise Conflict("This {kind} is {old}, and that is final.", kind=kind, old=old.value)
    raise Conflict(
        "This {kind} is {old} and cannot become {new}. What can follow: {steps}.",
        kind=kind,
        old=old.value,
        new=new.value,
        steps=", ".join(step.value for step in type(old) if step in steps[old]),
    )


def states_page() -> str:
    """The Markdown page with one diagram per kind of state, in the order of the vocabulary."""
    parts = ["# States\n\nDrawn from `campaigns/lifecycle.py` by `python -m campaigns.lifecycle`.\n"]
    for words, (kind, steps) in TABLES.items():
        lines = [f"## A {kind}\n", "```mermaid", "stateDiagram-v2"]
        lines.append(f"    [*] --> {next(iter(words)).value}")
        for old in words:
            lines += [f"    {old.value} --> {new.value}" for new in words if new in steps[old]]
            if not steps[old]:
                lines.append(f"    {old.value} --> [*]")
        parts.append("\n".join([*lines, "```\n"]))
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(states_page())
