-- Gives a registered ranker another card: what was learned of it since, such as how well it ranks.
update rankers set card = $card
where ranker_id = $ranker_id and name = $name and card is distinct from $card;
