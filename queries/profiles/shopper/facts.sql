-- The shopper's row, and the price band of what they put in the cart or bought most often.
with banded as (
    select price_band(place) as band
    from own_event join price_place using (item_id)
    where action in ('cart', 'purchase')
)
select
    shopper.*, (select mode(band) from banded) as band, (select count(*) from banded) as band_of
from shopper
where user_id = $user_id;
