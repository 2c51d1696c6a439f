-- How many explanations were checked, and how many violate. 1e-9: what adding up may lose.
select count(*) as checked, count(*) filter (excess > 1e-9) as violating from judged;
