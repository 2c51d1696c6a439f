"""The workspace and every line of SQL: the only package that knows DuckDB."""
