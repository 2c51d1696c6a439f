-- Whether a session was measured, or only searches: sessions take long to find. Input: measured.
select exists(from measured where starts_with(context_id, 'session:')) as found;
