-- What is measured: the files imported, and the slates of the ranker. The same content has the same id.

select md5(concat_ws(
    ';',
    (select string_agg(name || ':' || fingerprint, ',' order by name, fingerprint) from sources),
    (select bit_xor(hash(context_id, item_id, rank, candidates, probability, target)) from slates where ranker_id = $ranker_id)
))[:12] as data_id;
