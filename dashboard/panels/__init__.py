"""Parts of pages, each drawing one thing."""
