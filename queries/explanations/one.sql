-- One explanation with its state. Input: explanation_state.
select * exclude (explanation_key)
from explanations join (select explanation_id, state from explanation_state) using (explanation_id)
where explanation_id = $explanation_id
limit 1;
