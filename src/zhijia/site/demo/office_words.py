"""The words of the notices of the demonstration."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """A notice's title, text and questions."""

    title: str
    text: str
    questions: str = ""


_ROOMS = (
    "各县（区）总工会：为掌握全市职工书屋建设和使用情况，推动书屋提质增效，现就核查工作通知如下。一、核查范围为本辖区内已挂牌的"
    "职工书屋。二、核查内容为书屋面积、藏书数量、借阅登记和专人管理情况。三、各县（区）总工会要逐家核查、如实填报，对长期不开放的"
    "要提出整改意见。"
)
ROOMS_BEFORE = Said(
    "关于核查职工书屋使用情况的通知", _ROOMS, "已挂牌书屋个数 | number\n有无专人管理 | yesno\n困难和建议"
)
ROOMS_AGAIN = Said(
    "关于报送职工书屋使用情况的通知",
    _ROOMS + "四、今年起请一并报送图书更新册数。",
    "已挂牌书屋个数 | number\n更新图书册数 | number\n有无专人管理 | yesno\n困难和建议",
)
ROOMS_NEXT = Said(
    "关于再次报送职工书屋使用情况的通知",
    _ROOMS + "请于三日内报送。",
    "新建职工书屋个数 | number\n更新图书册数 | number\n困难和建议",
)
PRAISE = Said(
    "关于上半年重点工作进展情况的通报",
    "各县（区）总工会：上半年，各级工会围绕中心、服务职工，各项重点工作有序推进。请对照全年任务查找不足，补齐短板，确保年度目标如期完成。",
)
HARDSHIP = Said(
    "关于摸清困难职工子女就学情况的通知",
    "各县（区）总工会：为做好金秋助学准备工作，请摸清本辖区困难职工子女今年升学情况，做到不漏一户。需要转发基层的请尽快转发，不得要求基层"
    "重复报送同样内容。",
    "今年升入大学人数 | number\n今年升入高中人数 | number\n最需要的帮助 | choice | 学费、生活费、勤工助学、其他",
)
HARDSHIP_ON = Said(
    "转发《关于摸清困难职工子女就学情况的通知》",
    "各基层工会：现将市总工会通知转发给你们，请按要求如实填报，数字由县总工会汇总，不再另报。\n\n"
    + HARDSHIP.text,
    HARDSHIP.questions,
)
SAFETY = Said(
    "关于开展安全隐患随手拍活动的通知",
    "各县（区）总工会：安全生产月期间，请组织职工开展隐患随手拍活动，发现隐患及时告知企业并督促整改，活动情况按期报送。",
    "发现隐患条数 | number\n已整改条数 | number\n活动开始日期 | date",
)
WAGES = Said(
    "关于报送农民工工资支付维权线索的通知",
    "各县（区）总工会：请梳理近期接到的欠薪线索，分清已协调解决、正在协调和移送劳动监察三类情况，如实报送。",
    "接到线索件数 | number\n已协调解决件数 | number\n是否需要市总工会协助 | yesno",
)
QUIZ = Said(
    "关于组织职工参加安全知识竞赛的通知",
    "各基层工会：请组织职工参加全县安全知识竞赛，并报送参赛人数和领队姓名。",
    "参赛人数 | number\n领队姓名",
)
LISTS = Said("关于核对会员名单的通知", "各基层工会：请对照工资表核对会员名单，核对后用文字回复核对结果。")
SUMMER = Said(
    "关于做好夏季送清凉工作的通报", "各基层工会：高温天气来临，请督促企业落实防暑降温措施，合理安排作业时间。"
)
TASK_LATE = "逐家核实逾期未报的欠薪线索"
TASK_DONE = "更新工会公示栏的维权电话"
TASK_SITE = "登记工地新进场职工的入会意愿"
TASK_RESULT = "公示栏已更换，新旧电话均已标明。"
