-- The ranker that the tiny shop's explanations are of.
insert into rankers (ranker_id, name, folder, card, added_at) values
    ('r1', 'tiny', 'rankers/tiny', '{}', '2025-05-01');
