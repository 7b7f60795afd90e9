"""Whether a plan of migrations only adds, so that triggers may stay on their tables meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import migrations

#: what takes no column away and leaves every trigger as it stands
ADDING = (
    migrations.CreateModel,
    migrations.AddField,
    migrations.AddIndex,
    migrations.RemoveIndex,
    migrations.RenameIndex,
    migrations.AddConstraint,
    migrations.RemoveConstraint,
    migrations.AlterModelOptions,
)


def triggers_stay(plan: Sequence[Any] | None, connection: Any) -> bool:
    """Whether a plan can be carried out beside triggers; SQLite makes a table anew for little, and drops them."""
    if not plan:
        return True
    if connection.vendor != "postgresql" or any(back for _step, back in plan):
        return False
    return all(isinstance(one, ADDING) for step, _back in plan for one in step.operations)
