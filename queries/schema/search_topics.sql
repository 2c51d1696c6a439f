-- What searches are about: clusters of like searches, named by their most typical words. search: lower case, trimmed.
create table if not exists search_topics (search varchar, topic varchar, ranker_id varchar);
