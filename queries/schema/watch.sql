-- How odd each account is beside the others, and which are flagged. score: 0 to 1; data_id: the data it was found in.
create table if not exists odd_accounts (
    user_id varchar, actions bigint, score double, flagged boolean, data_id varchar, found_at timestamp
);

-- What makes the flagged ones odd. usual: the median of all accounts; moved: how much nearer to the others the account would
-- be with the usual value in place of its own, in score.
create table if not exists odd_account_reasons (
    user_id varchar, feature varchar, value double, usual double, moved double
);
