"""The nouns of the office; each import is the registration of its register."""

from zhijia.office.records import Chase
from zhijia.office.registers.notice.register import Notice, NoticeKind, NoticeRegister
from zhijia.office.registers.reply.register import Reply, ReplyRegister
from zhijia.office.registers.task.register import Task, TaskRegister

__all__ = [
    "Chase",
    "Notice",
    "NoticeKind",
    "NoticeRegister",
    "Reply",
    "ReplyRegister",
    "Task",
    "TaskRegister",
]
