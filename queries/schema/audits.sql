-- Audits: how far slates move when what is asked is perturbed. Ids are text, times are UTC, scores are in logits.

-- One row each. suite: JSON, all that decides what is tested and what passes.
create table if not exists audits (
    audit_id varchar, suite_name varchar, suite varchar, ranker_id varchar, data_id varchar, made_at timestamp
);

-- The sample. stratum: its segments, joined; weight: how many contexts of the log it stands for.
create table if not exists audit_contexts (
    audit_id varchar, context_id varchar, user_id varchar, shopper varchar, stratum varchar, weight double
);

-- One row per context, perturbation, strength and seed. because: why the perturbation did not apply, null where it did.
-- item_id: the item that was looked at; spans: JSON, what changed and where. candidates: how many were ranked after.
-- The measures are those of robustness/measure.sql; failed: whether the promise was broken beyond its mark.
-- attribution_shift: null where no explanation was compared.
create table if not exists audit_tests (
    audit_id varchar, test_id varchar, context_id varchar, perturbation varchar, strength double, seed integer,
    because varchar, item_id varchar, spans varchar, candidates integer, overlap double, rbo double, tau double,
    displacement double, score_shift double, item_shift double, item_rank_before integer, item_rank_after integer,
    ndcg_loss double, revenue_loss double, failed boolean, attribution_shift double
);

-- Both slates of each test: what is within the first places of either. Ranks are from 1 over all candidates; rank and score
-- are null where an item was no candidate any more. chance_before: the chance of the target action as the shopper asked.
create table if not exists perturbed_slates (
    audit_id varchar, test_id varchar, item_id varchar, rank integer, score double, rank_before integer,
    score_before double, chance_before double
);

-- The drivers of the first item before and after, where the slate did not move. edited: words that the perturbation
-- touched, which are compared together.
create table if not exists audit_attributions (
    audit_id varchar, test_id varchar, part varchar, field varchar, name varchar, edited boolean, before double,
    after double
);
