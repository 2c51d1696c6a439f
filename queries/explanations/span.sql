-- The first and the last moment of a context that was explained.
select min(ts) as first, max(ts) as last from explanations;
