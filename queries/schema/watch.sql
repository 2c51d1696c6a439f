-- How odd each account is beside the others, and which are flagged. score: 0 to 1; data_id: the data it was found in.
create table if not exists odd_accounts (
    user_id varchar, actions bigint, score double, flagged boolean, data_id varchar, found_at timestamp
);

-- What makes the flagged ones odd. usual: the median of all accounts; moved: how much nearer to the others the account would
-- be with the usual value in place of its own, in score.
create table if not exists odd_account_reasons (
    user_id varchar, feature varchar, value double, usual double, moved double
);

-- What `whyrank check` found last, one row per threshold and subject, in the order it is told. subject: JSON.
create table if not exists check_findings (
    place integer, key varchar, subject varchar, value double, "limit" double, outcome varchar, because varchar,
    noise boolean, data_id varchar, checked_at timestamp
);
