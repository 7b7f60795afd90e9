"""The nouns of activities; each import is the registration of its register."""

from zhijia.activities.levels import Kind, Level
from zhijia.activities.registers.advancement.register import Advancement
from zhijia.activities.registers.attendance.register import Attendance, Result, Standing
from zhijia.activities.registers.certification.register import Certification
from zhijia.activities.registers.course.register import Course, CourseKind, PartOfDay
from zhijia.activities.registers.delegation.register import Delegation
from zhijia.activities.registers.invitation.register import Invitation, InvitationRegister, PartInMeeting, Way
from zhijia.activities.registers.meeting.register import Meeting, MeetingKind, MeetingRegister
from zhijia.activities.registers.participation.register import Part, Participation
from zhijia.activities.registers.programme.register import Programme, ProgrammeKind

__all__ = [
    "Advancement",
    "Attendance",
    "Certification",
    "Course",
    "CourseKind",
    "Delegation",
    "Invitation",
    "InvitationRegister",
    "Kind",
    "Level",
    "Meeting",
    "MeetingKind",
    "MeetingRegister",
    "Part",
    "PartInMeeting",
    "PartOfDay",
    "Participation",
    "Programme",
    "ProgrammeKind",
    "Result",
    "Standing",
    "Way",
]
