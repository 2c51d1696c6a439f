-- title: Device
-- title_zh: 设备
-- meaning: What the shopper used at that moment.
-- meaning_zh: 顾客当时使用的设备。
-- key: context
-- known: moment
-- order: traffic
-- segment mobile: Mobile | 手机
-- segment desktop: Desktop | 电脑
-- segment tablet: Tablet | 平板
-- segment unknown: Not known | 未知
-- absent: unknown
-- missing: Contexts without a device count as not known.
-- missing_zh: 没有设备信息的请求归入“未知”。

select context_id as key, device as segment from context where device is not null
