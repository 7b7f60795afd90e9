"""Paper, type area and typefaces of official papers (GB/T 9704): millimetres, points, names of faces."""

from __future__ import annotations

#: A4 upright
PAGE = (210, 297)
#: what is printed on: 156 mm × 225 mm, 37 mm from the top, 28 mm from the left
AREA = (156, 225)
TOP, LEFT = 37, 28
RIGHT, BOTTOM = PAGE[0] - LEFT - AREA[0], PAGE[1] - TOP - AREA[1]
#: a full page holds so many lines of so many characters
LINES, CHARACTERS = 22, 28
#: number 3 type for the body, number 2 for the title, number 4 for page numbers, small 4 for tables
BODY_SIZE, TITLE_SIZE, FOOT_SIZE, TABLE_SIZE = 16.0, 22.0, 14.0, 12.0
#: from one line to the next inside a table
TABLE_PITCH = 17.0
POINTS_A_MILLIMETRE = 72 / 25.4
#: from one line to the next, and what each character is set closer by, in points
PITCH = AREA[1] * POINTS_A_MILLIMETRE / LINES
CLOSER = BODY_SIZE - AREA[0] * POINTS_A_MILLIMETRE / CHARACTERS

#: as word processors here call them
TITLE, BODY, HEAD, SONG, LATIN = "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体", "Times New Roman"
#: stands before every Chinese face, as its letters and figures are narrower
LATIN_FIRST = (LATIN, "Liberation Serif")
#: the subset shipped with the house, for machines without any Chinese face
SHIPPED = "Zhijia Song"
#: face → what stands in for it, the nearest first
INSTEAD: dict[str, tuple[str, ...]] = {
    TITLE: ("FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "华文中宋", "STZhongsong", "Noto Serif CJK SC", SHIPPED),
    BODY: ("仿宋", "FangSong", "FangSong_GB2312", "STFangsong", "华文仿宋", "Noto Serif CJK SC", SHIPPED),
    HEAD: ("SimHei", "STHeiti", "Noto Sans CJK SC", "Source Han Sans SC", "Noto Serif CJK SC", SHIPPED),
    SONG: ("SimSun", "STSong", "Noto Serif CJK SC", "Source Han Serif SC", SHIPPED),
}


def faces(face: str) -> list[str]:
    """A face and what stands in for it, the Latin ones first."""
    return [*LATIN_FIRST, face, *INSTEAD[face]]
