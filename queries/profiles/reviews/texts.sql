-- Texts of reviews to take words from: $limit of them at most, drawn by a hash so that they are always the same ones.
select review_id, said from review where said <> '' order by md5_number_lower(review_id), review_id limit $limit;
