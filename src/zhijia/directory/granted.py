"""The right a step has examined itself, carried into the writes that the step consists of."""

from __future__ import annotations

from dataclasses import replace

from zhijia.tree.actor import Actor


def granted(by: Actor) -> Actor:
    """The same account, whose right to this very step has been examined: registers no longer ask for theirs.

    A chair who admits a member may write the membership, though chairs otherwise write none. The journal names
    the account as ever.
    """
    return replace(by, system=True)
