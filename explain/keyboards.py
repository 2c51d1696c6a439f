"""Which letters lie beside which, and which characters sound alike: where slips of the hand come from."""

from __future__ import annotations

from collections.abc import Mapping

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# Characters of shops that a pinyin keyboard offers for one syllable, whatever the tone; flat and curled initials
# (z and zh) and the endings n and ng count as one, as hurried typists confuse them.
_ALIKE = """
表标镖膘 手首守受 机鸡基积几 电店点殿 智志制质纸 能嫩 耳二儿 鞋协斜写 跑炮泡抛 步布部不 运云晕韵 动洞冬东
衣一医依 裙群 子字自紫 裤库酷 女绿旅 男南难蓝 童同铜桶 装庄妆 包宝保报 背被贝杯 双霜爽 肩尖间 水睡税 杯悲
锅国果过 炒吵超 煎尖 汤糖烫躺 面棉绵免 霜双 乳如入 液夜页叶 精经晶静景 华花画化 洁节结 咖卡 啡飞非肥 茶查差叉
床窗创 单丹担胆 套讨逃 枕真针镇整 头偷投 玩完晚碗 具句巨剧 积机及级 木目母幕 笔比彼 记计季 本奔 脑闹恼 平屏瓶苹
板版半班 屏凭 幕木 壳可科客 膜模摸 充冲虫 线现县 器气汽起 蓝兰栏难 牙呀压 无五舞物 小晓校 米迷密 为微围维
苹平评 果国裹 星新心信 三山 红洪虹 白百摆 黑嘿 色涩 长场常唱 短段断 薄博播 厚后候 轻清青情 防房放 晒筛
旅绿律 行型形性 箱香想相 学雪 生声升省 大达打 号好浩 码马吗妈 新星心辛 款宽 夏下吓 冬东动 季记机 春纯 秋球求
"""
_KEYS = {key: (row, place + 0.5 * row) for row, keys in enumerate(_ROWS) for place, key in enumerate(keys)}
NEIGHBOURS: Mapping[str, str] = {
    key: "".join(
        other for other, (r, p) in _KEYS.items() if other != key and abs(r - row) <= 1 and abs(p - place) <= 1.0
    )
    for key, (row, place) in _KEYS.items()
}
ALIKE: Mapping[str, str] = {
    sign: "".join(dict.fromkeys(other for group in _ALIKE.split() if sign in group for other in group if other != sign))
    for sign in "".join(_ALIKE.split())
}


def neighbours(letter: str) -> str:
    """Return the keys around a letter of a QWERTY keyboard, in its case; "" for anything else.

    >>> neighbours("a"), neighbours("P"), neighbours("表")
    ('qwsz', 'OL', '')
    """
    found = NEIGHBOURS.get(letter.lower(), "")
    return found.upper() if letter.isupper() else found


def sounding_alike(character: str) -> str:
    """Return characters that sound like a Chinese one, as a pinyin keyboard offers them; "" where none is known.

    >>> sounding_alike("表"), sounding_alike("a")
    ('标镖膘', '')
    """
    return ALIKE.get(character, "")
