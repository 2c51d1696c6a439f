-- The smallest statement there is: shows how files, names and $parameters fit together.
select 2 * $number as doubled;
