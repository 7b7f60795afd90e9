"""What a service says when it does not do as asked."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """The values cannot stand: `messages` maps a field name ("" for the whole) to sentences."""

    def __init__(self, field: str = "", message: Any = "", *, messages: dict[str, list[Any]] | None = None):
        self.messages = messages or {field: [message]}
        super().__init__(
            "; ".join(f"{name}: {' '.join(map(str, said))}" for name, said in self.messages.items())
        )


class Forbidden(Exception):
    """The actor may not; `reason` says why."""

    def __init__(self, reason: Any):
        self.reason = reason
        super().__init__(str(reason))


class Stale(Exception):
    """Somebody else changed the entry since it was read; `current` is how it stands now."""

    def __init__(self, current: Any):
        self.current = current
        super().__init__(f"version {current.version} is newer")


class NotFound(Exception):
    """There is no such entry within the actor's sight."""
