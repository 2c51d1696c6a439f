-- What is compared, not yet joined with who it belongs to. Input: measured.
create or replace temp view valued as select context_id, item_id, value from measured;
