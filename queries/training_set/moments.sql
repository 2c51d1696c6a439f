-- What the features are asked for: the moment of each selected context and its pairs.

create or replace temp table moments as
select context_id, user_id, session_id, ts from selected_context;

create or replace temp table candidates as
select context_id, item_id from training_pair;
