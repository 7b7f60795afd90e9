"""Which posts of a union write what goes out and answer what comes in."""

from __future__ import annotations

from zhijia.registry.policy import holds
from zhijia.tree.kinds import Role

WRITING = (Role.OFFICER, Role.CHAIR, Role.LEADER)
WORKING = (*WRITING, Role.CASEWORKER, Role.FINANCE)
writers = holds(*WRITING)
