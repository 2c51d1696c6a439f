-- How many shoppers the figures of everybody's explanations are of. Input: everyones_explanations.
select shoppers from everyones_explanations;
