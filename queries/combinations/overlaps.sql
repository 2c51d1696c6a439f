-- How many observations each two combinations have in common. Input: member.

select one.candidate, other.candidate as other, count(*)::double as observations
from member as one join member as other using (no)
group by one.candidate, other.candidate;
