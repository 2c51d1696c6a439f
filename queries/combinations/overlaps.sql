-- How many observations each combination has in common with itself and those after it. Input: member.

with one as materialized (
    select * from member
)
select one.candidate, other.candidate as other, sum(one.observations) as observations
from one join member as other on one.cell = other.cell and one.candidate <= other.candidate
group by one.candidate, other.candidate;
