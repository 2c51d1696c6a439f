-- title: Taste of the shopper
-- title_zh: 顾客的偏好群体
-- meaning: Clusters of shoppers who chose items that are alike to the ranker, named by the categories most typical of them; told by `whyrank tastes`.
-- meaning_zh: 所选商品在排序模型看来相近的顾客归为一类，以其最典型的类目命名；由 `whyrank tastes` 划分。
-- key: user
-- known: log
-- order: traffic
-- segment none: No taste known | 偏好未知
-- absent: none
-- missing: Shoppers who chose fewer than three items, and those who came after the tastes were told, have none.
-- missing_zh: 选择不足三件商品的顾客，以及划分之后才出现的顾客，没有偏好群体。

select user_id as key, taste as segment from shopper_tastes
