-- One explanation with its state. Input: stated_explanation.
select * exclude (explanation_key)
from stated_explanation
where explanation_id = $explanation_id
limit 1;
