"""Attacks: the fewest edits of a title that lift an item into the top k, or of a search that hide it.

How an attack differs from a counterfactual (:mod:`explain.counterfactual`), whose parts it shares:

- it changes only what an attacker holds: a seller the title of his own item, nothing of its price or attributes; a
  shopper, or whoever types for one, the search;
- it goes down to characters: look-alike letters, hidden signs, slips of the hand, spacing, beside words;
- an edited title need not mean the same, it must only be plausible: every word put in is used by other titles of the
  category and is no brand and no number. An edited search must still be read as the same one: its edits are those that
  :mod:`explain.perturbations` promise to leave the slate alone;
- it answers with a number, how many edits it takes, "none within N" included: the ranker's resistance.
"""
