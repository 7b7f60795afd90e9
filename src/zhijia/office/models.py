"""The nouns of the office; each import is the registration of its register."""

from zhijia.office.registers.task.register import Task, TaskRegister

__all__ = ["Task", "TaskRegister"]
