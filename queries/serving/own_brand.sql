-- Each shopper's own part of the affinity to each brand touched.

from own_brand;
