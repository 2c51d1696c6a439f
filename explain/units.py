"""Units that belong to the number before them, in English and Chinese."""

from __future__ import annotations

# "in" is missing, for it is a word in "2 in 1"; glued to its number (7in) any letters stay.
_ENGLISH = """
mm cm dm m km inch inches ft feet foot yd yard yards mil
mg g kg kilo kilos lb lbs pound pounds oz ounce ounces carat carats ct
ml cl l liter liters litre litres gal gallon gallons qt quart quarts pint pints cup cups
v volt volts w watt watts kw kwh wh mah ah amp amps ohm hz khz mhz ghz db nit nits lumen lumens lm
kb mb gb tb kbps mbps gbps px mp megapixel megapixels dpi fps rpm psi bar
pc pcs piece pieces pk pack packs count pair pairs sheet sheets tablet tablets capsule capsules
s sec second seconds min mins minute minutes h hr hrs hour hours day days week weeks month months year years yr yrs
"""

_CHINESE = """
英寸 寸 尺 厘米 公分 毫米 分米 米 公里 千米 平方米 平米
公斤 千克 斤 克 毫克 两 吨 毫升 升 加仑 盎司
瓦 千瓦 度 伏 安 毫安 毫安时 赫兹 匹 兆 像素 万像素 核 帧
年 月 个月 日 天 周 小时 分钟 分 秒 周岁 岁
元 块 块钱 美元 角 万 亿 万元 折 倍 成
个 件 件套 片 支 枚 只 台 条 双 对 套 盒 瓶 包 袋 罐 杯 颗 粒 根 张 本 朵 卷 床 人 份 次 种
款 色 码 号 级 层 档 格 代 期 星 位 合 目
"""

# Behind a number and one space, in any case: 5000 mAh.
SPACED = frozenset(_ENGLISH.split())
# Behind a number with or without a space: 14天, 2 斤.
CHINESE = frozenset(_CHINESE.split())


def chinese_unit(word: str, known: bool) -> int:
    """Return how many characters of the Chinese ``word`` behind a number are its unit, 0 where none is.

    ``known``: whether a dictionary has the word. What it has is taken whole (米粉 begins with no metres); from what it
    has not, the longest unit at its beginning is taken.

    >>> chinese_unit("英寸", True), chinese_unit("米粉", True), chinese_unit("米床", False)
    (2, 0, 1)
    """
    if word in CHINESE:
        return len(word)
    if known:
        return 0
    return next((length for length in (3, 2, 1) if word[:length] in CHINESE), 0)
