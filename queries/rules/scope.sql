-- The explanations that a rule holds in: makes `scoped`. Lists of segments are empty where the rule names none. Input:
-- chosen_explanation.
create or replace temp table scoped as
select explanation_no
from chosen_explanation
where ($top::integer is null or rank <= $top)
    and (len($lang::varchar[]) = 0 or coalesce(lang, '') in $lang)
    and (len($surface::varchar[]) = 0 or coalesce(surface, '') in $surface)
    and (len($platform::varchar[]) = 0 or coalesce(platform, '') in $platform)
    and (len($category::varchar[]) = 0 or coalesce(category, '') in $category)
    and (len($brand::varchar[]) = 0 or coalesce(brand, '') in $brand)
    and (len($search::varchar[]) = 0 or if(search is null, 'no', 'yes') in $search)
    and (len($verdict::varchar[]) = 0 or coalesce(verdict, '') in $verdict);
