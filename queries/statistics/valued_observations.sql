-- What is compared, without who it belongs to. Input: observation.
create or replace temp view valued as select context_id, item_id, value from observation;
