-- What each test of a group did to its slate. Inputs: made_test, made_place (test_id, item_id, rank, score, rank_before,
-- score_before, chance_before), measured_ndcg (test_id, before, after), churn (comparing/churn.sql, a test's id for the
-- context's); $k. Output: test_measure.
--
-- tau           Kendall's τ-b over the items within the first k of either slate; equal scores are tied, and so is all
--               that lies beyond the first k
-- displacement  places an item of the first k moved, on average; one that is no candidate any more went behind all
-- score_shift   how far the scores of the first k moved, mean absolute difference in logits
-- item_shift    the score of the item looked at, after less before
-- ndcg_loss     nDCG@k before less after
-- revenue_loss  the share lost of Σ price · chance / log2(rank + 1) over the first k, in the currency of most of them; the
--               chance is the one before: the shopper still wants what they wanted
-- failed        invariance: overlap < mark; sensitivity: rbo > mark; monotone: direction · item_shift < −mark
-- Sources: Kendall, The treatment of ties in ranking problems, Biometrika 1945; Järvelin and Kekäläinen, TOIS 2002.

create or replace temp table test_measure as
with listed as (
    select
        test_id, item_id, if(rank_before <= $k, score_before, '-infinity'::double) as a,
        if(rank <= $k, score, '-infinity'::double) as b
    from made_place
    where rank_before <= $k or rank <= $k
),
pair as (
    select
        x.test_id, (x.a > y.a)::integer - (x.a < y.a)::integer as a, (x.b > y.b)::integer - (x.b < y.b)::integer as b
    from listed as x join listed as y on x.test_id = y.test_id and x.item_id < y.item_id
),
correlated as (
    select test_id, sum(a * b) / nullif(sqrt(sum(a * a)::double * sum(b * b)), 0) as tau from pair group by test_id
),
moved as (
    select
        test_id, avg(abs(coalesce(rank, candidates + 1) - rank_before)) as displacement,
        avg(abs(score - score_before)) as score_shift
    from made_place join made_test using (test_id)
    where rank_before <= $k
    group by test_id
),
looked_at as (
    select test_id, score - score_before as item_shift, rank_before as item_rank_before, rank as item_rank_after
    from made_test join made_place using (test_id, item_id)
),
priced as (
    select made_place.*, price, currency
    from made_place join (select item_id, any_value(price) as price, any_value(currency) as currency from items group by item_id)
        using (item_id)
),
usual as (
    select test_id, mode(currency) as currency from priced where rank_before <= $k group by test_id
),
earned as (
    select
        test_id,
        coalesce(sum(price * chance_before / log2(rank_before + 1)) filter (rank_before <= $k), 0) as before,
        coalesce(sum(price * chance_before / log2(rank + 1)) filter (rank <= $k), 0) as after
    from priced join usual using (test_id)
    where priced.currency is not distinct from usual.currency and price is not null and chance_before is not null
    group by test_id
)
select
    made_test.test_id, churn.overlap, churn.rbo, correlated.tau, moved.displacement, moved.score_shift,
    looked_at.item_shift, looked_at.item_rank_before, looked_at.item_rank_after,
    if(made_test.expectation = 'sensitivity', null, measured_ndcg.before - measured_ndcg.after) as ndcg_loss,
    if(made_test.expectation = 'sensitivity', null, 1 - earned.after / nullif(earned.before, 0)) as revenue_loss,
    case made_test.expectation
        when 'invariance' then churn.overlap < mark
        when 'sensitivity' then churn.rbo > mark
        else direction * looked_at.item_shift < -mark
    end as failed
from made_test
left join churn on churn.context_id = made_test.test_id
left join correlated using (test_id)
left join moved using (test_id)
left join looked_at using (test_id)
left join measured_ndcg using (test_id)
left join earned using (test_id)
where because is null;
