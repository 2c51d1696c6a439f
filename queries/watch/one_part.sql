-- Everything is one part. Input: binned.
create or replace temp view parted as select *, '' as part from binned;
