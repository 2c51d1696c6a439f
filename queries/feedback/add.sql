-- Keeps one person's word. Input: given_feedback, one row.
insert into feedback by name
select *, cast(now() as timestamp) as given_at from given_feedback;
