"""What reviewers demand of a ranker's reasons: rules in a TOML file, checked on stored explanations.

A file holds one ``[[rule]]`` table per rule. A rule picks drivers, says where it holds, and states one demand::

    [[rule]]
    name = "no seller names"
    words = ["旗舰店", "official store"]
    part = "item"
    category = "watches"
    most_share = 0.10        # of Σ |contribution|, in any one explanation

    [[rule]]
    name = "seller never positive"
    field = "brand"
    never = "positive"
    tolerance = 0.05         # logits
    may_violate = 0.01       # of the explanations checked

    [[rule]]
    name = "the search is heard"
    part = "search"
    search = "yes"
    least_share = 0.15

A word matches an entry of ``words`` where it reads as the entry, is a Chinese word that contains it, or stands beside
others that read as the entry together; capitals and full-width characters make no difference.
"""
