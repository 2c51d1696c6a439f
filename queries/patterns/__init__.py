"""What thousands of stored explanations say together: which words and features carry a ranker, where, and how surely.

First choose which (:func:`queries.patterns.choosing.choose`), then ask; questions on one choice share what it read.
Contributions are in logits and signed. A driver is a word in one role (search, history, title, brand, category,
attributes), compared case-folded and width-normalised, or a behaviour feature; what stands several times in an
explanation counts once, with the sum. Search words that neither an item bears nor 11 shoppers typed are never listed.
"""
