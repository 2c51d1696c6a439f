-- Who cares for what: clusters of shoppers who chose like items, named by what is most typical of them.
create table if not exists shopper_tastes (user_id varchar, taste varchar, ranker_id varchar);
