-- Keeps the topics of searches in place of those there were. Input: found_topic (search, topic).
delete from search_topics;
insert into search_topics select search, topic, $ranker_id from found_topic order by search;
