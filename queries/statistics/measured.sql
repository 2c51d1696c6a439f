-- What is measured by context: the metrics of each of what ranked.
select distinct ranker_id, metric from context_metrics where value is not null order by ranker_id, metric;
