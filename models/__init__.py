"""The ranker: text, training, retrieval, ranking. Is handed tables and never opens a database."""
