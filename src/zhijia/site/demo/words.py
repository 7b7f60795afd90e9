"""The words the demonstration is put together from: names of people, places and firms, all invented."""

from __future__ import annotations


def _each(text: str) -> tuple[str, ...]:
    return tuple(text.split())


CITY = "云川"
#: code, name, how well its unions recruit beside the others
COUNTIES = (
    ("YC01", "临江县", 1.00),
    ("YC02", "北山县", 0.95),
    ("YC03", "东屏区", 1.05),
    ("YC04", "云台区", 1.03),
    ("YC05", "平溪县", 0.97),
    ("YC06", "青柳县", 0.93),
    ("YC07", "石桥县", 1.01),
)
#: counties with a development zone of their own
ZONES = ("YC01", "YC03", "YC04")
#: code, name of the municipal industrial union, its kind of grassroots union, ownership, industry
INDUSTRIES = (
    ("YC11", "教育", "第{n}中学", "institution", "P"),
    ("YC12", "卫生健康", "第{n}人民医院", "institution", "Q"),
    ("YC13", "交通运输", "第{n}客运有限公司", "state", "G"),
    ("YC14", "城市建设", "第{n}建设工程有限公司", "state", "E"),
    ("YC15", "电力", "第{n}供电服务有限公司", "state", "D"),
)
TOWNSHIPS = _each(
    "青石镇 柳河镇 双桥镇 白沙镇 望山镇 南塘镇 石板街道 桂花街道 新渡镇 落雁镇 大坪乡 红枫镇 临水镇 松岗乡 "
    "古井街道 莲塘镇 长堤街道 高畈乡 花园镇 渔浦镇 五里街道 茶山镇 三岔乡 清泉镇 槐树街道 乌桥镇 麻塘镇 金鸡乡 "
    "北渡镇 塘口镇 梅林镇 沙咀街道 草市镇 云峰乡 铁铺镇"
)
BRANDS = _each(
    "远航 恒升 兴隆 华茂 金桥 瑞丰 天和 永泰 新禾 东升 宏达 嘉禾 盛源 百川 众合 立信 "
    "同创 联谊 广源 福临 顺达 昌盛 明珠 青松 海川 中远 正阳 大成 鸿运 安泰 康乐 佳美 "
    "润泽 长青 汇丰源 万和 银河 星辰 丰登 启明"
)
#: trade, industry, ownership, kind of place
TRADES = (
    ("纺织", "C", "private", "zone"), ("机械制造", "C", "private", "zone"), ("电子", "C", "hkmt", "zone"),
    ("食品", "C", "private", "other"), ("建材", "C", "collective", "other"), ("化工", "C", "state", "zone"),
    ("服装", "C", "foreign", "zone"), ("印刷包装", "C", "private", "other"), ("建筑安装", "E", "private", "site"),
    ("装饰工程", "E", "private", "site"), ("商贸", "F", "private", "market"), ("超市", "F", "private", "market"),
    ("物流", "G", "private", "other"), ("快递服务", "G", "private", "other"), ("酒店", "H", "private", "other"),
    ("餐饮", "H", "private", "market"), ("软件", "I", "private", "office_building"),
    ("物业服务", "K", "private", "office_building"), ("家政服务", "O", "private", "office_building"),
    ("环境工程", "N", "state", "other"), ("农业开发", "A", "private", "other"), ("矿业", "B", "state", "other"),
)  # fmt: skip
STREETS = _each("商业街 物流园 建材市场 餐饮街 写字楼 工业园 汽修城 农贸市场 产业园 步行街")
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任"
    "姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严武戚莫孔"
)
GIVEN_MEN = _each(
    "建国 志强 伟 军 勇 文博 海涛 国栋 大勇 立新 春生 德贵 明 俊杰 家明 永福 "
    "铁柱 浩然 子轩 振华 学农 保平 长河 守信 世杰 宏伟 金山 小龙 志远 晓东 少华 天佑 "
    "庆丰 磊 鹏 刚 凯 斌 超 旺"
)
GIVEN_WOMEN = _each(
    "桂兰 秀英 玉梅 晓岚 雪 秋菊 丽 静 敏 娟 春燕 美玲 淑芬 红 艳 婷婷 "
    "小芳 玉珍 素琴 翠花 慧 倩 欣怡 雨桐 佳慧 凤英 月娥 巧云 海霞 冬梅 爱华 晓燕 "
    "玲 洁 莉 萍 琳 娜 蓉 雅琴"
)
HARDSHIP = (
    "家中有人长期住院，自付的药费已经花光积蓄。",
    "企业停产后收入中断，两个孩子都在上学。",
    "一人上班供养三位老人，家里没有其他收入。",
    "工地上摔伤，休养期间只有基本生活费。",
    "租住的房子过水，家具和粮食都泡坏了。",
    "离异后独自带孩子，孩子今年考上了外地的学校。",
    "慢性病需要长期服药，医保报销后仍有缺口。",
    "家里的货车出了事故，欠款还没有还清。",
)
SOURCES = ("市统计局基本单位名录", "县市场监督管理局登记库")
