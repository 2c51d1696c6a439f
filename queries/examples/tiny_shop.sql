-- The smallest shop worth asking: three items, one shopper who clicked a watch yesterday and sees a slate today.

insert into items (item_id, title, brand, category, price, currency, lang, platform, source) values
    ('w1', '小米手表 S3', '小米', 'watches', 699, 'CNY', 'zh', 'north', 'tiny'),
    ('w2', '华为手表 GT4', '华为', 'watches', 1488, 'CNY', 'zh', 'north', 'tiny'),
    ('l1', '护眼台灯', '小米', 'lamps', 169, 'CNY', 'zh', 'north', 'tiny');

insert into searches (search_id, user_id, session_id, ts, text, lang, surface, platform, source) values
    ('s1', 'u1', 'z1', '2025-05-01 09:00', '手表', 'zh', 'search', 'north', 'tiny'),
    ('s2', 'u1', 'z2', '2025-05-02 09:00', '智能手表', 'zh', 'search', 'north', 'tiny');

insert into impressions (search_id, item_id, position, ts, price, source) values
    ('s1', 'w1', 1, '2025-05-01 09:00', 699, 'tiny'),
    ('s1', 'l1', 2, '2025-05-01 09:00', 169, 'tiny'),
    ('s2', 'w2', 1, '2025-05-02 09:00', 1488, 'tiny'),
    ('s2', 'w1', 2, '2025-05-02 09:00', 649, 'tiny');

insert into events (ts, user_id, session_id, search_id, item_id, action, quantity, price, source) values
    ('2025-05-01 09:01', 'u1', 'z1', 's1', 'w1', 'click', 1, 699, 'tiny'),
    ('2025-05-02 09:03', 'u1', 'z2', 's2', 'w1', 'purchase', 1, 649, 'tiny');
