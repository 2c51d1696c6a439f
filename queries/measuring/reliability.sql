-- The reliability curve: groups of equal size by predicted chance, from the lowest.

select bin, pairs, probability, happened from chance_bin order by bin;
