-- Which key a dimension knows a row by: its context, shopper, item, or the item in its context.
create or replace temp macro key_of(key_kind, context_id, user_id, item_id) as
    case key_kind
        when 'context' then context_id
        when 'user' then user_id
        when 'item' then item_id
        else context_id || ' ' || item_id
    end;
