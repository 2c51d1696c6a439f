"""One file per page; pages never import each other."""
