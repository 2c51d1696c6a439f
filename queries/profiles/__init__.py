"""Who shops here: one shopper closely, groups of shoppers, and what they write in reviews.

First gather everybody (:func:`queries.profiles.people.gather`), then ask; questions share what was gathered. One
shopper is told by pseudonym, groups pass the privacy gate (:mod:`queries.privacy`).
"""
