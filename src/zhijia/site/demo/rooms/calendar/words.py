"""What the farm district and a county plan for the year, in words of our own."""

from __future__ import annotations

from zhijia.plans.models import MilestoneKind

SECTIONS = "一二三"
#: the farm district's plan, in the way such plans are written: five tasks, then the year in thirds of months
FARM_PLAN = """红星农场第三管理区工会{year}年工作要点

今年的工会工作，围绕管理区的生产和职工的日子来安排，活动小一点、勤一点，让各作业区都办得起来。

一、依靠职工办好管理区的事。工代会提的意见逐条答复，区务公开栏每月更换。

二、把困难职工放在心上。职工有病有灾，作业区工会三天内上门。

三、活动办到作业区。少办大场面，多办人人能参加的。

四、选树身边的先进。年终评先看平时的记录，不看材料厚薄。

五、把工会自己的队伍带好。工会干部每人包一个作业区。

{year}年职工文体活动安排
一月中旬 走访慰问困难职工 管理区工会
三月上旬 “三八”女职工手工和健康讲座 各作业区工会
四月上旬 职工乒乓球比赛 管理区工会
四月下旬 春播劳动竞赛启动 各作业区工会
五月下旬 职工踏青和采摘 各作业区工会
六月中旬 管理区文化建设座谈会 管理区工会
七月上旬 职工男女篮球赛 各作业区工会
八月中旬 送清凉到田间 各作业区工会
九月下旬 迎国庆职工合唱比赛 管理区工会
十月下旬 秋收劳动竞赛总结 各作业区工会
十一月下旬 职工读书交流会 各作业区工会
十二月上旬 庆元旦文艺联欢 各作业区工会
十二月下旬 年终总结表彰 管理区工会
"""
#: the county's calendar, written by hand: when, what, kind, who, place
COUNTY_LINES = (
    ("一月下旬", "两节送温暖走访", MilestoneKind.ACTIVITY, "各基层工会", ""),
    ("3月底前", "印发县总工会年度工作安排", MilestoneKind.DELIVERABLE, "", ""),
    ("四月下旬", "“五一”职工健步走", MilestoneKind.ACTIVITY, "", "滨河公园"),
    ("六月下旬", "安全生产月班组知识赛", MilestoneKind.ACTIVITY, "各基层工会", ""),
    ("七月中旬", "基层工会主席半年座谈会", MilestoneKind.MEETING, "组织部", "县总工会三楼"),
    ("九月中旬", "职工篮球联赛", MilestoneKind.ACTIVITY, "", "县体育馆"),
    ("十一月上旬", "工资集体协商集中要约行动总结", MilestoneKind.TASK, "权益部", ""),
    ("12月20日前", "基层工会年度工作考核", MilestoneKind.TASK, "", ""),
    ("第四季度", "职工书屋使用情况检查", MilestoneKind.TASK, "各基层工会", ""),
)
