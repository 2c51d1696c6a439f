-- Each shopper's own part of the affinity to each category touched.

from own_category;
